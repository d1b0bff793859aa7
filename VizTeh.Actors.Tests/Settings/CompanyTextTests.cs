using VizTeh.Actors.Messages;
using VizTeh.Actors.Settings;
using static VizTeh.Actors.Tests.Settings.HoconSamples;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>What a firm writes about itself: its name and the text about it.</summary>
public sealed class CompanyTextTests
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void The_text_about_the_firm_may_be_as_long_as_a_caption(int over, bool accepted)
    {
        var shown = CodePoints.CountIn(CaptionHtml.ToPlainText(HoconFile.Parse(Real, "hocon.conf").Company.AboutHtml));
        // One character for a person and for Telegram, two in UTF-16.
        var padding = string.Concat(Enumerable.Repeat("🏭", 1024 - shown + over));
        var text = Real.Replace("📞 {phone}", padding + "📞 {phone}", StringComparison.Ordinal);

        if (accepted)
            Assert.NotNull(HoconFile.Parse(text, "hocon.conf"));
        else
            Assert.Contains("1025 characters", Refusal(text), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_firm_writes_into_its_name_is_shown_and_not_taken_for_markup()
    {
        var text = Real.Replace("name = \"Визуальные технологии\"", "name = \"Знаки & <Ко>\"", StringComparison.Ordinal);

        Assert.StartsWith("<b>Знаки &amp; &lt;Ко&gt;</b>", HoconFile.Parse(text, "hocon.conf").Company.AboutHtml, StringComparison.Ordinal);
    }
}
