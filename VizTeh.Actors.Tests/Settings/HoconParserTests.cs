using VizTeh.Actors.Settings;
using static VizTeh.Actors.Tests.Settings.HoconSamples;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>What the HOCON parser would misread, cut off or never come back from.</summary>
public sealed class HoconParserTests
{
    [Theory]
    [InlineData("choices = [\"Знаки\": \"Стелы\"]")]
    [InlineData("choices = [a = b]")]
    [InlineData("choices = [Знаки!]")]
    [InlineData("choices = [*, ?, &, @, ^, `, \\]")]
    [InlineData("choices = [\"Знаки\" $]")]
    [InlineData("choices = [[\"Знаки\"] : ]")]
    public void A_list_that_the_parser_would_never_come_back_from_is_refused(string choices) =>
        Assert.Contains("the list on line", Refusal(WithChoices(choices)), StringComparison.Ordinal);

    [Fact]
    public void A_substitution_that_would_drop_the_keys_after_it_is_refused() =>
        Assert.Contains("${?...}", Refusal(Real.Replace("\"vizteh.ru\"", "${?SITE}", StringComparison.Ordinal)), StringComparison.Ordinal);

    [Theory]
    [InlineData("include \"other.conf\"\n")]
    [InlineData("a = ${no.such.key}\n")]
    [InlineData("a = b = c\n")]
    [InlineData("a = \"\\x\"\n")]
    public void What_the_parser_does_not_understand_is_refused_in_one_line(string line) => Refusal(line + Real);

    [Theory]
    [InlineData("vizteh.company.name", "name = geh #eim")]
    [InlineData("vizteh.company.name", "name = geh#eim")]
    [InlineData("vizteh.company.name", "name = geh # eim")]
    [InlineData("vizteh.company.name", "name = geh //eim")]
    [InlineData("vizteh.company.name", "name : geh #eim")]
    [InlineData("vizteh.company.name", "\"name\" = geh #eim")]
    [InlineData("vizteh.company.name", "name = 5 #eim")]
    [InlineData("vizteh.company.name", "name = #eim")]
    [InlineData("vizteh.company.name", "name =")]
    [InlineData("vizteh.company.name", "name = Знаки, стелы")]
    [InlineData("vizteh.company.name", "name = Знаки & стелы")]
    [InlineData("vizteh.company.name", "name = Знаки!")]
    [InlineData("vizteh.company.name", "name = vizteh@mail")]
    [InlineData("vizteh.company.name", "name = http://vizteh.ru")]
    [InlineData("vizteh.company.name", "name = a=b")]
    [InlineData("vizteh.company.name", "name = \"Знаки\" и стелы")]
    [InlineData("vizteh.company.name", "name = Знаки \"и\" стелы")]
    [InlineData("vizteh.company.name", "name = \"Знаки\" \"стелы\"")]
    public void A_value_that_the_parser_would_cut_or_join_is_named(string key, string line) => Assert.Contains(
        key, Refusal(Real.Replace("name = \"Визуальные технологии\"", line, StringComparison.Ordinal)), StringComparison.Ordinal);

    [Theory]
    [InlineData("choices = [Знаки #1, Стелы]\n]")]
    [InlineData("choices = [\"Знаки\" Стелы]")]
    [InlineData("choices = [\"Знаки\"] Стелы")]
    public void A_list_whose_texts_the_parser_would_cut_or_join_is_named(string choices) =>
        Assert.Matches("vizteh.form.questions.choices|Стелы", Refusal(WithChoices(choices)));

    [Theory]
    [InlineData("loglevel = WARNING # of Akka", "loglevel = WARNING")]
    [InlineData("buffer-size = 20000 // rows", "buffer-size = 20000")]
    [InlineData("circuit-breaker.reset-timeout = 2 s #", "circuit-breaker.reset-timeout = 2s")]
    [InlineData("auto-initialize : off, # of the tables", "auto-initialize = off")]
    [InlineData("name = \"Визуальные технологии\" # of the firm", "name = \"Визуальные технологии\"")]
    [InlineData("name =\n\"Визуальные технологии\"", "name = \"Визуальные технологии\"")]
    [InlineData("name = Визуальные технологии", "name = \"Визуальные технологии\"")]
    [InlineData("remote.dot-netty.tcp { hostname = 10.0.0.1, port = 4053 }\nlog-config-on-start = off", "log-config-on-start = off")]
    [InlineData("cluster {\n    seed-nodes = [\"akka.tcp://vizteh@10.0.0.1:4053\"]", "cluster {")]
    [InlineData("log-dead-letters = off\nlog-config-on-start = off", "log-config-on-start = off")]
    [InlineData("actor.my-dispatcher { type = ForkJoinDispatcher, throughput = 100 }\nlog-config-on-start = "
        + "off", "log-config-on-start = off")]
    public void What_the_parser_reads_as_it_is_meant_is_accepted(string line, string inPlaceOf)
    {
        Assert.Contains(inPlaceOf, Real, StringComparison.Ordinal);

        Assert.Equal(
            "Визуальные технологии", HoconFile.Parse(Real.Replace(inPlaceOf, line, StringComparison.Ordinal), "hocon.conf").Company.Name);
    }
}
