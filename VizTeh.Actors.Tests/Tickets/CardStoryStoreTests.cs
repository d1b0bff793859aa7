using Npgsql;
using VizTeh.Actors.Delivery;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Tickets;

/// <summary>
/// Cards tell the truth of their client's other open tickets and unanswered messages: it is read when a card is drawn, and a change owes
/// edits, a bounded number of them.
/// </summary>
public sealed class CardStoryStoreTests : IAsyncLifetime
{
    private const long Group = -5;
    private const long Petr = 9;

    private const string Edits =
        """
        select concat_ws('|', ticket_id, message_id, next_attempt_at > now(), held_back_at is not null) from outbox
         where kind = 'card_edit' order by ticket_id, id
        """;

    private TestDatabase _database = null!;
    private TicketStore _tickets = null!;
    private OutboxStore _outbox = null!;
    private long _updates = 100;

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateMigratedAsync();
        _tickets = new TicketStore(_database.DataSource);
        _outbox = TestOutbox.StoreOf(_database);
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task A_card_is_drawn_with_the_open_tickets_of_its_own_client_only()
    {
        var first = await CreateAsync();
        Assert.Equal(CardStory.None, await StoryAsync(first));
        var (second, third, closed) = (await CreateAsync(), await CreateAsync(), await CreateAsync());
        await CreateAsync(client: 43);
        await ChangeAsync(closed, TicketStatus.Closed);

        var story = await StoryAsync(second);

        Assert.Equal([third.Id, first.Id], story.OtherOpen);
        Assert.Equal((true, 0), (story.IsReturning, story.Unanswered));
        Assert.Equal((2, false), ((await StoryAsync(first)).OtherOpen.Count, (await StoryAsync(first)).IsReturning));
        await ChangeAsync(first, TicketStatus.Closed);
        await ChangeAsync(third, TicketStatus.Closed);
        Assert.Equal((0, true), ((await StoryAsync(second)).OtherOpen.Count, (await StoryAsync(second)).IsReturning));
        Assert.Equal(CardStory.None, await StoryAsync(closed));
    }

    [Fact]
    public async Task Tickets_of_nobody_are_not_those_of_one_client()
    {
        await _database.ExecuteAsync("insert into tickets (user_id) values (0), (0)");
        await _database.ExecuteAsync($"insert into outbox (chat_id, kind, ticket_id) values ({Group}, 'card', 2)");

        await using var claim = await _outbox.ClaimAsync(Group, Recipient.Managers, default);

        Assert.Equal((0, false), (claim!.Head.Story.OtherOpen.Count, claim.Head.Story.IsReturning));
    }

    [Fact]
    public async Task Of_very_many_open_tickets_as_many_are_read_and_edited_as_a_card_shows()
    {
        var tickets = new List<Created>();
        for (var number = 0; number < 15; number++)
            tickets.Add(await CreateAsync());

        Assert.Equal(
            tickets.Take(14).Reverse().Take(CardStory.MostNumbers + 1).Select(ticket => ticket.Id),
            (await StoryAsync(tickets[14])).OtherOpen);
        await _database.ExecuteAsync("delete from outbox");
        await ChangeAsync(tickets[14], TicketStatus.Closed);
        Assert.Equal(CardStory.MostNumbers + 2, (await _database.ReadAsync(Edits)).Count);
    }

    [Fact]
    public async Task A_message_is_unanswered_until_an_answer_and_an_album_is_one()
    {
        var ticket = await CreateAsync();
        await WriteAsync(ticket);
        await WriteAsync(ticket, album: "a");
        await WriteAsync(ticket, album: "a");
        Assert.Equal(2, (await StoryAsync(ticket)).Unanswered);

        await AnswerAsync(ticket, isNote: false);
        Assert.Equal(0, (await StoryAsync(ticket)).Unanswered);
        await WriteAsync(ticket);
        Assert.Equal(1, (await StoryAsync(ticket)).Unanswered);
    }

