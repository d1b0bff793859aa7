using System.Text.RegularExpressions;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Settings;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Operations;

/// <summary>What docs/operations.md tells an operator to type is understood by PostgreSQL and by the program.</summary>
public sealed partial class OperationsDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));

    [Fact]
    public async Task Every_statement_of_the_document_runs_on_the_tables_of_this_version()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        string[] statements =
        [
            .. SqlBlock().Matches(Document).Select(match => match.Groups["sql"].Value),
            .. InlineStatement().Matches(Document).Select(match => match.Groups["sql"].Value),
        ];

        Assert.True(statements.Length >= 12, $"{statements.Length} statements");
        foreach (var statement in statements)
            await database.ExecuteAsync($"begin; {statement.Trim().TrimEnd(';')}; rollback");
    }

    [Fact]
    public async Task Each_matter_of_the_view_and_each_that_a_process_reports_is_in_the_table()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        var view = Assert.Single(await database.ReadAsync("select pg_get_viewdef('health'::regclass)"));
        var ofView = MatterOfView().Matches(view).Select(match => match.Groups["matter"].Value).ToList();
        var reported = Directory.EnumerateFiles(Path.Combine(Repository.Root, "VizTeh.Actors"), "*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText)
            .SelectMany(text => Report().Matches(text).Select(match => ValueOf(match.Groups["name"].Value, text)))
            .ToList();

        Assert.True(ofView.Count >= 8, $"{ofView.Count} of the view");
        Assert.True(reported.Count >= 13, $"{reported.Count} reported");
        Assert.All(
            ofView.Concat(reported).Distinct(),
            matter => Assert.Matches($@"(?m)^\|[^|]*`{Regex.Escape(matter)}`", Document));

        // The constant is in the file that reports it.
        static string ValueOf(string name, string text)
        {
            var value = Regex.Match(text, $"const string {name} = \"(?<value>[^\"]+)\"");
            Assert.True(value.Success, name);
            return value.Groups["value"].Value;
        }
    }

    [Fact]
    public void The_settings_of_the_document_are_read()
    {
        var settings = Assert.Single(HoconBlock().Matches(Document)).Groups["hocon"].Value;

        var retention = HoconFile.Parse($"{HoconSamples.Real}\n{settings}", "hocon.conf").Company.Retention;

        Assert.Equal(TimeSpan.FromDays(3 * 365), retention.ClosedTickets);
        Assert.Equal(TimeSpan.FromDays(90), retention.GivenUp);
    }

    [GeneratedRegex("```sql\n(?<sql>.*?)```", RegexOptions.Singleline)]
    private static partial Regex SqlBlock();

    [GeneratedRegex(@"SELECT\s+'(?<matter>[^']+)'::text")]
    private static partial Regex MatterOfView();

    [GeneratedRegex(@"roubles\.Raise\((?<name>\w+),")]
    private static partial Regex Report();

    // With a line break where the text has one.
    [GeneratedRegex("`(?<sql>select [^`]*;)`")]
    private static partial Regex InlineStatement();

    [GeneratedRegex("```hocon\n(?<hocon>.*?)```", RegexOptions.Singleline)]
    private static partial Regex HoconBlock();
}
