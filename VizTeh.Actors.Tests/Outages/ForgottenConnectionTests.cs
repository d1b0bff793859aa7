using System.Diagnostics;
using Npgsql;
using VizTeh.Actors.Database;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.Network;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;
using Xunit.Abstractions;

namespace VizTeh.Actors.Tests.Outages;

/// <summary>A middlebox between the bot and PostgreSQL drops their connections silently, as firewalls do.</summary>
public sealed class ForgottenConnectionTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Whoever_writes_next_is_answered_within_ten_seconds_however_many_connections_were_forgotten()
    {
        await using var relay = await BeforePostgresAsync();
        await using var bot = await StartAsync(relay);
        var clients = await TalkAsync(bot, 30);
        var newcomer = bot.NewClient();

        var forgotten = relay.ForgetConnections();
        var watch = Stopwatch.StartNew();
        clients[0].SendText("Оставить заявку");
        newcomer.SendText("/start");
        await Task.WhenAll(clients[0].NextAsync("обращаться", Limit), newcomer.NextAsync("", Limit));

        output.WriteLine($"{forgotten} connections forgotten, answered {watch.Elapsed.TotalSeconds:0.0} s after");
        Assert.InRange(forgotten, 8, int.MaxValue);
        await clients[1].FillAsync(TypedForm.Ordinary);
    }

    [Fact]
    public async Task Forgotten_connections_are_replaced_while_nobody_writes()
    {
        await using var relay = await BeforePostgresAsync();
        await using var bot = await StartAsync(relay);
        await TalkAsync(bot, 30);

        relay.ForgetConnections();
        var before = relay.Accepted;
        // The cancel request of the statement that finds out, and one for each pool.
        await Eventually.IsTrueAsync(() => relay.Accepted >= before + 3, "new connections are made");
        var watch = Stopwatch.StartNew();
        var newcomer = bot.NewClient();
        newcomer.SendText("/start");
        await newcomer.NextAsync("", Limit);

        output.WriteLine($"answered in {watch.Elapsed.TotalSeconds:0.0} s");
    }

    [Fact]
    public async Task When_nothing_gets_through_for_a_while_everybody_is_answered_within_ten_seconds_of_its_end()
    {
        await using var relay = await BeforePostgresAsync();
        await using var bot = await StartAsync(relay);
        var clients = await TalkAsync(bot, 20);

        relay.Freeze();
        foreach (var client in clients)
            client.SendText("Оставить заявку");
        await Eventually.IsTrueAsync(
            () => bot.Log.All.Any(line => line.Contains("The inbox could not be reached", StringComparison.Ordinal)), "the log says so");
        relay.Thaw();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(clients.Select(client => client.NextAsync("обращаться", Limit)));

        output.WriteLine($"all answered {watch.Elapsed.TotalSeconds:0.0} s after");
    }

    [Fact]
    public async Task A_process_that_vanishes_while_it_sends_a_card_lets_go_of_the_chat_in_bounded_time()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await using var relay = FreezingRelay.Before(database.Details.Host, database.Details.Port);
        await database.ExecuteAsync(
            """
            insert into tickets (user_id, name, org, city, direction, description, phone, submission_id)
            values (1, 'n', 'o', 'c', 'd', 't', '+7', gen_random_uuid());
            insert into outbox (chat_id, kind, ticket_id) select 7, 'card', id from tickets;
            """);
        var settings = database.Details with { Port = relay.Port };
        await using var connections = new DatabaseConnections(
            new DatabaseSettings(settings.Host, settings.Port, settings.Name, settings.User, settings.Password));
        var claim = await TestOutbox.StoreOf(connections.Tables).ClaimAsync(7, Recipient.Managers, CancellationToken.None);
        Assert.NotNull(claim);

        relay.ForgetConnections();
        var watch = Stopwatch.StartNew();
        await using var command = database.DataSource.CreateCommand("select id from outbox for update");
        command.CommandTimeout = 60;
        await command.ExecuteScalarAsync();

        output.WriteLine($"let go of after {watch.Elapsed.TotalSeconds:0.0} s");
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(45));
    }

    [Fact]
    public async Task Every_connection_of_either_pool_notices_that_the_other_side_is_gone()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        await TalkAsync(bot, 3);
        var connections = (DatabaseConnections)bot.Services.GetService(typeof(DatabaseConnections))!;

        foreach (var pool in (NpgsqlDataSource[])[connections.Tables, connections.Journal])
        {
            await using var command = pool.CreateCommand(
                """
                select concat_ws(' ', current_setting('idle_in_transaction_session_timeout'), current_setting('tcp_keepalives_idle'),
                                 current_setting('tcp_keepalives_interval'), current_setting('tcp_keepalives_count'),
                                 current_setting('tcp_user_timeout'))
                """);
            Assert.Equal("30s 10 5 3 15000", await command.ExecuteScalarAsync());
        }
    }

    private static async Task<FreezingRelay> BeforePostgresAsync()
    {
        var server = (await PostgresFixture.ServerAsync()).Maintenance;
        return FreezingRelay.Before(server.Host, server.Port);
    }

    private static Task<BotUnderTest> StartAsync(FreezingRelay relay) => BotUnderTest.CreateAsync(
        (settings, _) => settings with { Database = settings.Database with { Port = relay.Port } });

    // All at once, so that both pools open many connections.
    private static async Task<ChatParticipant[]> TalkAsync(BotUnderTest bot, int count)
    {
        ChatParticipant[] clients = [.. Enumerable.Range(0, count).Select(_ => bot.NewClient())];
        foreach (var client in clients)
            client.SendText("/start");
        await Task.WhenAll(clients.Select(client => client.NextAsync("")));
        return clients;
    }
}
