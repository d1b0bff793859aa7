using VizTeh.Actors.Messages;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Tickets;

/// <summary>A client's own tickets: only the person's own are found, and one is withdrawn once, in one transaction.</summary>
public sealed class OwnTicketStoreTests : IAsyncLifetime
{
    private const string States = "select concat_ws('|', status, outcome, close_at is not null) from tickets order by id";
    private const string History =
        "select concat_ws('|', ticket_id, status, actor_id, actor_name, update_id) from ticket_history order by id";
    private const string Edits = "select concat_ws('|', chat_id, ticket_id, message_id) from outbox where kind = 'card_edit' order by id";

    private TestDatabase _database = null!;
    private OwnTicketStore _own = null!;
    private TicketStore _tickets = null!;
    private CreateTicket _ticket = null!;

    private string Check => TicketButton.CheckOf(_ticket.SubmissionId)!;

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateMigratedAsync();
        _own = new OwnTicketStore(_database.DataSource);
        _tickets = new TicketStore(_database.DataSource);
        _ticket = TicketSamples.New();
        await _tickets.CreateAsync([_ticket], [-1, -2], default);
        await _database.ExecuteAsync(
            """
            delete from outbox;
            insert into ticket_cards (ticket_id, chat_id, message_id) values (1, -1, 11), (1, -2, 12)
            """);
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Pages_hold_the_persons_own_tickets_newest_first_and_one_beyond_the_end_is_the_last()
    {
        await _tickets.CreateAsync(
            [.. Enumerable.Range(0, 13).Select(_ => TicketSamples.New()), TicketSamples.New() with { UserId = 43 }], [], default);

        var pages = new List<OwnTicketsFound>();
        foreach (var page in (int[])[0, 1, 2, 7, int.MaxValue])
            pages.Add(Assert.IsType<OwnTicketsFound>(await AskAsync(new FindOwnTickets(42, 5, page))));

        Assert.Equal([0, 1, 2, 2, 2], pages.Select(page => page.Page));
        Assert.All(pages, page => Assert.Equal((5, 3), (page.UpdateId, page.Pages)));
        Assert.Equal([14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1], pages.Take(3).SelectMany(page => page.Tickets).Select(one => one.Id));
    }

    [Fact]
    public async Task A_person_without_tickets_has_one_empty_page()
    {
        var found = Assert.IsType<OwnTicketsFound>(await AskAsync(new FindOwnTickets(44, 5, 3)));

        Assert.Equal((0, 1, 0), (found.Page, found.Pages, found.Tickets.Count));
    }

    [Fact]
    public async Task A_row_of_an_earlier_bot_without_a_date_answers_and_a_status_of_ours_is_shown()
    {
        await _database.ExecuteAsync(
            """
            alter table tickets alter column created_at drop not null;
            insert into tickets (id, user_id, status, created_at) values (7, 50, 'answered', null)
            """);

        var listed = Assert.IsType<OwnTicketsFound>(await AskAsync(new FindOwnTickets(50, 5, 0)));
        var found = Assert.IsType<OwnTicketFound>(await AskAsync(new FindOwnTicket(50, 5, 7, null)));

        var one = Assert.Single(listed.Tickets);
        Assert.True(one is { Id: 7, IsClosed: false, CreatedAt: null, ClosedAt: null });
        Assert.Empty(found.Ticket!.Answers.Given);
    }

    [Fact]
    public async Task One_ticket_has_what_its_client_added_in_order_and_nothing_that_anybody_else_said()
    {
        var messages = new TicketMessageStore(_database.DataSource);
        foreach (var (update, text) in new[] { (5, "Этаж третий"), (6, "Вход со двора") })
            await messages.AddAsync(new AddTicketMessage(1, _ticket.SubmissionId, 42, update, text, DateTimeOffset.UnixEpoch), [], default);
        await messages.AddAsync(
            new AddTicketMessage(1, _ticket.SubmissionId, 42, 7, "", DateTimeOffset.UnixEpoch)
            {
                Files = [new Attachment(AttachmentKind.Photo, "f", "u")],
            },
            [], default);

        var ticket = Assert.IsType<OwnTicketFound>(await AskAsync(new FindOwnTicket(42, 8, 1, Check))).Ticket!;

        Assert.Equal(["Этаж третий", "Вход со двора", ""], ticket.Added!.Select(added => added.Words));
        Assert.Equal(AttachmentKind.Photo, Assert.Single(ticket.Added![2].Files!).Kind);
        Assert.False(ticket.HasEarlier);
        Assert.Equal(_ticket.Answers, ticket.Answers);
    }