    [Fact]
    public async Task A_note_and_an_answer_that_did_not_reach_the_client_leave_the_messages_unanswered_on_the_card_as_in_the_list()
    {
        var ticket = await CreateAsync();
        await WriteAsync(ticket);
        await AnswerAsync(ticket, isNote: true);
        Assert.Equal((1, true), await WaitsAsync());
        await AnswerAsync(ticket, isNote: false);
        await WriteAsync(ticket);
        Assert.Equal((1, true), await WaitsAsync());

        await _database.ExecuteAsync("update ticket_messages set undelivered = 'blocked' where author = 'manager'");
        Assert.Equal((2, true), await WaitsAsync());
        await AnswerAsync(ticket, isNote: true);
        Assert.Equal((2, true), await WaitsAsync());
        // Its words were, without the file.
        await _database.ExecuteAsync("update ticket_messages set undelivered = 'content', delivered_at = now() where author = 'manager'");
        Assert.Equal((1, true), await WaitsAsync());
        await AnswerAsync(ticket, isNote: false);
        Assert.Equal((0, false), await WaitsAsync());

        async Task<(int Unanswered, bool IsWaiting)> WaitsAsync() => (
            (await StoryAsync(ticket)).Unanswered,
            Assert.Single((await new TicketQueueStore(_database.DataSource).ReadAsync(null, 0, default)).Tickets).IsWaiting);
    }

    [Fact]
    public async Task A_note_edits_no_card_and_what_turns_out_to_be_no_answer_edits_it_once_more()
    {
        var ticket = await CreateAsync();
        await WriteAsync(ticket);
        await _database.ExecuteAsync("delete from outbox");
        await AnswerAsync(ticket, isNote: true);
        Assert.Empty(await _database.ReadAsync(Edits));
        await AnswerAsync(ticket, isNote: false);
        Assert.Equal([$"{ticket.Id}|{ticket.CardId}|t|t"], await _database.ReadAsync(Edits));
        await _database.ExecuteAsync("delete from outbox where kind = 'card_edit'");

        await new AnswerStore(_database.DataSource).EditAsync(
            new ManagerEdit(Group, 1000 + _updates, "Да", DateTimeOffset.UnixEpoch.AddSeconds(1)) { IsNote = true }, default);

        Assert.Equal([$"{ticket.Id}|{ticket.CardId}|t|t"], await _database.ReadAsync(Edits));
        Assert.Equal(1, (await StoryAsync(ticket)).Unanswered);
    }

    [Fact]
    public async Task However_many_messages_there_are_they_are_counted_up_to_a_hundred()
    {
        var ticket = await CreateAsync();
        await _database.ExecuteAsync(
            $"""
            insert into ticket_messages (ticket_id, author, user_id, update_id, text, sent_at)
            select {ticket.Id}, 'client', 42, -n, '?', now() from generate_series(1, 250) n
            """);

        Assert.Equal(CardStory.MostMessages, (await StoryAsync(ticket)).Unanswered);
    }

    [Fact]
    public async Task What_a_client_writes_edits_the_cards_a_little_later_out_of_the_queue_and_an_album_is_one_edit()
    {
        var ticket = await CreateAsync();
        for (var part = 0; part < 10; part++)
            await WriteAsync(ticket, album: "a");

        Assert.Equal(Enumerable.Repeat($"{ticket.Id}|{ticket.CardId}|t|t", 10), await _database.ReadAsync(Edits));
        await _outbox.WakeAsync(null, default);
        await using var claim = await _outbox.ClaimAsync(Group, Recipient.Managers, default);
        Assert.Equal(10, Assert.Single(claim!.Entries).RowIds.Count);
        Assert.Equal(1, claim.Head.Story.Unanswered);
    }

