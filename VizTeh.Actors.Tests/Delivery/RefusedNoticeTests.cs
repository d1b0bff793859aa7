using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Tests.Support;
using static VizTeh.Actors.Tests.Delivery.OutboxFixture;

namespace VizTeh.Actors.Tests.Delivery;

/// <summary>The outcome of a notice that Telegram refuses, by its recipient.</summary>
public sealed class RefusedNoticeTests : IAsyncLifetime
{
    private const string Trouble = "select concat_ws('|', matter, state, rows) from health where state <> 'ok' and matter <> 'bot'";

    private OutboxFixture _outbox = null!;

    public async Task InitializeAsync() => _outbox = await CreateAsync();

    public async Task DisposeAsync() => await _outbox.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_who_blocked_the_bot_or_is_gone_is_told_nothing_and_that_is_no_trouble_of_the_managers(bool isBlocked)
    {
        await _outbox.OweAsync("Тайное слово");
        await _outbox.OweAsync("Второе");
        if (isBlocked)
            _outbox.Client.Block();
        else
            _outbox.Client.Person.Deactivate();

        await _outbox.DeliverDueAsync(_outbox.Client);

        Assert.Empty(await _outbox.Database.ReadAsync(Rows));
        Assert.Equal(2, _outbox.LogLines($"A notice to user {_outbox.Client.ChatId} is given up"));
        Assert.Equal(0, _outbox.LogLines("Тайное"));
        Assert.Equal(0, _outbox.LogLines("cannot be written to"));
        Assert.Empty(await _outbox.Database.ReadAsync(Trouble));
    }

    [Fact]
    public async Task A_client_whose_chat_refuses_is_tried_again_and_given_up_after_the_tenth_time()
    {
        await _outbox.OweAsync("Первое");
        _outbox.Refuse(_outbox.Client, 400, "Bad Request: words that nobody has heard yet");

        for (var time = 0; time < 9; time++)
            await _outbox.DeliverDueAsync(_outbox.Client);
        Assert.Equal(
            ["notice|client|9|f|f|Bad Request: words that nobody has heard yet"], await _outbox.Database.ReadAsync(Rows));
        Assert.Empty(await _outbox.Database.ReadAsync(Trouble));
        await _outbox.DeliverDueAsync(_outbox.Client);

        Assert.Empty(await _outbox.Database.ReadAsync(Rows));
        Assert.Equal(1, _outbox.LogLines("is given up after 10 refusals"));
        Assert.Equal(0, _outbox.LogLines("cannot be written to"));
    }

    [Fact]
    public async Task A_client_whose_chat_refused_for_a_while_gets_the_notices_in_order()
    {
        await _outbox.OweAsync("Первое");
        await _outbox.OweAsync("Второе");
        var refusal = _outbox.Refuse(_outbox.Client, 400, "Bad Request: NEW_WORDS");
        await _outbox.DeliverDueAsync(_outbox.Client);
        await _outbox.DeliverDueAsync(_outbox.Client);
        refusal.Release();

        await _outbox.DeliverDueAsync(_outbox.Client);

        Assert.Equal(["Первое", "Второе"], Said(_outbox.Client));
    }

    [Fact]
    public async Task While_the_address_of_the_bot_api_is_wrong_no_client_is_given_up()
    {
        await _outbox.OweAsync("Первое");
        var wrong = _outbox.Refuse(_outbox.Client, 404, "Not Found");
        for (var time = 0; time < 12; time++)
            await _outbox.DeliverDueAsync(_outbox.Client);
        wrong.Release();

        await _outbox.DeliverDueAsync(_outbox.Client);

        Assert.Equal(["Первое"], Said(_outbox.Client));
    }

    [Fact]
    public async Task A_notice_that_waits_for_long_is_shown_to_the_operator_in_one_line_for_all_clients()
    {
        await _outbox.OweAsync("Первое");
        var other = _outbox.Telegram.AddPerson("Борис").Id;
        await _outbox.Database.OweAsync("other", other, ToClient("Второе"));
        Assert.Equal(
            ["outbox waiting for clients|ok|2"],
            await _outbox.Database.ReadAsync("select concat_ws('|', matter, state, rows) from health where rows > 0"));

        await _outbox.Database.ExecuteAsync("update outbox set created_at = now() - interval '1 hour'");

        Assert.Equal(["outbox waiting for clients|trouble|2"], await _outbox.Database.ReadAsync(Trouble));
    }

    [Fact]
    public async Task A_managers_chat_that_refuses_gets_a_notice_when_it_can_be_written_to_again_in_its_turn()
    {
        await _outbox.Database.OweAsync("one", _outbox.Managers.ChatId, ToManagers("Первое"));
        await _outbox.CreateTicketAsync();
        _outbox.Group.RemoveBot();

        for (var time = 0; time < 12; time++)
            await _outbox.DeliverDueAsync(_outbox.Managers);
        Assert.Equal(1, _outbox.LogLines("cannot be written to"));
        _outbox.Group.AddBot();
        await _outbox.DeliverDueAsync(_outbox.Managers);

        Assert.Equal(["Первое", "🟢 №1"], Said(_outbox.Managers));
        Assert.Equal(1, _outbox.LogLines("can be written to again"));
    }

