using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>A conversation that cannot be recovered from its stored data.</summary>
public sealed class UnrecoverableTests
{
    private const string Later = "was stored by a later version of the program";
    private const string Damaged = "cannot be recovered";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Theory]
    // An event of a newer version, one with a member of a newer version, a damaged one, and one that cannot follow the one before it.
    [InlineData("update akka.journal set manifest = 'conversation.answered.v9' where sequence_number = 2", Later)]
    [InlineData(
        """
        update akka.journal set message = convert_to(regexp_replace(convert_from(message, 'UTF8'), '^{', '{"later":1,'), 'UTF8')
         where sequence_number = 2
        """,
        Later)]
    [InlineData("update akka.journal set message = '\\x7b' where sequence_number = 2", Damaged)]
    [InlineData("delete from akka.journal where sequence_number = 1", Damaged)]
    public async Task It_is_named_to_the_operator_once_holds_up_nobody_and_goes_on_by_itself_when_it_is_mended(string damage, string word)
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var (broken, other) = (bot.NewClient("Вера"), bot.NewClient());
        await SayAsync(broken, "Оставить заявку", "обращаться");
        await SayAsync(broken, "Вера", "организац");
        await bot.StopAsync();
        await bot.Database.ExecuteAsync("create table saved as select * from akka.journal");
        await bot.Database.ExecuteAsync(damage);
        await bot.StartAsync();

        broken.SendText("ООО «Роза»");
        await Eventually.BecomesAsync(
            () => bot.Database.ReadAsync(
                $"select last_error from health where matter = 'conversation' and chat_id = {broken.Person.Id} and state = 'trouble'"),
            rows => rows.Count == 1 && rows[0].Length > 0, "health names the client and the reason");
        await Eventually.BecomesAsync(
            () => bot.Database.ReadAsync("select last_error from inbox where last_error is not null"),
            rows => rows.Count == 1, "so does the row");
        await other.OrderAsync(TypedForm.Ordinary);

        await bot.Database.ExecuteAsync("delete from akka.journal where persistence_id in (select persistence_id from saved)");
        await bot.Database.ExecuteAsync("insert into akka.journal overriding system value select * from saved");
        await broken.NextAsync("город", Soon);
        await Eventually.BecomesAsync(
            () => bot.Database.ReadAsync("select matter from health where state = 'trouble'"),
            rows => rows.Count == 0, "the trouble is over");
        var about = bot.Log.All.Where(line => line.Contains($"{broken.Person.Id}", StringComparison.Ordinal)).ToArray();
        Assert.Contains(word, Assert.Single(about, line => line.StartsWith("Error ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(["0"], await bot.Database.ReadAsync("select count(*)::text from inbox where set_aside_at is not null"));
        Assert.Single(about, line => line.Contains("goes on", StringComparison.Ordinal));
        Assert.All(about, line => Assert.InRange(line.Length, 1, 600));
        Assert.DoesNotContain(bot.Log.All, line => line.Contains("Вера", StringComparison.Ordinal));
    }

    private static async Task SayAsync(ChatParticipant client, string text, string answer)
    {
        client.SendText(text);
        await client.NextAsync(answer, Soon);
    }
}
