using VizTeh.Actors.Outbox;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;
using static VizTeh.Actors.Tests.Delivery.OutboxFixture;

namespace VizTeh.Actors.Tests.Delivery;

/// <summary>A client is told once what became of a ticket, and nothing that is no longer true.</summary>
public sealed class TicketNoticeTests : IAsyncLifetime
{
    private const long Petr = 9;
    private const long Maria = 10;

    private OutboxFixture _outbox = null!;
    private BotSettings _settings = null!;
    private CreateTicket _ticket = null!;
    private long _id;
    private long _update;

    public async Task InitializeAsync()
    {
        _outbox = await CreateAsync();
        _ticket = TicketSamples.New() with { UserId = _outbox.Client.ChatId };
        _id = (await new TicketStore(_outbox.Database.DataSource).CreateAsync([_ticket], [], default))[_ticket.SubmissionId];
        Set(NoticeSettings.Shipped);
    }

    public async Task DisposeAsync() => await _outbox.DisposeAsync();

    [Fact]
    public async Task Each_change_is_told_with_the_number_and_without_a_name()
    {
        await ClaimAsync(ClaimAction.Claim, Petr);
        await ComesAsync();
        await ChangeAsync(TicketStatus.Closed);
        await ComesAsync();
        await ChangeAsync(TicketStatus.Open);
        await ComesAsync();

        var texts = Texts();
        Assert.Equal(3, texts.Count);
        Assert.StartsWith($"Заявка №{_id} уже в работе.", texts[0], StringComparison.Ordinal);
        Assert.StartsWith($"Мы закрыли заявку №{_id}.", texts[1], StringComparison.Ordinal);
        Assert.StartsWith($"Мы снова открыли заявку №{_id} ", texts[2], StringComparison.Ordinal);
        Assert.All(texts, text => Assert.DoesNotContain("Имя", text, StringComparison.Ordinal));
        Assert.All(texts, text => Assert.Contains(ShippedForm.Company.Phone, text, StringComparison.Ordinal));
        Assert.Empty(await _outbox.Database.ReadAsync(Rows));
    }

    [Fact]
    public async Task A_banned_client_is_told_of_no_change()
    {
        await _outbox.Database.ExecuteAsync(
            $"insert into bans (user_id, manager_id, manager_name, update_id) values ({_outbox.Client.ChatId}, 9, 'Мария', 7)");

        await ChangeAsync(TicketStatus.Closed);
        await ComesAsync();

        Assert.Empty(Texts());
        Assert.Empty(await _outbox.Database.ReadAsync(Rows));
    }

    [Fact]
    public async Task A_notice_waits_and_holds_up_nothing_else_that_is_for_the_client()
    {
        await ChangeAsync(TicketStatus.Closed);
        await _outbox.OweAsync("Ответ");

        await DeliverAsync();

        Assert.Equal(["Ответ"], Said(_outbox.Client));
        Assert.Equal(
            ["t"],
            await _outbox.Database.ReadAsync(
                "select left((next_attempt_at between now() and now() + interval '20 seconds')::text, 1) from outbox"));
    }

