using VizTeh.Actors.Messages;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Tickets;

/// <summary>
/// The edit of a message that was added to a ticket is stored beside the former words, once, for the client's own ticket only, and owed to
/// each managers' chat that is not to be sent the message yet.
/// </summary>
public sealed class CorrectionStoreTests : IAsyncLifetime
{
    private const string Stored =
        "select concat_ws('|', id, author, update_id, message_id, corrects, text, edits) from ticket_messages order by id";

    private const string Owed =
        "select concat_ws('|', chat_id, kind, ticket_message_id, message_id) from outbox "
        + "where kind not in ('card', 'card_edit') order by id";

    // Chat -1 shows the message.
    private const string Shown =
        """
        delete from outbox;
        insert into ticket_cards (ticket_id, chat_id, message_id) values (1, -1, 69), (1, -2, 79);
        insert into ticket_posts (chat_id, message_id, ticket_id, ticket_message_id, has_file, edits) values (-1, 70, 1, 1, false, 0)
        """;

    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private TestDatabase _database = null!;
    private CorrectionStore _corrections = null!;
    private CreateTicket _ticket = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateMigratedAsync();
        _corrections = new CorrectionStore(_database.DataSource);
        _ticket = TicketSamples.New();
        await new TicketStore(_database.DataSource).CreateAsync([_ticket], [-1, -2], default);
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task The_former_words_stay_and_the_new_ones_are_stored_behind_them_in_order()
    {
        await AddAsync(5, "Этаж третий");
        await AddAsync(6, "Вход со двора");

        Assert.Equal(new TicketMessageCorrected(7, 1, IsNews: true), await EditAsync(7, 105, "Этаж второй"));
        Assert.Equal(new TicketMessageCorrected(8, 1, IsNews: false), await EditAsync(8, 105, "Этаж первый", minute: 9));

        Assert.Equal(
            [
                "1|client|5|105|Этаж третий|2", "2|client|6|106|Вход со двора|0", "3|client|7|105|1|Этаж второй|0",
                "4|client|8|105|1|Этаж первый|0",
            ],
            await _database.ReadAsync(Stored));
        Assert.Equal(
            ["0", "540"],
            await _database.ReadAsync(
                $"select extract(epoch from sent_at - '{Noon:O}')::int from ticket_messages where corrects is not null order by id"));
    }

    [Fact]
    public async Task A_client_who_edits_again_after_a_while_hears_of_it_again()
    {
        await AddAsync(5, "Этаж третий");
        await EditAsync(7, 105, "Этаж второй");

        Assert.True((await EditAsync(8, 105, "Этаж первый", minute: 11)).IsNews);
    }

    [Fact]
    public async Task An_update_that_comes_again_stores_and_owes_nothing_twice_and_is_answered_alike()
    {
        await AddAsync(5, "Этаж третий");
        await _database.ExecuteAsync(Shown);
        await EditAsync(7, 105, "Этаж второй");
        await EditAsync(8, 105, "Этаж первый", minute: 1);
        await _database.ExecuteAsync("delete from outbox");

        Assert.Equal(new TicketMessageCorrected(7, 1, IsNews: true), await EditAsync(7, 105, "Этаж второй"));
        Assert.Equal(new TicketMessageCorrected(8, 1, IsNews: false), await EditAsync(8, 105, "Этаж первый", minute: 1));

        Assert.Equal(["3"], await _database.ReadAsync("select count(*) from ticket_messages"));
        Assert.Empty(await _database.ReadAsync(Owed));
    }

    [Fact]
    public async Task Words_that_are_the_same_and_an_older_edit_change_nothing()
    {
        await AddAsync(5, "Этаж третий");
        await EditAsync(7, 105, "Этаж второй", minute: 5);

        Assert.Equal(new TicketMessageCorrected(8, 1, IsNews: false), await EditAsync(8, 105, "Этаж второй", minute: 6));
        Assert.Equal(new TicketMessageCorrected(9, 1, IsNews: false), await EditAsync(9, 105, "Этаж пятый", minute: 4));

        Assert.Equal(["2"], await _database.ReadAsync("select count(*) from ticket_messages"));
    }