    [Fact]
    public async Task Of_very_many_additions_the_newest_are_shown()
    {
        await _database.ExecuteAsync(
            """
            insert into ticket_messages (ticket_id, author, user_id, update_id, text, sent_at)
            select 1, 'client', 42, n, n, now() from generate_series(1, 100) n
            """);

        var ticket = Assert.IsType<OwnTicketFound>(await AskAsync(new FindOwnTicket(42, 8, 1, Check))).Ticket!;

        Assert.Equal(("61", "100", true), (ticket.Added![0].Words, ticket.Added![^1].Words, ticket.HasEarlier));
    }

    [Fact]
    public async Task Nobody_sees_withdraws_or_reopens_a_ticket_of_another_person_or_of_another_submission_or_one_that_is_gone()
    {
        foreach (var (user, id, check) in new[] { (43L, 1L, Check), (42L, 1L, "0a1b2c3d"), (42L, 1L, null), (42L, 2L, Check) })
        {
            Assert.Null(Assert.IsType<OwnTicketFound>(await AskAsync(new FindOwnTicket(user, 5, id, check))).Ticket);
            Assert.Equal(
                new OwnTicketWithdrawn(5, Withdrawal.NotFound, null), await AskAsync(new WithdrawTicket(user, 5, id, check, "клиент")));
            Assert.Equal(new OwnTicketReopened(5, null), await AskAsync(new ReopenTicket(user, 5, id, check, "клиент")));
        }

        Assert.Equal(["open|f"], await _database.ReadAsync(States));
        Assert.Empty(await _database.ReadAsync(Edits));
    }

    [Fact]
    public async Task A_withdrawal_closes_the_ticket_tells_the_history_and_owes_an_edit_of_every_card()
    {
        var withdrawn = await WithdrawAsync(5);

        Assert.Equal(Withdrawal.Done, withdrawn.Result);
        Assert.True(withdrawn.Ticket is { IsClosed: true, IsWithdrawn: true, ClosedAt: not null });
        Assert.Equal(["closed|withdrawn|t"], await _database.ReadAsync(States));
        Assert.Equal("1|closed|42|клиент|5", (await _database.ReadAsync(History))[^1]);
        Assert.Equal(["-2|1|12", "-1|1|11"], await _database.ReadAsync(Edits));
    }