    [Fact]
    public async Task A_notice_that_its_chat_refuses_while_it_takes_cards_holds_them_up_no_longer()
    {
        await _outbox.Database.OweAsync("one", _outbox.Managers.ChatId, ToManagers("Первое"));
        await _outbox.CreateTicketAsync();
        _outbox.Telegram.Faults.Inject(Fault.Refused(400, "Bad Request: NEW_WORDS") with { Text = "Первое", Times = null });

        for (var time = 0; time < 3; time++)
            await _outbox.DeliverDueAsync(_outbox.Managers);

        Assert.Equal(["🟢 №1"], Said(_outbox.Managers));
        Assert.Equal(["notice|managers|3|f|t|Bad Request: NEW_WORDS"], await _outbox.Database.ReadAsync(Rows));
        Assert.Equal(1, _outbox.LogLines("The notice is refused"));
    }

    [Fact]
    public async Task A_notice_whose_text_is_refused_is_set_aside_for_the_operator_and_the_next_one_comes()
    {
        await _outbox.OweAsync("Первое");
        await _outbox.OweAsync("Второе");
        _outbox.Refuse(_outbox.Client, 400, "Bad Request: can't parse entities", times: 1);

        await _outbox.DeliverDueAsync(_outbox.Client);

        Assert.Equal(["Второе"], Said(_outbox.Client));
        Assert.Equal(["notice|client|1|t|f|Bad Request: can't parse entities"], await _outbox.Database.ReadAsync(Rows));
        Assert.Equal(["outbox set aside|trouble|1"], await _outbox.Database.ReadAsync(Trouble));
    }

    [Fact]
    public async Task A_notice_for_which_it_is_too_late_is_given_up_and_what_came_after_it_is_sent()
    {
        await _outbox.OweAsync("Вчерашнее");
        await _outbox.OweAsync("Сегодняшнее");
        await _outbox.OweAsync("Тоже вчерашнее");
        Assert.Equal(
            ["True"], await _outbox.Database.ReadAsync(
                "select bool_and(expires_at between now() + interval '23 hours' and now() + interval '25 hours') from outbox"));
        await _outbox.Database.ExecuteAsync("update outbox set expires_at = now() where payload ->> 'html' like '%черашнее'");

        await _outbox.DeliverDueAsync(_outbox.Client);

        Assert.Equal(["Сегодняшнее"], Said(_outbox.Client));
        Assert.Empty(await _outbox.Database.ReadAsync(Rows));
        Assert.Equal(2, _outbox.LogLines($"The notice to chat {_outbox.Client.ChatId} is given up: its time limit is over"));
    }

    [Fact]
    public async Task What_a_later_version_owes_is_set_aside_and_holds_up_no_card()
    {
        await _outbox.Database.ExecuteAsync(
            $"""
            alter table outbox drop constraint outbox_kind_check;
            insert into outbox (chat_id, kind, payload) values ({_outbox.Managers.ChatId}, 'carrier_pigeon', '{"{}"}')
            """);
        await _outbox.CreateTicketAsync();

        await _outbox.DeliverDueAsync(_outbox.Managers);

        Assert.Equal(["🟢 №1"], Said(_outbox.Managers));
        Assert.Equal(
            ["carrier_pigeon|managers|1|t|f|this version of the program cannot send the kind carrier_pigeon"],
            await _outbox.Database.ReadAsync(Rows));
    }

    [Fact]
    public async Task What_an_earlier_version_set_aside_since_it_could_not_read_it_is_sent_by_one_that_can()
    {
        await _outbox.Database.ExecuteAsync("alter table outbox drop constraint outbox_kind_check");
        await _outbox.OweAsync("Первое");
        await _outbox.OweAsync("Второе");
        await _outbox.Database.ExecuteAsync(
            """
            update outbox set kind = 'later_' || kind where id = (select min(id) from outbox);
            update outbox set set_aside_at = now(), last_error = 'Bad Request: can''t parse entities' where kind = 'notice'
            """);
        await _outbox.DeliverDueAsync(_outbox.Client);
        Assert.Equal(
            ["later_notice|client|1|t|f|this version of the program cannot send the kind later_notice"],
            (await _outbox.Database.ReadAsync(Rows)).Take(1));

        // A start of a version that cannot read it either.
        await _outbox.Store.TakeUpUnreadableAsync(default);
        await _outbox.DeliverDueAsync(_outbox.Client);
        Assert.Empty(Said(_outbox.Client));

        // For a version that knows the kind.
        await _outbox.Database.ExecuteAsync("update outbox set kind = 'notice' where kind = 'later_notice'");
        await _outbox.Store.TakeUpUnreadableAsync(default);
        await _outbox.DeliverDueAsync(_outbox.Client);

        Assert.Equal(["Первое"], Said(_outbox.Client));
        Assert.Equal(
            ["notice|client|0|t|f|Bad Request: can't parse entities"], await _outbox.Database.ReadAsync(Rows));
    }
}