    [Fact]
    public async Task What_was_added_to_no_ticket_or_by_another_person_is_no_correction()
    {
        await AddAsync(5, "Этаж третий");

        Assert.Equal(new TicketMessageCorrected(7, null, IsNews: false), await EditAsync(7, 104, "Этаж второй"));
        Assert.Equal(
            new TicketMessageCorrected(8, null, IsNews: false),
            await _corrections.CorrectAsync(new CorrectTicketMessage(43, 8, 105, "чужое", Noon), Routes, default));
        await _database.ExecuteAsync("update ticket_messages set author = 'note'");
        Assert.Null((await EditAsync(9, 105, "Этаж второй")).TicketId);

        Assert.Equal(["1"], await _database.ReadAsync("select count(*) from ticket_messages"));
    }

    [Theory]
    [InlineData("update tickets set status = 'closed', outcome = 'withdrawn'", 1)]
    [InlineData("update tickets set user_id = null, erased_at = now()", null)]
    [InlineData("update tickets set user_id = 43", null)]
    public async Task Nothing_is_changed_in_a_ticket_that_is_withdrawn_erased_or_no_longer_the_clients(string sql, int? ticket)
    {
        await AddAsync(5, "Этаж третий");
        await _database.ExecuteAsync(Shown + ";" + sql);

        Assert.Equal(new TicketMessageCorrected(7, ticket, IsNews: false), await EditAsync(7, 105, "Этаж второй"));

        Assert.Equal(["1|client|5|105|Этаж третий|0"], await _database.ReadAsync(Stored));
        Assert.Empty(await _database.ReadAsync(Owed));
    }

    [Fact]
    public async Task A_ticket_that_a_manager_has_closed_is_corrected_and_stays_closed()
    {
        await AddAsync(5, "Этаж третий");
        await _database.ExecuteAsync(Shown + "; update tickets set status = 'closed', outcome = 'Заказ'");

        Assert.True((await EditAsync(7, 105, "Этаж второй")).IsNews);

        Assert.Equal(["closed"], await _database.ReadAsync("select status from tickets"));
        Assert.Equal(["-1|addition_edit|2|70", "-2|ticket_message|2"], await _database.ReadAsync(Owed));
    }

    [Fact]
    public async Task A_chat_whose_message_is_known_is_owed_its_edit_and_any_other_chat_the_new_words_after_its_card()
    {
        await AddAsync(5, "Этаж третий");
        await _database.ExecuteAsync(Shown + "; delete from ticket_cards where chat_id = -2");

        await EditAsync(7, 105, "Этаж второй");

        Assert.Equal(
            ["-1|addition_edit|2|70", "-2|card", "-2|ticket_message|2", "-1|card_edit|69"],
            await _database.ReadAsync("select concat_ws('|', chat_id, kind, ticket_message_id, message_id) from outbox order by id"));
    }

    [Fact]
    public async Task A_message_of_a_version_that_did_not_record_what_it_shows_is_not_edited()
    {
        await AddAsync(5, "Этаж третий");
        await _database.ExecuteAsync(Shown + "; update ticket_posts set edits = null");

        await EditAsync(7, 105, "Этаж второй");

        Assert.Equal(["-1|ticket_message|2", "-2|ticket_message|2"], await _database.ReadAsync(Owed));
    }

    [Fact]
    public async Task While_a_message_waits_to_be_sent_its_edits_owe_nothing_more()
    {
        await AddAsync(5, "Этаж третий");

        await EditAsync(7, 105, "Этаж второй");
        await EditAsync(8, 105, "Этаж первый", minute: 1);

        Assert.Equal(["-1|ticket_message|1", "-2|ticket_message|1"], await _database.ReadAsync(Owed));
    }

    [Fact]
    public async Task Of_several_edits_the_new_words_wait_once()
    {
        await AddAsync(5, "Этаж третий");
        await _database.ExecuteAsync(Shown + "; delete from ticket_posts");

        await EditAsync(7, 105, "Этаж второй");
        await EditAsync(8, 105, "Этаж первый", minute: 1);

        Assert.Equal(["-1|ticket_message|2", "-2|ticket_message|2"], await _database.ReadAsync(Owed));
    }

