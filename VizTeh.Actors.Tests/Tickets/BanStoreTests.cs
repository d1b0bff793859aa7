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
        var (outcome, ban) = await _bans.BanAsync(Request(1, update: 7), default);
        var (repeated, _) = await _bans.BanAsync(Request(1, update: 7), default);
        var (later, earlier) = await _bans.BanAsync(Request(2, update: 8), default);

        Assert.Equal([BanOutcome.Banned, BanOutcome.Banned, BanOutcome.AlreadyBanned], [outcome, repeated, later]);
        Assert.Equal((42, 1, "Анна", "Мария", 7), (ban!.UserId, ban.TicketId, ban.ClientName, ban.ManagerName, earlier!.UpdateId));
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
        Assert.Equal(42, await _bans.UnbanAsync(Request(1, update: 8), default));
        await _bans.BanAsync(Request(1, update: 9), default);

        Assert.Null(await _bans.UnbanAsync(Request(1, update: 8), default));

        Assert.Equal(9, Assert.Single(await _bans.LoadAsync(default)).Value);
    }

    [Fact]
    public async Task What_changes_while_the_list_is_read_is_not_lost()
    {
        var list = new BanList();
        var reads = 0;

        await list.LoadAsync(
            _ =>
            {
                if (++reads == 1)
                    list.Add(42, 7);
                return Task.FromResult<IReadOnlyDictionary<long, long>>(
                    reads == 1 ? new Dictionary<long, long>() : new Dictionary<long, long> { [42] = 7, [43] = 8 });
            },
            default);

        Assert.Equal((2, 7, 8), (reads, list.Find(42), list.Find(43)));
        list.Remove(42);
        Assert.Null(list.Find(42));
    }

    private static BanRequest Request(long number, long update) => new(number, 9, "Мария", update);
}