    [Fact]
    public async Task An_update_that_comes_again_however_often_and_at_once_withdraws_once_and_is_answered_the_same()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => WithdrawAsync(5)));
        var later = await WithdrawAsync(5);

        Assert.All([.. answers, later], answer => Assert.Equal(Withdrawal.Done, answer.Result));
        Assert.Single(await _database.ReadAsync(History), row => row.EndsWith("|5", StringComparison.Ordinal));
        Assert.Equal(2, (await _database.ReadAsync(Edits)).Count);
    }

    [Fact]
    public async Task Two_presses_withdraw_once_and_a_closed_ticket_stays_closed_by_whom_it_was()
    {
        await WithdrawAsync(5);
        Assert.Equal(Withdrawal.WasWithdrawn, (await WithdrawAsync(6)).Result);

        await ChangeAsync(TicketStatus.Open, 7);
        await ChangeAsync(TicketStatus.Closed, 8);

        Assert.Equal(Withdrawal.WasClosed, (await WithdrawAsync(9)).Result);
        Assert.Equal(["closed|t"], await _database.ReadAsync(States));
    }

    [Fact]
    public async Task A_withdrawn_ticket_is_opened_again_by_a_manager_and_by_what_its_client_adds()
    {
        await WithdrawAsync(5);
        await ChangeAsync(TicketStatus.Open, 6);
        Assert.Equal(["open|f"], await _database.ReadAsync(States));

        await WithdrawAsync(7);
        await new TicketMessageStore(_database.DataSource).AddAsync(
            new AddTicketMessage(1, _ticket.SubmissionId, 42, 8, "Нужно", DateTimeOffset.UnixEpoch) { ReopenedBy = "клиент" }, [], default);
        Assert.Equal(["open|f"], await _database.ReadAsync(States));
    }

    [Fact]
    public async Task A_press_that_was_redelivered_after_a_manager_had_opened_the_ticket_again_withdraws_nothing()
    {
        await WithdrawAsync(5);
        await ChangeAsync(TicketStatus.Open, 6);

        var again = await WithdrawAsync(5);

        Assert.Equal((Withdrawal.Done, false), (again.Result, again.Ticket!.IsClosed));
        Assert.Equal(["open|f"], await _database.ReadAsync(States));
    }

    [Fact]
    public async Task A_client_opens_a_closed_ticket_again_once_an_update_and_every_card_is_edited()
    {
        await WithdrawAsync(5);
        await _database.ExecuteAsync("delete from outbox");

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ReopenAsync(6)));

        Assert.All(answers, answer => Assert.False(answer.Ticket!.IsClosed));
        Assert.Equal(["open|f"], await _database.ReadAsync(States));
        Assert.Single(await _database.ReadAsync(History), row => row == "1|open|42|клиент|6");
        Assert.Equal(["-2|1|12", "-1|1|11"], await _database.ReadAsync(Edits));

        // One that is open stays so, and a redelivered press does not undo what came after it.
        Assert.False((await ReopenAsync(7)).Ticket!.IsClosed);
        Assert.DoesNotContain(await _database.ReadAsync(History), row => row.EndsWith("|7", StringComparison.Ordinal));
        await ChangeAsync(TicketStatus.Closed, 8);
        Assert.True((await ReopenAsync(6)).Ticket!.IsClosed);
    }

    [Fact]
    public async Task What_an_update_has_done_to_a_ticket_is_found_by_its_client_only_and_nothing_that_is_told_otherwise()
    {
        await WithdrawAsync(5);
        await ReopenAsync(6);
        await ChangeAsync(TicketStatus.Closed, 7);
        await new TicketMessageStore(_database.DataSource).AddAsync(
            new AddTicketMessage(1, _ticket.SubmissionId, 42, 8, "Нужно", DateTimeOffset.UnixEpoch) { ReopenedBy = "клиент" }, [], default);

        var withdrawn = Assert.IsType<OwnTicketWithdrawn>(await AskAsync(new FindOwnChange(42, 5)));
        Assert.Equal((5, Withdrawal.Done, 1), (withdrawn.UpdateId, withdrawn.Result, withdrawn.Ticket!.Id));
        Assert.Equal(1, Assert.IsType<OwnTicketReopened>(await AskAsync(new FindOwnChange(42, 6))).Ticket!.Id);
        foreach (var (user, update) in new[] { (42L, 7L), (7L, 7L), (42L, 8L), (42L, 9L), (43L, 5L) })
            Assert.Equal(new OwnTicketUnchanged(update), await AskAsync(new FindOwnChange(user, update)));
    }

    private Task<IOwnTicketAnswer> AskAsync(IOwnTicketRequest request) => _own.AnswerAsync(request, default);

    private async Task<OwnTicketWithdrawn> WithdrawAsync(long updateId) =>
        Assert.IsType<OwnTicketWithdrawn>(await AskAsync(new WithdrawTicket(42, updateId, 1, Check, "клиент")));

    private async Task<OwnTicketReopened> ReopenAsync(long updateId) =>
        Assert.IsType<OwnTicketReopened>(await AskAsync(new ReopenTicket(42, updateId, 1, Check, "клиент")));

    private Task<TicketChange?> ChangeAsync(TicketStatus status, long updateId) => _tickets.ChangeStatusAsync(
        new ChangeTicketStatus(1, status, 7, "Пётр", updateId, -1, 11, Check), default);
}
