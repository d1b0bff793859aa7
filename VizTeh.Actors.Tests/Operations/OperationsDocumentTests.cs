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
    public void The_settings_of_the_document_are_read()
    {
        var settings = Assert.Single(HoconBlock().Matches(Document)).Groups["hocon"].Value;

        var retention = HoconFile.Parse($"{HoconSamples.Real}\n{settings}", "hocon.conf").Company.Retention;

        Assert.Equal(TimeSpan.FromDays(3 * 365), retention.ClosedTickets);
        Assert.Equal(TimeSpan.FromDays(90), retention.GivenUp);
    }

    [GeneratedRegex("```sql\n(?<sql>.*?)```", RegexOptions.Singleline)]
    private static partial Regex SqlBlock();

    // With a line break where the text has one.
    [GeneratedRegex("`(?<sql>select [^`]*;)`")]
    private static partial Regex InlineStatement();

    [GeneratedRegex("```hocon\n(?<hocon>.*?)```", RegexOptions.Singleline)]
    private static partial Regex HoconBlock();
}
