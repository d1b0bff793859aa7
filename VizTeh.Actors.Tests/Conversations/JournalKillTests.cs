using VizTeh.Actors.Reliability;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Conversations;

/// <summary>The process dies between two steps of a journal's compaction.</summary>
public sealed class JournalKillTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(FailPoints.SnapshotSaved)]
    [InlineData(FailPoints.EventsDeleted)]
    public async Task A_process_that_dies_while_a_journal_is_shortened_loses_nothing(string point)
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await using var telegram = await BotApiServer.StartAsync(new BotApiOptions { DefaultTimeout = Soon });
        var manager = telegram.AddPerson("Пётр").Chat;
        manager.SendText("/start");
        var client = telegram.AddPerson("Анна").Chat;
        var settings = BotEnvironment.Of(database.Details, telegram, [manager.Person.Id]);
        await using (var dying = BotProcess.Start(new Dictionary<string, string>(settings) { [FailPoints.Variable] = point }))
        {
            Assert.Equal(1, await client.OrderAsync(TypedForm.Ordinary));
            await Eventually.IsTrueAsync(() => dying.HasExited, "the process dies at the point");
        }

        await using var bot = BotProcess.Start(settings);
        Assert.Equal(2, await client.OrderAsync(TypedForm.Ordinary.With("name", "Анна снова")));

        Assert.Equal(["Анна", "Анна снова"], await database.ReadAsync("select name from tickets order by id"));
        await Eventually.BecomesAsync(
            () => database.ReadAsync(
                "select sequence_number || ' ' || deleted from akka.journal union all select 'snapshot' from akka.snapshot"),
            rows => rows is ["18 true", "snapshot"], "one row of each is left");
        // A recovery and a compaction need none of them; the package's own classes would load them all.
        var loaded = await File.ReadAllTextAsync($"/proc/{bot.Id}/maps");
        Assert.Contains("Akka.Persistence.Sql.dll", loaded, StringComparison.Ordinal);
        Assert.All(["linq2db.dll", "LanguageExt.Core.dll"], name => Assert.DoesNotContain(name, loaded, StringComparison.Ordinal));
    }
}