    [Fact]
    public async Task An_update_that_comes_again_a_closed_ticket_and_an_answer_to_nothing_edit_no_card()
    {
        var ticket = await CreateAsync();
        await AnswerAsync(ticket, isNote: false);
        await AnswerAsync(ticket, isNote: true);
        Assert.Empty(await _database.ReadAsync(Edits));
        await WriteAsync(ticket, update: 7);
        await _database.ExecuteAsync("delete from outbox");
        await WriteAsync(ticket, update: 7);
        Assert.Empty(await _database.ReadAsync(Edits));

        await ChangeAsync(ticket, TicketStatus.Closed);
        await _database.ExecuteAsync("delete from outbox");
        await WriteAsync(ticket);
        await AnswerAsync(ticket, isNote: false);

        Assert.Empty(await _database.ReadAsync(Edits));
    }

    [Fact]
    public async Task An_answer_takes_the_line_off_the_cards_and_its_further_parts_edit_nothing()
    {
        var ticket = await CreateAsync();
        await WriteAsync(ticket);
        await _database.ExecuteAsync("delete from outbox");

        await AnswerAsync(ticket, isNote: false);
        await AnswerAsync(ticket, isNote: false);

        Assert.Equal([$"{ticket.Id}|{ticket.CardId}|t|t"], await _database.ReadAsync(Edits));
    }

    [Fact]
    public async Task Opening_and_closing_a_ticket_by_whomever_edits_the_cards_of_the_clients_other_open_ones()
    {
        var (first, closed) = (await CreateAsync(), await CreateAsync());
        await ChangeAsync(closed, TicketStatus.Closed);
        await _database.ExecuteAsync("delete from outbox");

        var second = await CreateAsync();
        Assert.Equal([$"{first.Id}|{first.CardId}|t|t"], await TakenAsync());
        await CreateAsync(client: 43);
        Assert.Empty(await TakenAsync());
        await ChangeAsync(second, TicketStatus.Closed);
        Assert.Equal([$"{first.Id}|{first.CardId}|t|t", $"{second.Id}|{second.CardId}|f|f"], await TakenAsync());
        await ChangeAsync(second, TicketStatus.Closed);
        Assert.Empty(await TakenAsync());
        await ChangeAsync(second, TicketStatus.Open);
        Assert.Contains($"{first.Id}|{first.CardId}|t|t", await TakenAsync());
        await OwnAsync(new WithdrawTicket(42, ++_updates, second.Id, second.Check, "клиент"));
        Assert.Contains($"{first.Id}|{first.CardId}|t|t", await TakenAsync());
        await OwnAsync(new ReopenTicket(42, ++_updates, second.Id, second.Check, "клиент"));
        Assert.Contains($"{first.Id}|{first.CardId}|t|t", await TakenAsync());

        async Task<IReadOnlyList<string>> TakenAsync()
        {
            var edits = await _database.ReadAsync(Edits);
            await _database.ExecuteAsync("delete from outbox");
            return edits;
        }
    }