    [Fact]
    public async Task Who_closes_by_mistake_and_opens_again_at_once_says_nothing_to_the_client()
    {
        await ChangeAsync(TicketStatus.Closed);
        await ChangeAsync(TicketStatus.Open);
        Assert.Empty(await _outbox.Database.ReadAsync(Rows));

        await ChangeAsync(TicketStatus.Closed);
        await ComesAsync();

        Assert.Single(Texts(), text => text.StartsWith("Мы закрыли", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_opens_by_mistake_and_closes_again_at_once_says_nothing_to_the_client()
    {
        await ChangeAsync(TicketStatus.Closed);
        await ComesAsync();

        await ChangeAsync(TicketStatus.Open);
        await ChangeAsync(TicketStatus.Closed);
        await ComesAsync();

        Assert.Single(Texts());
    }

    [Fact]
    public async Task A_ticket_that_is_given_back_or_closed_before_the_client_heard_that_it_was_taken_was_not_taken_for_the_client()
    {
        await ClaimAsync(ClaimAction.Claim, Petr);
        await ClaimAsync(ClaimAction.Release, Petr);
        await ComesAsync();
        Assert.Empty(Texts());

        await ClaimAsync(ClaimAction.Claim, Maria);
        await ChangeAsync(TicketStatus.Closed);
        await ComesAsync();

        Assert.StartsWith("Мы закрыли", Assert.Single(Texts()), StringComparison.Ordinal);
        Assert.Equal(1, _outbox.LogLines("is dropped: what it tells of has changed again"));
    }

    [Fact]
    public async Task A_take_over_is_told_to_a_client_who_did_not_hear_of_the_claim_before_and_to_no_other()
    {
        await ClaimAsync(ClaimAction.Claim, Petr);
        await ClaimAsync(ClaimAction.TakeOver, Maria, from: Petr);
        await ComesAsync();
        await ClaimAsync(ClaimAction.TakeOver, Petr, from: Maria);
        await ComesAsync();

        Assert.Single(Texts());
    }

    [Fact]
    public async Task Where_managers_are_named_the_client_hears_of_each_by_the_name_alone()
    {
        Set(NoticeSettings.Shipped with { Names = true });
        await ClaimAsync(ClaimAction.Claim, Petr);
        await ComesAsync();
        await ClaimAsync(ClaimAction.TakeOver, Maria, from: Petr);
        await ComesAsync();

        Assert.Equal(["Ваш менеджер: Имя 9", "Ваш менеджер: Имя 10"], Texts().Select(text => text.Split('\n')[^1]));
    }

    [Fact]
    public async Task What_is_switched_off_is_not_told()
    {
        Set(NoticeSettings.Off with { Closed = true });

        await ClaimAsync(ClaimAction.Claim, Petr);
        await ChangeAsync(TicketStatus.Closed);
        await ComesAsync();
        await ChangeAsync(TicketStatus.Open);
        await ComesAsync();

        Assert.StartsWith("Мы закрыли", Assert.Single(Texts()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_press_that_comes_again_is_told_once()
    {
        await ChangeAsync(TicketStatus.Closed);
        await ComesAsync();

        _update--;
        await ChangeAsync(TicketStatus.Closed);
        await ComesAsync();

        Assert.Single(Texts());
    }

    [Fact]
    public async Task A_ticket_that_its_client_opened_again_is_not_told_to_be_closed_nor_opened()
    {
        await ChangeAsync(TicketStatus.Closed);
        await new TicketMessageStore(_outbox.Database.DataSource).AddAsync(
            new AddTicketMessage(_id, _ticket.SubmissionId, _ticket.UserId, 77, "Ещё вопрос", DateTimeOffset.UnixEpoch)
            {
                ReopenedBy = "клиент",
            },
            [], default);

        await ComesAsync();

        Assert.Empty(Texts());
        Assert.Empty(await _outbox.Database.ReadAsync("select kind from outbox where recipient = 'client'"));
    }

    [Theory]
    [InlineData("user_id = 0")]
    [InlineData("user_id = -100")]
    public async Task A_ticket_without_a_private_chat_of_its_client_has_no_notices(string gone)
    {
        await _outbox.Database.ExecuteAsync($"update tickets set {gone}");

        await ClaimAsync(ClaimAction.Claim, Petr);
        await ChangeAsync(TicketStatus.Closed);

        Assert.Empty(await _outbox.Database.ReadAsync(Rows));
    }

    [Fact]
    public async Task A_ticket_that_is_no_longer_the_persons_is_told_nothing_of()
    {
        await ChangeAsync(TicketStatus.Closed);
        await _outbox.Database.ExecuteAsync("update tickets set user_id = 0");

        await ComesAsync();

        Assert.Empty(Texts());
        Assert.Empty(await _outbox.Database.ReadAsync(Rows));
    }

    [Fact]
    public async Task The_client_of_a_ticket_of_an_earlier_bot_is_told_of_it()
    {
        await _outbox.Database.ExecuteAsync("update tickets set submission_id = null, answers = null, username = null");

        await ChangeAsync(TicketStatus.Closed);
        await ComesAsync();

        Assert.Single(Texts());
    }

    [Fact]
    public async Task A_manager_whose_own_ticket_it_is_hears_nothing_of_what_they_did()
    {
        await _outbox.Database.ExecuteAsync($"update tickets set user_id = {Petr}");

        await ClaimAsync(ClaimAction.Claim, Petr);
        await ChangeAsync(TicketStatus.Closed);

        Assert.Empty(await _outbox.Database.ReadAsync(Rows));
    }

    [Fact]
    public async Task A_client_who_blocked_the_bot_is_told_nothing_and_nothing_is_stuck()
    {
        await ChangeAsync(TicketStatus.Closed);
        _outbox.Client.Block();

        await ComesAsync();

        Assert.Empty(await _outbox.Database.ReadAsync(Rows));
        Assert.Empty(await _outbox.Database.ReadAsync("select matter from health where state <> 'ok' and matter <> 'bot'"));
    }

    [Fact]
    public async Task A_notice_that_is_being_sent_while_the_ticket_is_opened_again_is_followed_by_the_other()
    {
        await ChangeAsync(TicketStatus.Closed);
        await DueAsync();
        await using (var claim = await _outbox.Store.ClaimAsync(_outbox.Client.ChatId, Recipient.Client, default))
        {
            Assert.False(claim!.Head.Row.IsOver);
            await ChangeAsync(TicketStatus.Open);
            await _outbox.Store.CompleteAsync(claim, [new VizTeh.Actors.Delivery.SentEntry(claim.Head, 70)], default);
        }

        await ComesAsync();

        Assert.StartsWith("Мы снова открыли", Assert.Single(Texts()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_notice_that_may_have_been_sent_is_not_repeated_when_it_is_no_longer_true_and_the_other_is_told()
    {
        await ChangeAsync(TicketStatus.Closed);
        await _outbox.Database.ExecuteAsync("update outbox set may_be_sent = true where recipient = 'client'");

        await ChangeAsync(TicketStatus.Open);
        await ComesAsync();

        Assert.StartsWith("Мы снова открыли", Assert.Single(Texts()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_notice_is_given_up_after_a_day_without_telegram()
    {
        await ChangeAsync(TicketStatus.Closed);
        await _outbox.Database.ExecuteAsync("update outbox set expires_at = expires_at - interval '1 day' where recipient = 'client'");

        await ComesAsync();

        Assert.Empty(Texts());
        Assert.Empty(await _outbox.Database.ReadAsync(Rows));
    }

    private void Set(NoticeSettings notices) =>
        _settings = TestSettings.WithoutServers(ShippedForm.Company with { Notices = notices });

    private List<string> Texts() =>
        [.. _outbox.Client.Messages.Where(message => message.FromBot).Select(message => message.Text.Replace('\u00A0', ' '))];

    private Task DueAsync() =>
        _outbox.Database.ExecuteAsync("update outbox set next_attempt_at = now() where recipient = 'client' and next_attempt_at > now()");

    /// <summary>Delivers when the notices have waited long enough.</summary>
    private async Task ComesAsync()
    {
        await DueAsync();
        await DeliverAsync();
    }

    private async Task DeliverAsync()
    {
        while ((await _outbox.Delivery.DeliverAsync(_outbox.Client.ChatId, default)).Wait == TimeSpan.Zero)
        {
        }
    }

    private async Task ClaimAsync(ClaimAction action, long actor, long? from = null) => Assert.True(
        (await new TicketClaimStore(_outbox.Database.DataSource, _settings, new ClientNotices(_settings)).ClaimAsync(
            new ClaimTicket(_id, action, actor, $"Имя {actor} (@name)", ++_update, _outbox.Managers.ChatId, null, from)
            {
                PublicName = $"Имя {actor}",
            },
            default))?.Handled?.IsChange);

    private Task ChangeAsync(TicketStatus status) =>
        new TicketStore(_outbox.Database.DataSource, new ClientNotices(_settings)).ChangeStatusAsync(
            new ChangeTicketStatus(_id, status, Petr, "Имя 9 (@name)", ++_update, _outbox.Managers.ChatId, null) { PublicName = "Имя 9" },
            default);
}
