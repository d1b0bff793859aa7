using System.Text.RegularExpressions;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Settings;
using static VizTeh.Actors.Tests.Settings.HoconSamples;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>What a newcomer reads of the bot before Start: texts of hocon.conf.</summary>
public sealed partial class ProfileTextTests
{
    [Fact]
    public void A_newcomers_texts_are_plain_and_name_the_firm()
    {
        var company = HoconFile.Parse(Real, "hocon.conf").Company;

        Assert.StartsWith("Здравствуйте!", company.Description, StringComparison.Ordinal);
        Assert.Contains("заявку в компанию «Визуальные технологии»", company.Description, StringComparison.Ordinal);
        Assert.EndsWith("\n+7 495 363-20-42 · vizteh.ru", company.Description, StringComparison.Ordinal);
        Assert.Contains("«Визуальные технологии»", company.ShortDescription, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("description", 512)]
    [InlineData("short-description", 120)]
    public void A_newcomers_text_may_be_as_long_as_telegram_takes_and_may_be_empty_or_missing(string key, int limit)
    {
        Assert.Equal(limit, CodePoints.CountIn(Read(Texts($"{key} = \"{Padded(limit)}\""))));
        Assert.Equal("", Read(Texts($"{key} = \" \"")));
        Assert.Equal("", Read(Texts("")));
        var tooLong = Refusal(Texts($"{key} = \"{Padded(limit + 1)}\""));
        Assert.Contains($"vizteh.company.{key} has {limit + 1} characters", tooLong, StringComparison.Ordinal);
        Assert.Contains($"vizteh.company.{key} must be a text", Refusal(Texts($"{key} = [a]")), StringComparison.Ordinal);

        // {name} counts as what stands for it. One character for a person and for Telegram is two in UTF-16.
        static string Padded(int length) => "{name}" + string.Concat(Enumerable.Repeat("🏭", length - "Визуальные технологии".Length));

        string Texts(string line) =>
            TextLines().Replace(Real, "").Replace("    # Without https", $"    {line}\n    # Without https", StringComparison.Ordinal);

        string Read(string text) => HoconFile.Parse(text, "hocon.conf").Company is var company && key == "description"
            ? company.Description
            : company.ShortDescription;
    }

    [GeneratedRegex("^ *(short-)?description = \"\"\"[^\"]*\"\"\"$", RegexOptions.Multiline)]
    private static partial Regex TextLines();
}
