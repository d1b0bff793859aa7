using System.Text.Json.Nodes;
using VizTeh.Actors.Operations.Checks;

namespace VizTeh.Actors.Tests.Operations;

/// <summary>How an operator, and a script, reads the checks.</summary>
public sealed class CheckReportTests
{
    private static readonly Check Well = Check.Well("database", "PostgreSQL 15.1");
    private static readonly Check Notice = Check.Notice("disk", "9 MiB are free", "Make room");
    private static readonly Check Failed = Check.Failed("Telegram", "refuses\nthe token", "TOKEN: copy it");
    private static readonly Check Skipped = Check.Skipped("chats", "not asked");

    [Fact]
    public void The_exit_code_tells_the_worst_of_the_checks()
    {
        Assert.Equal(0, CheckReport.ExitCodeOf([]));
        Assert.Equal(0, CheckReport.ExitCodeOf([Well, Skipped]));
        Assert.Equal(1, CheckReport.ExitCodeOf([Well, Notice]));
        Assert.Equal(2, CheckReport.ExitCodeOf([Failed, Notice, Well]));
    }

    [Fact]
    public void A_row_has_the_outcome_first_and_what_to_do_below_it()
    {
        Assert.Equal("ok      database        PostgreSQL 15.1", CheckReport.Row(Well));
        Assert.Equal(
            "FAILED  Telegram        refuses the token\n                        -> TOKEN: copy it", CheckReport.Row(Failed));
    }

    [Fact]
    public void The_last_line_counts_what_is_to_be_done()
    {
        Assert.Equal("All is well.", CheckReport.Summary([Well, Skipped]));
        Assert.Equal("The program works; to be looked at: 1.", CheckReport.Summary([Well, Notice]));
        Assert.Equal("To be mended: 1.", CheckReport.Summary([Well, Failed]));
        Assert.Equal("To be mended: 1; to be looked at: 1.", CheckReport.Summary([Notice, Failed]));
    }

    [Fact]
    public void A_script_reads_the_same_as_json()
    {
        var json = JsonNode.Parse(CheckReport.Json([Well, Failed]))!;

        Assert.Equal(2, (int)json["exitCode"]!);
        Assert.Equal(["well", "failed"], json["checks"]!.AsArray().Select(check => (string)check!["outcome"]!));
        Assert.Equal("TOKEN: copy it", (string)json["checks"]![1]!["advice"]!);
    }
}
