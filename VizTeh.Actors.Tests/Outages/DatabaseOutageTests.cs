using System.Diagnostics;
using VizTeh.Actors.Sandbox.Postgres;
using VizTeh.Actors.Tests.Support;
using Xunit.Abstractions;

namespace VizTeh.Actors.Tests.Outages;

/// <summary>
/// PostgreSQL fails under twenty clients in every way that can be simulated, and comes back: nothing is lost or doubled, no client has to
/// write again, and the program's process is still the same.
/// </summary>
public sealed class DatabaseOutageTests(OutageCluster outage, ITestOutputHelper output) : IClassFixture<OutageCluster>
{
    private const int Clients = 20;

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(60)]
    public async Task Forms_under_way_go_on_by_themselves_after_the_server_was_down(int seconds)
    {
        await using var fixture = await OutageFixture.SetAsync(outage.Cluster.Server);
        var clients = fixture.AddClients(Clients);
        await AnswerSomeAsync(clients);

        var orders = clients.Select(client => client.OrderAsync()).ToArray();
        await outage.Cluster.StopAsync(PostgresStop.Immediate);
        await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
        fixture.Telegram.Calls.Clear();
        await outage.Cluster.StartAgainAsync();
        var back = Stopwatch.StartNew();
        await fixture.Telegram.Calls.WaitForCallAsync(call => call is { Method: "sendMessage", Succeeded: true });
        var first = back.Elapsed;
        await Task.WhenAll(orders);
        output.WriteLine($"down {seconds} s: first reply {first.TotalSeconds:0.00} s after, all forms sent "
            + $"{back.Elapsed.TotalSeconds:0.00} s after");

        await fixture.AssertNothingIsLostAsync(clients);
    }

    [Fact]
    public async Task While_the_inbox_cannot_be_written_nothing_is_confirmed_to_telegram()
    {
        await using var fixture = await OutageFixture.SetAsync(outage.Cluster.Server);
        var clients = fixture.AddClients(Clients);
        await fixture.Telegram.Updates.WaitUntilPolledAsync();
        var confirmed = fixture.Telegram.Updates.ConfirmedOffset;

        await outage.Cluster.StopAsync(PostgresStop.Immediate);
        var orders = clients.Select(client => client.OrderAsync()).ToArray();
        await fixture.Bot.WaitForLineAsync("could not be reached", OutageFixture.Patience);

        Assert.Equal(confirmed, fixture.Telegram.Updates.ConfirmedOffset);
        Assert.Equal(Clients, fixture.Telegram.Updates.PendingCount);
        await outage.Cluster.StartAgainAsync();
        await Task.WhenAll(orders);
        await fixture.AssertNothingIsLostAsync(clients);
    }

    [Fact]
    public async Task Connections_that_are_cut_again_and_again_cost_nothing()
    {
        await using var fixture = await OutageFixture.SetAsync(outage.Cluster.Server);
        var clients = fixture.AddClients(Clients);
        await AnswerSomeAsync(clients);

        var orders = Task.WhenAll(clients.Select(client => client.OrderAsync()));
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        for (var cuts = 0; cuts < 10; cuts++)
        {
            await outage.Cluster.Server.ExecuteAsync(
                $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{fixture.Database.Details.Name}'");
            await pause.WaitForNextTickAsync();
        }

        await orders;
        await fixture.AssertNothingIsLostAsync(clients);
    }

    // Twelve seconds are longer than the deadline of any store, and than the journal's call time-out.
    [Theory]
    [InlineData("inbox", 2)]
    [InlineData("akka.journal", 12)]
    [InlineData("tickets", 2)]
    [InlineData("outbox", 2)]
    public async Task A_table_that_is_locked_is_waited_for(string table, int seconds)
    {
        await using var fixture = await OutageFixture.SetAsync(outage.Cluster.Server);
        var clients = fixture.AddClients(Clients);
        await AnswerSomeAsync(clients);

        Task orders;
        await using (var connection = await fixture.Database.DataSource.OpenConnectionAsync())
        {
            await using var locked = await connection.BeginTransactionAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = $"lock table {table} in access exclusive mode";
            await command.ExecuteNonQueryAsync();
            orders = Task.WhenAll(clients.Select(client => client.OrderAsync()));
            await Task.WhenAny(orders, Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System));
            Assert.False(orders.IsCompleted);
        }

        var back = Stopwatch.StartNew();
        await orders;
        output.WriteLine($"{table}: all forms sent {back.Elapsed.TotalSeconds:0.00} s after the lock");
        await fixture.AssertNothingIsLostAsync(clients);
    }

    [Theory]
    [InlineData("inbox")]
    [InlineData("akka.journal")]
    [InlineData("tickets")]
    [InlineData("outbox")]
    public async Task A_disk_that_is_full_is_waited_for(string table)
    {
        await using var fixture = await OutageFixture.SetAsync(outage.Cluster.Server);
        var clients = fixture.AddClients(Clients);
        await AnswerSomeAsync(clients);

        await fixture.Database.ExecuteAsync(
            $"""
             create function disk_is_full() returns trigger language plpgsql as
             $$ begin raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$;
             create trigger disk_is_full before insert on {table} execute function disk_is_full();
             """);
        var orders = Task.WhenAll(clients.Select(client => client.OrderAsync()));
        await Task.WhenAny(orders, Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System));
        Assert.False(orders.IsCompleted);
        await fixture.Database.ExecuteAsync($"drop trigger disk_is_full on {table}");

        var back = Stopwatch.StartNew();
        await orders;
        output.WriteLine($"{table}: all forms sent {back.Elapsed.TotalSeconds:0.00} s after there was room again");
        await fixture.AssertNothingIsLostAsync(clients);
    }

    [Fact]
    public async Task An_event_that_the_journal_refuses_stops_neither_its_client_nor_those_who_were_stored_with_it()
    {
        await using var fixture = await OutageFixture.SetAsync(outage.Cluster.Server);
        var clients = fixture.AddClients(Clients);
        await Task.WhenAll(clients.Select(client => client.AnswerAsync(2)));
        // As a second writer would do: the number of the conversation's next event is taken.
        await fixture.Database.ExecuteAsync(
            $"""
             insert into akka.journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid)
             select created, deleted, persistence_id, sequence_number + 1, message, manifest, identifier, writer_uuid
               from akka.journal where persistence_id = 'conversation-{clients[0].Seat.ChatId}'
              order by sequence_number desc limit 1
             """);

        await Task.WhenAll(clients.Select(client => client.OrderAsync()));

        await fixture.AssertNothingIsLostAsync(clients);
    }

    [Fact]
    public async Task An_update_that_is_handled_but_cannot_be_deleted_is_not_answered_twice()
    {
        await using var fixture = await OutageFixture.SetAsync(outage.Cluster.Server);
        var clients = fixture.AddClients(Clients);
        await fixture.Database.ExecuteAsync(
            """
            create function refuse() returns trigger language plpgsql as
            $$ begin raise exception 'refused' using errcode = 'io_error'; end $$;
            create trigger refuse before delete on inbox execute function refuse();
            """);

        var orders = Task.WhenAll(clients.Select(client => client.OrderAsync()));
        await Eventually.IsTrueAsync(
            () => clients.All(client => client.Seat.Messages.Any(message => message.FromBot)), "everybody has the first answer");
        Assert.NotEqual(["0"], await fixture.Database.ReadAsync("select count(*) from inbox"));
        await fixture.Database.ExecuteAsync("drop trigger refuse on inbox");
        await orders;

        await fixture.AssertNothingIsLostAsync(clients);
        // Six questions, the review, the thank-you.
        Assert.All(clients, client => Assert.Equal(8, client.Seat.Messages.Count(message => message.FromBot)));
    }

    // Every client is at another question.
    private static Task AnswerSomeAsync(IReadOnlyList<OutageClient> clients) =>
        Task.WhenAll(clients.Index().Select(item => item.Item.AnswerAsync(item.Index % 7)));
}
