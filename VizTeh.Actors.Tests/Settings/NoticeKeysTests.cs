using VizTeh.Actors.Settings;
using static VizTeh.Actors.Tests.Settings.HoconSamples;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>What a client is told of a ticket, in hocon.conf: what is read of it, and what is refused.</summary>
public sealed class NoticeKeysTests
{
    [Fact]
    public void The_file_as_shipped_tells_everything_without_names_and_so_does_a_file_without_the_section()
    {
        var from = Real.IndexOf("  notices {", StringComparison.Ordinal);
        var earlier = Real.Remove(from, Real.IndexOf('}', from) + 1 - from);

        Assert.Equal(NoticeSettings.Shipped, HoconFile.Parse(Real, "hocon.conf").Company.Notices);
        Assert.Equal(NoticeSettings.Shipped, HoconFile.Parse(earlier, "hocon.conf").Company.Notices);
    }

    [Theory]
    [InlineData("taken", false, true, true, false)]
    [InlineData("closed", true, false, true, false)]
    [InlineData("reopened", true, true, false, false)]
    public void Each_notice_is_switched_off_by_itself(string name, bool taken, bool closed, bool reopened, bool names) =>
        Assert.Equal(new NoticeSettings(taken, closed, reopened, names), Parse($".{name} = off"));

    [Fact]
    public void Managers_are_named_where_the_file_says_so() => Assert.True(Parse(".names = on").Names);

    [Theory]
    [InlineData(".closed = sometimes", ".closed is \"sometimes\": write on or off")]
    [InlineData(".close = on", ".close is not known: did you mean closed")]
    [InlineData(" = off", " must be a section: { taken = on, closed = on, reopened = on, names = off }")]
    public void A_mistake_is_refused_with_its_key(string written, string mistake) => Assert.StartsWith(
        $"hocon.conf: vizteh.notices{mistake}", Assert.Throws<SettingsException>(() => Parse(written)).Message, StringComparison.Ordinal);

    private static NoticeSettings Parse(string written) =>
        HoconFile.Parse($"{Real}\nvizteh.notices{written}\n", "hocon.conf").Company.Notices;
}
