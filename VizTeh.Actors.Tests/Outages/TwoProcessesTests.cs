using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Outages;

/// <summary>Two programs with one database and one token, as in an overlapping deploy or by mistake, while people use them.</summary>
public sealed class TwoProcessesTests
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Everyone_who_was_thanked_has_one_ticket_and_no_event_is_orphaned_whichever_of_them_is_killed_and_started_again()
    {
        await using var fixture = await OutageFixture.SetAsync(await PostgresFixture.ServerAsync());
        using var enough = new CancellationTokenSource();
        var crowd = Enumerable.Range(0, 8).Select(participant => OrderUntilAsync(fixture, participant, enough.Token)).ToArray();

        await using var second = fixture.StartAnotherBot();
        await TakesOverAsync(second, thanks: 4);
        await using var third = fixture.StartAnotherBot();
        await TakesOverAsync(third, thanks: 4);
        // The polling process dies. A newly started process does not wait for the standbys' time-out.
        await third.KillAsync();
        await fixture.StartBotAgainAsync();
        await TakesOverAsync(fixture.Bot, thanks: 4);
        await second.KillAsync();
        await using var fourth = fixture.StartAnotherBot();
        await TakesOverAsync(fourth, thanks: 4);
        await enough.CancelAsync();
        var clients = (await Task.WhenAll(crowd)).SelectMany(orders => orders).ToArray();

        await fixture.InboxIsEmptyAsync();
        await Eventually.BecomesAsync(
            () => fixture.Database.ReadAsync("select id::text from outbox"), rows => rows.Count == 0, "every card is sent");
        Assert.Equal(
            clients.Select(client => $"{client.TicketId}|{client.Seat.ChatId}|{client.Form["name"]}|{client.Form["description"]}").Order(),
            (await fixture.Database.ReadAsync("select concat_ws('|', id, user_id, name, description) from tickets")).Order());
        Assert.Equal(
            clients.Select(client => client.TicketId).Order(),
            fixture.Manager.Messages.Where(message => message.InlineButtons.Length > 0).Select(ClientDialogue.NumberIn).Distinct().Order());
        // The numbers are written in order, by whichever process: a lower number after a higher one would never be read.
        Assert.Empty(await fixture.Database.ReadAsync(
            """
            select persistence_id from (
                select persistence_id, sequence_number,
                       lag(sequence_number) over (partition by persistence_id order by ordering) as before
                  from akka.journal) written
             where sequence_number <= before
            """));

        async Task TakesOverAsync(BotProcess bot, int thanks)
        {
            await bot.WaitForLineAsync(BotProcess.ReadyLine, StartDeadline);
            var before = Tickets();
            await Eventually.IsTrueAsync(() => Tickets() >= before + thanks, "tickets are created while more than one program runs");
        }

        int Tickets() => fixture.Manager.Messages.Count(message => message.InlineButtons.Length > 0);
    }

    private static async Task<IReadOnlyList<OutageClient>> OrderUntilAsync(
        OutageFixture fixture, int participant, CancellationToken cancellationToken)
    {
        var orders = new List<OutageClient>();
        while (!cancellationToken.IsCancellationRequested)
        {
            var client = new OutageClient(fixture, (participant * 1_000) + orders.Count);
            await client.OrderAsync();
            orders.Add(client);
        }

        return orders;
    }
}