    [Fact]
    public async Task A_message_that_a_chat_has_refused_for_good_does_not_keep_the_new_words_from_it()
    {
        await AddAsync(5, "Этаж третий");
        await _database.ExecuteAsync("update outbox set set_aside_at = now() where kind = 'ticket_message' and chat_id = -1");

        await EditAsync(7, 105, "Этаж второй");

        Assert.Equal(["-1|ticket_message|1", "-2|ticket_message|1", "-1|ticket_message|2"], await _database.ReadAsync(Owed));
    }

    [Fact]
    public async Task Words_for_a_file_that_came_without_any_are_a_message_of_their_own_even_while_the_file_waits()
    {
        await new TicketMessageStore(_database.DataSource).AddAsync(
            Message(5, "") with { Files = [new Attachment(AttachmentKind.Photo, "id", "u")] }, [-1], default);

        await EditAsync(7, 105, "Вид с улицы", chats: [-1]);
        await EditAsync(8, 105, "Вид со двора", minute: 1, chats: [-1]);

        Assert.Equal(["-1|ticket_message|1", "-1|ticket_message|2"], await _database.ReadAsync(Owed));
    }

    [Fact]
    public async Task A_correction_ends_the_wait_for_the_client_like_any_word_of_the_client()
    {
        await AddAsync(5, "Этаж третий");
        await _database.ExecuteAsync(Shown + "; update tickets set snoozed_until = now() + interval '1 hour', snooze_id = 1");

        await EditAsync(7, 105, "Этаж второй");

        Assert.Equal(["true"], await _database.ReadAsync("select (snoozed_until is null and snooze_offer is not null)::text from tickets"));
        // The cards show it.
        Assert.Equal(
            ["-2|79", "-1|69"],
            await _database.ReadAsync("select chat_id || '|' || message_id from outbox where kind = 'card_edit' order by chat_id"));
    }

    [Fact]
    public async Task Former_words_are_left_out_of_what_the_client_sees_and_told_in_order_in_the_history()
    {
        await AddAsync(5, "Этаж третий");
        await AddAsync(6, "Вход со двора");
        await EditAsync(7, 105, "Этаж второй");
        await EditAsync(8, 105, "Этаж первый", minute: 1);

        var seen = (OwnTicketFound)await new OwnTicketStore(_database.DataSource).AnswerAsync(
            new FindOwnTicket(42, 9, 1, TicketButton.CheckOf(_ticket.SubmissionId)), default);
        var story = await new TicketStoryStore(_database.DataSource).ReadAsync(1, default);

        Assert.Equal(["Этаж первый", "Вход со двора"], seen.Ticket!.Added!.Select(addition => addition.Words));
        Assert.Equal(
            [("Этаж третий", false, true), ("Вход со двора", false, false), ("Этаж второй", true, false), ("Этаж первый", true, false)],
            story!.Events.Where(one => one.Kind == "client").Select(one => (one.Words, one.IsCorrection, one.IsEdited)));
    }

    [Fact]
    public async Task An_erasure_deletes_the_new_words_with_the_former_ones()
    {
        await AddAsync(5, "Этаж третий");
        await EditAsync(7, 105, "Этаж второй");

        await _database.ExecuteAsync("delete from outbox; delete from ticket_messages where id = 1");

        Assert.Empty(await _database.ReadAsync(Stored));
    }

    [Fact]
    public async Task The_table_refuses_to_owe_a_correction_to_anybody_but_managers()
    {
        await AddAsync(5, "Этаж третий");

        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => _database.ExecuteAsync(
            """
            insert into outbox (chat_id, kind, ticket_id, ticket_message_id, message_id, recipient)
            values (42, 'addition_edit', 1, 1, 1, 'client')
            """));
    }

    private static TicketRoutes Routes => TicketRoutes.ToAll([-1, -2]);

    private Task<bool> AddAsync(long updateId, string text) =>
        new TicketMessageStore(_database.DataSource).AddAsync(Message(updateId, text), [-1, -2], default);

    private Task<TicketMessageCorrected> EditAsync(long updateId, long messageId, string text, int minute = 0, long[]? chats = null) =>
        _corrections.CorrectAsync(
            new CorrectTicketMessage(42, updateId, messageId, text, Noon.AddMinutes(minute)),
            chats is null ? Routes : TicketRoutes.ToAll(chats), default);

    private AddTicketMessage Message(long updateId, string text) =>
        new(1, _ticket.SubmissionId, 42, updateId, text, Noon.AddHours(-1), MessageId: 100 + updateId);
}