    [Theory]
    [InlineData("a message")]
    [InlineData("an answer")]
    [InlineData("another ticket")]
    [InlineData("a close of another ticket")]
    [InlineData("an erasure")]
    public async Task A_card_on_its_way_while_that_changes_gets_an_edit(string what)
    {
        var other = await CreateAsync();
        var ticket = await CreateAsync();
        await WriteAsync(ticket);
        await _database.ExecuteAsync(
            $"""
            delete from ticket_cards where ticket_id = {ticket.Id}; delete from outbox;
            insert into outbox (chat_id, kind, ticket_id) values ({Group}, 'card', {ticket.Id})
            """);
        await using var claim = await _outbox.ClaimAsync(Group, Recipient.Managers, default);
        await (what switch
        {
            "a message" => WriteAsync(ticket),
            "an answer" => AnswerAsync(ticket, isNote: false),
            "another ticket" => CreateAsync(),
            "a close of another ticket" => ChangeAsync(other, TicketStatus.Closed),
            // The erasure itself waits for the card's row: what it does to the tables.
            _ => _database.ExecuteAsync(
                "insert into ticket_history (ticket_id, status) select id, 'closed' from tickets; delete from ticket_messages"),
        });
        for (var time = 0; time < 2; time++)
            await _outbox.CompleteAsync(claim!, [new SentEntry(claim!.Head, 900)], default);

        // A change of another ticket owes its edit whether or not the settling of this card sees it.
        var others = what.Contains("another", StringComparison.Ordinal) ? new[] { $"{ticket.Id}|t|t" } : [];
        Assert.Equal(
            [.. others, $"{ticket.Id}|900|f|f"],
            (await _database.ReadAsync(Edits)).Where(row => row.StartsWith($"{ticket.Id}|", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("another ticket")]
    [InlineData("a close of another ticket")]
    [InlineData("an answer that turns into a note")]
    public async Task A_card_that_is_settled_while_that_is_not_committed_yet_gets_an_edit(string what)
    {
        var other = await CreateAsync();
        var ticket = await CreateAsync();
        await WriteAsync(ticket);
        await AnswerAsync(ticket, isNote: false);
        var answered = _updates;
        await _database.ExecuteAsync(
            $"""
            delete from ticket_cards where ticket_id = {ticket.Id}; delete from outbox;
            insert into outbox (chat_id, kind, ticket_id) values ({Group}, 'card', {ticket.Id})
            """);
        await using var claim = await _outbox.ClaimAsync(Group, Recipient.Managers, default);
        var drawn = claim!.Head.Story;
        // Whatever changes cards waits for this at its end.
        await using var connection = await _database.DataSource.OpenConnectionAsync();
        await using var blocking = await connection.BeginTransactionAsync();
        await ExecuteAsync(
            """
            create function wait_for_the_test() returns trigger language plpgsql as
            'begin perform pg_advisory_xact_lock(1818); return null; end';
            create constraint trigger waits after insert on outbox deferrable initially deferred
              for each row when (new.kind = 'card_edit' and new.held_back_at is not null) execute function wait_for_the_test()
            """);
        await blocking.CommitAsync();
        await using var holding = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("select pg_advisory_xact_lock(1818)", connection, holding))
            await hold.ExecuteNonQueryAsync();
        var change = what switch
        {
            "another ticket" => CreateAsync(),
            "a close of another ticket" => ChangeAsync(other, TicketStatus.Closed),
            _ => (Task)new AnswerStore(_database.DataSource).EditAsync(
                new ManagerEdit(Group, 1000 + answered, "Да", DateTimeOffset.UnixEpoch.AddSeconds(1)) { IsNote = true }, default),
        };
        await Eventually.BecomesAsync(
            () => _database.ReadAsync(
                """
                select count(*) from pg_stat_activity
                 where datname = current_database() and wait_event_type = 'Lock' and wait_event = 'advisory'
                """),
            rows => rows is ["1"], "the change waits before its commit");

        await _outbox.CompleteAsync(claim, [new SentEntry(claim.Head, 900)], default);
        await holding.CommitAsync();
        await change;

        await _outbox.WakeAsync(null, default);
        await using var edit = await _outbox.ClaimAsync(Group, Recipient.Managers, default);
        var owed = edit!.Entries.Single(entry => entry.Row.Owed is OwedMessage.CardEdit { TicketId: var id } && id == ticket.Id);
        Assert.Equal(new OwedMessage.CardEdit(ticket.Id, 900), owed.Row.Owed);
        Assert.False(owed.Row.IsOver);
        Assert.NotEqual((drawn.Unanswered, drawn.OtherOpen.Count), (owed.Story.Unanswered, owed.Story.OtherOpen.Count));

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection, blocking);
            await command.ExecuteNonQueryAsync();
        }
    }

