using System.Text.Json.Nodes;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Operations.Health;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Tests.Operations;

/// <summary>What the bot says about its work.</summary>
public sealed class ReadyReportTests
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(12.34);

    [Fact]
    public void Only_a_running_bot_with_nothing_in_trouble_is_ready()
    {
        HealthMatter[] well = [new("bot", false, 1, TimeSpan.FromHours(1)), new("outbox waiting", false, 2, TimeSpan.FromSeconds(3))];

        Assert.True(new ReadyReport(ProgramPhase.Running, null, Poll, well, []).IsReady);
        foreach (var phase in Enum.GetValues<ProgramPhase>().Where(phase => phase != ProgramPhase.Running))
            Assert.Equal([ProgramLife.NameOf(phase)], new ReadyReport(phase, null, Poll, well, []).Reasons);
    }

    [Fact]
    public void While_the_database_is_away_the_process_says_what_it_knows_itself()
    {
        Trouble[] own =
        [
            new(RecoveryCheck.Matter, 42, "personal", TimeSpan.FromMinutes(3)),
            new(RecoveryCheck.Matter, 43, "personal", TimeSpan.FromMinutes(30)),
            new("telegram polling", null, "409", TimeSpan.FromSeconds(70)),
        ];

        var report = new ReadyReport(ProgramPhase.Running, "no answer within 5 s", Poll, Matters: null, own);

        Assert.Equal(
            ["database: no answer within 5 s", "conversation: 2, for 30 min", "telegram polling: 1, for 70 s"], report.Reasons);
        var json = JsonNode.Parse(report.ToJson())!;
        Assert.Equal((false, false, 2), ((bool)json["ready"]!, (bool)json["databaseAnswers"]!, (int)json["conversationsNotRecovered"]!));
        Assert.Equal(12.3, (double)json["lastPollSeconds"]!);
        Assert.Null(json["oldestInboxSeconds"]);
        Assert.DoesNotContain("42", report.ToJson(), StringComparison.Ordinal);
        Assert.DoesNotContain("personal", report.ToJson(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("telegram proxy")]
    [InlineData("photo refused")]
    [InlineData("log unread")]
    [InlineData("ops chat")]
    [InlineData("mail")]
    [InlineData("two programs")]
    public void Trouble_that_keeps_the_bot_from_nothing_is_told_and_leaves_it_ready(string matter)
    {
        var seen = new ReadyReport(
            ProgramPhase.Running, null, Poll, [new("bot", false, 1, null), new(matter, true, 1, TimeSpan.FromMinutes(9))], []);
        var own = new ReadyReport(
            ProgramPhase.Running, "no answer within 5 s", Poll, Matters: null, [new(matter, null, "so", TimeSpan.FromMinutes(9))]);

        Assert.True(seen.IsReady);
        Assert.Equal("trouble", (string?)JsonNode.Parse(seen.ToJson())!["matters"]![1]!["state"]);
        Assert.Equal(["database: no answer within 5 s"], own.Reasons);
    }

    [Fact]
    public void Every_figure_comes_from_the_view()
    {
        HealthMatter[] matters =
        [
            new(RecoveryCheck.Matter, true, 1, TimeSpan.FromMinutes(2)),
            new("inbox set aside", true, 3, TimeSpan.FromDays(2)),
            new("inbox waiting", false, 2, TimeSpan.FromSeconds(4)),
            new("last poll", false, 1, TimeSpan.FromSeconds(20)),
            new("outbox set aside", true, 5, TimeSpan.FromHours(3)),
            new("outbox waiting", true, 7, TimeSpan.FromSeconds(900.16)),
            new("outbox waiting for clients", false, 1, TimeSpan.FromSeconds(1000)),
        ];

        var report = new ReadyReport(ProgramPhase.Running, null, LastPoll: null, matters, []);

        Assert.Equal(
            ["conversation: 1, for 2 min", "inbox set aside: 3, for 48 h 0 min", "outbox set aside: 5, for 3 h 0 min",
                "outbox waiting: 7, for 15 min"],
            report.Reasons);
        var json = JsonNode.Parse(report.ToJson())!;
        Assert.Equal((3, 5, 1), ((int)json["updatesSetAside"]!, (int)json["messagesSetAside"]!, (int)json["conversationsNotRecovered"]!));
        Assert.Equal((4.0, 1000.0, 20.0),
            ((double)json["oldestInboxSeconds"]!, (double)json["oldestOutboxSeconds"]!, (double)json["lastPollSeconds"]!));
        Assert.Equal(7, json["matters"]!.AsArray().Count);
    }
}
