using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;
using static VizTeh.Actors.Tests.Settings.HoconSamples;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>What a source answers in the form, in hocon.conf: what is read of it, and what is refused.</summary>
public sealed class SourceKeysTests
{
    [Fact]
    public void The_file_as_shipped_has_none() => Assert.Empty(HoconFile.Parse(Real, "hocon.conf").Company.Sources);

    [Fact]
    public void The_example_in_the_file_as_shipped_can_be_taken_as_it_is()
    {
        var example = Real.Split('\n').SkipWhile(line => line != "  # sources {")
            .TakeWhile(line => line.StartsWith("  #", StringComparison.Ordinal)).Select(line => line["  #".Length..]);

        var sources = HoconFile.Parse($"{Real}\nvizteh {{\n{string.Join('\n', example)}\n}}\n", "hocon.conf").Company.Sources;

        Assert.Equal("Знаки", Assert.Single(sources).Value[Ids.Direction]);
    }

    [Theory]
    [InlineData("expo-2026 { direction = \"Стелы\" }")]
    [InlineData("\"expo-2026\" { \"direction\" = \" Стелы \" }")]
    [InlineData("expo-2026.direction = Стелы")]
    public void A_source_names_one_of_the_choices_of_a_question(string sources)
    {
        var (source, choices) = Assert.Single(Parse(sources).Sources);

        Assert.Equal("expo-2026", source);
        Assert.Equal((Ids.Direction, "Стелы"), (Assert.Single(choices).Key, choices[Ids.Direction]));
    }

    [Theory]
    [InlineData("expo { direcion = \"Знаки\" }", "expo.direcion is no question: did you mean \"direction\"")]
    [InlineData("expo { colour = \"Знаки\" }", "expo.colour is no question")]
    [InlineData("expo { city = \"Тверь\" }", "expo.city is of the kind text; a source can answer a question of the kind choice only")]
    [InlineData("expo { direction = \"Знак\" }", "expo.direction is \"Знак\", which is no choice of that question: did you mean \"Знаки\"")]
    [InlineData("expo { direction = \"?\" }", "expo.direction is \"?\", which is no choice of that question; there are Знаки, Стелы, ")]
    [InlineData("expo { direction = [\"Знаки\"] }", "expo.direction must be a text in quotes: one of the choices of that question")]
    [InlineData("expo { }", "expo must be a section with the id of a question and one of its choices, as in ")]
    [InlineData("expo = \"Знаки\"", "expo must be a section with the id of a question and one of its choices, as in ")]
    [InlineData("\"экспо\" { direction = \"Знаки\" }", "экспо cannot be in a link: write 1 to 64 of a-z, A-Z, 0-9, - and _")]
    [InlineData("\"a b\" { direction = \"Знаки\" }", "a b cannot be in a link: write 1 to 64 of a-z, A-Z, 0-9, - and _")]
    [InlineData("expo.2026 { direction = \"Знаки\" }", "expo.2026 must be a text in quotes: one of the choices of that question")]
    public void A_mistake_is_refused_with_its_key(string sources, string mistake)
    {
        var refusal = Refused(sources);

        Assert.StartsWith($"hocon.conf: vizteh.sources.{mistake}", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal);
    }

    [Fact]
    public void A_source_is_no_longer_than_a_link_takes()
    {
        Assert.Single(Parse($"{new string('a', 64)} {{ direction = \"Знаки\" }}").Sources);

        Assert.Contains(" cannot be in a link", Refused($"{new string('a', 65)} {{ direction = \"Знаки\" }}"), StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_told_at_once() => Assert.Equal(
        ["one.direction", "one.town", "two.city", "три"],
        Refused("one { direction = \"?\", town = \"?\" }\ntwo { city = \"?\" }\n\"три\" { direction = \"Знаки\" }").Split('\n')
            .Select(line => line["hocon.conf: vizteh.sources.".Length..].Split(' ')[0]));

    [Fact]
    public void The_section_is_no_text() => Assert.StartsWith(
        "hocon.conf: vizteh.sources must be a section", Assert.Throws<SettingsException>(
            () => HoconFile.Parse($"{Real}\nvizteh.sources = \"expo\"\n", "hocon.conf")).Message, StringComparison.Ordinal);

    private static CompanySettings Parse(string sources) =>
        HoconFile.Parse($"{Real}\nvizteh.sources {{\n{sources}\n}}\n", "hocon.conf").Company;

    private static string Refused(string sources) => Assert.Throws<SettingsException>(() => Parse(sources)).Message;
}