    [Fact]
    public async Task Edits_for_a_card_on_its_way_are_one_and_are_dropped_as_long_as_the_card_is_not_sent()
    {
        await CreateAsync();
        var ticket = await CreateAsync();
        await _database.ExecuteAsync(
            $"""
            delete from ticket_cards where ticket_id = {ticket.Id}; delete from outbox;
            insert into outbox (chat_id, kind, ticket_id, attempts, held_back_at, next_attempt_at)
            values ({Group}, 'card', {ticket.Id}, 3, now(), now() + interval '1 hour')
            """);
        await CreateAsync();
        await CreateAsync();
        await _database.ExecuteAsync(
            $"""
            delete from outbox where kind = 'card_edit' and message_id is not null;
            update outbox set next_attempt_at = '-infinity' where kind = 'card_edit'
            """);
        await using (var early = await _outbox.ClaimAsync(Group, Recipient.Managers, default))
            Assert.All(early!.Entries, entry => Assert.True(entry.Row.IsOutdated));

        await _database.ExecuteAsync(
            $"insert into ticket_cards (ticket_id, chat_id, message_id) values ({ticket.Id}, {Group}, 900), ({ticket.Id}, {Group}, 800)");
        await using var claim = await _outbox.ClaimAsync(Group, Recipient.Managers, default);

        var edit = Assert.Single(claim!.Entries);
        Assert.Equal((new OwedMessage.CardEdit(ticket.Id, 900), 2), (edit.Row.Owed, edit.RowIds.Count));
    }

    [Fact]
    public async Task A_card_on_its_way_of_which_nothing_changed_gets_none()
    {
        var ticket = await CreateAsync();
        await WriteAsync(ticket);
        await _database.ExecuteAsync(
            $"""
            delete from ticket_cards; delete from outbox;
            insert into outbox (chat_id, kind, ticket_id) values ({Group}, 'card', {ticket.Id})
            """);
        await using var claim = await _outbox.ClaimAsync(Group, Recipient.Managers, default);
        await CreateAsync(client: 43);

        await _outbox.CompleteAsync(claim!, [new SentEntry(claim!.Head, 900)], default);

        Assert.Empty(await _database.ReadAsync(Edits));
    }

    private async Task<CardStory> StoryAsync(Created ticket)
    {
        await _database.ExecuteAsync(
            $"""
            delete from outbox;
            insert into outbox (chat_id, kind, ticket_id, message_id) values ({Group}, 'card_edit', {ticket.Id}, {ticket.CardId})
            """);
        await using var claim = await _outbox.ClaimAsync(Group, Recipient.Managers, default);
        return claim!.Head.Story is { OtherOpen: [], IsReturning: false, Unanswered: 0 } ? CardStory.None : claim.Head.Story;
    }

    private async Task<Created> CreateAsync(long client = 42)
    {
        var ticket = TicketSamples.New() with { UserId = client };
        var id = (await _tickets.CreateAsync([ticket], [], default))[ticket.SubmissionId];
        await _database.ExecuteAsync($"insert into ticket_cards (ticket_id, chat_id, message_id) values ({id}, {Group}, {70 + id})");
        return new Created(id, ticket, 70 + id);
    }

    private Task ChangeAsync(Created ticket, TicketStatus status) => _tickets.ChangeStatusAsync(
        new ChangeTicketStatus(ticket.Id, status, Petr, "Пётр", ++_updates, Group, CardMessageId: null), default);

    private Task WriteAsync(Created ticket, string? album = null, long? update = null) =>
        new TicketMessageStore(_database.DataSource).AddAsync(
            new AddTicketMessage(
                ticket.Id, ticket.Ticket.SubmissionId, ticket.Ticket.UserId, update ?? ++_updates, "?", DateTimeOffset.UnixEpoch)
            {
                AlbumId = album,
            },
            [], default);

    private Task AnswerAsync(Created ticket, bool isNote) => new AnswerStore(_database.DataSource).AddAsync(
        new ManagerAnswer(++_updates, Group, 1000 + _updates, Petr, "Пётр", "Да", DateTimeOffset.UnixEpoch) { IsNote = isNote },
        new AnsweredPost(Group, ticket.CardId, (ticket.Id, ticket.Check)), TicketRoutes.None, default);

    private Task OwnAsync(IOwnTicketRequest request) => new OwnTicketStore(_database.DataSource).AnswerAsync(request, default);

    private sealed record Created(long Id, CreateTicket Ticket, long CardId)
    {
        public string? Check => TicketButton.CheckOf(Ticket.SubmissionId);
    }
}
