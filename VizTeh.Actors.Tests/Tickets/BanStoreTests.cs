using VizTeh.Actors.Messages;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Tickets;

public sealed class BanStoreTests : IAsyncLifetime
{
    private static readonly OwedMessage.Notice Sentence = new(Recipient.Client, new Message("Извините"));

    private TestDatabase _database = null!;
    private BanStore _bans = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateMigratedAsync();
        _bans = new BanStore(_database.DataSource);
        await _database.ExecuteAsync(
            "insert into tickets (user_id, name, status) values (42, 'Анна', 'open'), (42, 'Анна', 'closed'), (43, 'Борис', 'open')");
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task A_repeated_command_bans_once_and_a_later_one_says_who_did()
    {
        var first = await _bans.BanAsync(Request(1, update: 7), default);
        var repeated = await _bans.BanAsync(Request(1, update: 7), default);
        var later = await _bans.BanAsync(Request(2, update: 8), default);

        Assert.Equal(
            [BanOutcome.Banned, BanOutcome.Banned, BanOutcome.AlreadyBanned], [first.Outcome, repeated.Outcome, later.Outcome]);
        var ban = first.Ban!;
        Assert.Equal((42, 1, "Анна", "Мария", 7), (ban.UserId, ban.TicketId, ban.ClientName, ban.ManagerName, later.Ban!.UpdateId));
        Assert.All([first, repeated, later], report => Assert.Equal(7, Assert.Single(report.InForce).Value));
        // The client erases everything, and the command comes once more.
        await _database.ExecuteAsync("update tickets set user_id = null");
        Assert.Equal(7, (await _bans.BanAsync(Request(1, update: 7), default)).InForce[42]);
        Assert.Equal(["1|open|ban|Мария|7"], await _database.ReadAsync(
            "select concat_ws('|', ticket_id, status, action, actor_name, update_id) from ticket_history"));
    }

    [Fact]
    public async Task The_sentence_is_owed_once_for_a_ban_and_once_more_for_the_next_ban()
    {
        await _bans.BanAsync(Request(1, update: 7), default);

        Assert.True(await _bans.TellAsync(42, 7, Sentence, default));
        Assert.False(await _bans.TellAsync(42, 7, Sentence, default));
        Assert.False(await _bans.TellAsync(43, 7, Sentence, default));
        await _bans.UnbanAsync(Request(2, update: 8), default);
        await _bans.BanAsync(Request(2, update: 9), default);
        Assert.False(await _bans.TellAsync(42, 7, Sentence, default));
        Assert.True(await _bans.TellAsync(42, 9, Sentence, default));

        Assert.Equal(["42|notice", "42|notice"], await _database.ReadAsync("select concat_ws('|', chat_id, kind) from outbox"));
    }

    [Fact]
    public async Task A_repeated_command_does_not_lift_the_next_ban()
    {
        await _bans.BanAsync(Request(1, update: 7), default);
        Assert.Equal(BanOutcome.Unbanned, (await _bans.UnbanAsync(Request(1, update: 8), default)).Outcome);
        await _bans.BanAsync(Request(1, update: 9), default);

        var repeated = await _bans.UnbanAsync(Request(1, update: 8), default);

        Assert.Equal((BanOutcome.AlreadyBanned, 9, 9), (repeated.Outcome, repeated.Ban!.UpdateId, repeated.InForce[42]));
        Assert.Equal(9, Assert.Single(await _bans.LoadAsync(default)).Value);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(42)]
    public async Task A_repeated_command_that_lifted_a_ban_says_so_again_by_whatever_number_the_client_is_named(long number)
    {
        await _bans.BanAsync(Request(1, update: 7), default);
        // Nothing of the client but the id is left.
        await _database.ExecuteAsync("update bans set ticket_id = null; update tickets set user_id = null where id = 2");

        var first = await _bans.UnbanAsync(Request(number, update: 8), default);
        var repeated = await _bans.UnbanAsync(Request(number, update: 8), default);
        var another = await _bans.UnbanAsync(Request(number, update: 9), default);

        Assert.Equal(
            [BanOutcome.Unbanned, BanOutcome.Unbanned, BanOutcome.NotBanned], [first.Outcome, repeated.Outcome, another.Outcome]);
        Assert.All([first, repeated, another], report => Assert.Null(report.InForce[42]));
        await _bans.BanAsync(Request(1, update: 10), default);
        Assert.Equal(BanOutcome.AlreadyBanned, (await _bans.UnbanAsync(Request(number, update: 8), default)).Outcome);
    }

    [Fact]
    public async Task A_repeated_ban_does_not_ban_who_was_unbanned_meanwhile()
    {
        await _bans.BanAsync(Request(1, update: 7), default);
        await _bans.UnbanAsync(Request(1, update: 8), default);

        var repeated = await _bans.BanAsync(Request(1, update: 7), default);

        Assert.Equal((BanOutcome.NotBanned, null, null), (repeated.Outcome, repeated.Ban, repeated.InForce[42]));
        Assert.Empty(await _bans.LoadAsync(default));
        Assert.Equal(["ban", "unban"], await _database.ReadAsync("select action from ticket_history order by id"));
    }

    [Fact]
    public async Task The_list_has_what_the_table_says_after_a_command_whose_first_commit_was_not_confirmed()
    {
        using var list = new BanList();
        await _bans.BanAsync(Request(1, update: 7), default);
        await list.LoadAsync(_bans.LoadAsync, default);
        // The process reads the list, loses the connection while it commits, and handles the command again.
        await Assert.ThrowsAsync<TimeoutException>(() => list.ChangeAsync(
            async token =>
            {
                await _bans.UnbanAsync(Request(1, update: 8), token);
                throw new TimeoutException();
            },
            default));
        Assert.Equal(7, list.Find(42));

        await list.ChangeAsync(token => _bans.UnbanAsync(Request(1, update: 8), token), default);

        Assert.Null(list.Find(42));
    }

    [Fact]
    public async Task Of_two_commands_at_once_the_one_that_is_stored_last_is_in_the_list()
    {
        using var list = new BanList();
        var stored = new TaskCompletionSource();
        var answered = new TaskCompletionSource();
        var ban = list.ChangeAsync(
            async token =>
            {
                var report = await _bans.BanAsync(Request(1, update: 7), token);
                stored.SetResult();
                await answered.Task;
                return report;
            },
            default);
        await stored.Task;

        var unban = list.ChangeAsync(token => _bans.UnbanAsync(Request(1, update: 8), token), default);
        answered.SetResult();
        await Task.WhenAll(ban, unban);

        Assert.Null(list.Find(42));
        Assert.Empty(await _bans.LoadAsync(default));
    }

    [Fact]
    public async Task What_changes_while_the_list_is_read_is_not_lost()
    {
        using var list = new BanList();
        var reads = 0;

        await list.LoadAsync(
            async _ =>
            {
                if (++reads == 1)
                    await SetAsync(7);
                return reads == 1 ? new Dictionary<long, long>() : new Dictionary<long, long> { [42] = 7, [43] = 8 };
            },
            default);

        Assert.Equal((2, 7, 8), (reads, list.Find(42), list.Find(43)));
        await SetAsync(null);
        Assert.Null(list.Find(42));

        Task SetAsync(long? ban) => list.ChangeAsync(
            _ => Task.FromResult(new BanReport(BanOutcome.Banned, null, new Dictionary<long, long?> { [42] = ban })), default);
    }

    private static BanRequest Request(long number, long update) => new(number, 9, "Мария", update);
}
