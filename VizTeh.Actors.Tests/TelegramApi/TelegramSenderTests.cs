using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.TelegramApi;

public sealed class TelegramSenderTests : IAsyncLifetime
{
    private static readonly Message Hello = new("Здравствуйте, <b>Анна</b>!");

    private BotApiServer _server = null!;
    private ChatParticipant _anna = null!;
    private ChatParticipant _boris = null!;
    private TelegramSender _sender = null!;

    public async Task InitializeAsync()
    {
        _server = await BotApiServer.StartAsync();
        _anna = StartedChat("Анна");
        _boris = StartedChat("Борис");
        _sender = SenderWith(limits: null);
    }

    public async Task DisposeAsync()
    {
        _sender.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_message_arrives_and_its_id_is_known()
    {
        var outcome = await _sender.SendAsync(_anna.ChatId, Hello);

        var message = await _anna.NextAsync("Здравствуйте, Анна!");
        Assert.Equal(new SendOutcome.Delivered(message.Id), outcome);
        Assert.Equal(["Анна"], message.Formatted("bold"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_429_is_waited_out_and_loses_nothing(bool asHtml)
    {
        var fault = _server.Faults.Inject(Fault.TooManyRequests(1, asHtml) with { Method = "sendMessage" });

        Assert.IsType<SendOutcome.Delivered>(await _sender.SendAsync(_anna.ChatId, Hello));

        Assert.Equal(1, fault.Hits);
        Assert.Single(Received(_anna));
    }

    [Fact]
    public async Task Waiting_out_a_429_does_not_count_as_a_failure_that_makes_later_waits_longer()
    {
        var clock = new FakeTimeProvider();
        using var sender = SenderWith(limits: null, clock);
        _server.Faults.Inject(Fault.TooManyRequests(2) with { Times = 5 });
        var failing = _server.Faults.Inject(Fault.ServerError(500));

        var sending = sender.SendAsync(_anna.ChatId, Hello);
        var watch = clock.GetUtcNow();
        await Eventually.IsTrueAsync(
            () =>
            {
                if (failing.Hits == 0)
                    clock.Advance(TimeSpan.FromMilliseconds(100));
                return failing.Hits == 1;
            },
            "the last 429 is waited out");
        await Eventually.IsTrueAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromMilliseconds(50));
                return sending.IsCompleted;
            },
            "the message is sent");

        Assert.InRange(clock.GetUtcNow() - watch, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(14));
    }

    [Fact]
    public async Task A_chat_that_telegram_limits_delays_no_other_chat()
    {
        var fault = _server.Faults.Inject(Fault.TooManyRequests(600) with { Method = "sendMessage", ChatId = _anna.ChatId });
        using var giveUp = new CancellationTokenSource();
        var limited = _sender.SendAsync(_anna.ChatId, Hello, patience: null, giveUp.Token);
        await fault.WaitForHitsAsync();

        Assert.IsType<SendOutcome.Delivered>(await _sender.SendAsync(_boris.ChatId, Hello));

        Assert.False(limited.IsCompleted);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => limited);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(600)]
    public async Task A_429_on_the_answer_to_a_press_concerns_that_press_and_delays_no_chat(int retryAfter)
    {
        var clock = new FakeTimeProvider();
        using var sender = SenderWith(limits: null, clock);
        var query = await PressOfAnnaAsync();
        _server.Faults.Inject(Fault.TooManyRequests(retryAfter) with { Method = "answerCallbackQuery" });

        var answering = sender.AnswerPressAsync(query, "Готово");
        await _server.Calls.WaitForCallAsync("answerCallbackQuery");

        Assert.IsType<SendOutcome.Delivered>(await sender.SendAsync(_boris.ChatId, Hello));
        Assert.IsType<SendOutcome.Delivered>(await sender.SendAsync(_anna.ChatId, Hello, TimeSpan.FromSeconds(1)));
        await Eventually.IsTrueAsync(
            () =>
            {
                if (!answering.IsCompleted)
                    clock.Advance(TimeSpan.FromMilliseconds(250));
                return answering.IsCompleted;
            },
            "the press is answered, or given up");
        if (retryAfter == 2)
            Assert.IsType<SendOutcome.Delivered>(await answering);
        else
            Assert.Equal(TimeSpan.FromSeconds(600), Assert.IsType<SendOutcome.Postponed>(await answering).RetryAfter);
    }

    [Fact]
    public async Task A_429_that_a_server_before_telegram_gives_to_a_press_holds_back_everything()
    {
        var clock = new FakeTimeProvider();
        using var sender = SenderWith(limits: null, clock);
        _server.Faults.Inject(Fault.TooManyRequests(60, asHtml: true) with { Method = "answerCallbackQuery" });

        Assert.IsType<SendOutcome.Postponed>(await sender.AnswerPressAsync(await PressOfAnnaAsync(), "Готово"));

        Assert.IsType<SendOutcome.Postponed>(await sender.SendAsync(_boris.ChatId, Hello, TimeSpan.FromSeconds(3)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_wall_clock_that_is_set_back_or_forward_does_not_change_how_long_a_429_lasts(int hours)
    {
        var time = new FakeTimeProvider();
        var wall = new SteppedClock(time);
        using var sender = SenderWith(limits: null, wall);
        _server.Faults.Inject(Fault.TooManyRequests(10) with { ChatId = _anna.ChatId });
        Assert.IsType<SendOutcome.Postponed>(await sender.SendAsync(_anna.ChatId, Hello, TimeSpan.FromSeconds(1)));

        wall.Step(TimeSpan.FromHours(hours));

        time.Advance(TimeSpan.FromSeconds(4));
        var rest = Assert.IsType<SendOutcome.Postponed>(await sender.SendAsync(_anna.ChatId, Hello, TimeSpan.FromSeconds(1)));
        Assert.Equal(TimeSpan.FromSeconds(6), rest.RetryAfter);
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.IsType<SendOutcome.Delivered>(await sender.SendAsync(_anna.ChatId, Hello, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task A_caller_with_little_patience_is_told_how_long_the_chat_has_to_rest()
    {
        _server.Faults.Inject(Fault.TooManyRequests(600) with { Method = "sendMessage" });

        var outcome = await _sender.SendAsync(_anna.ChatId, Hello, TimeSpan.FromSeconds(3));

        Assert.InRange(Assert.IsType<SendOutcome.Postponed>(outcome).RetryAfter, TimeSpan.FromSeconds(590), TimeSpan.FromSeconds(600));
        Assert.Empty(Received(_anna));
    }

    [Fact]
    public async Task Server_errors_and_broken_connections_are_retried_until_the_message_is_through()
    {
        _server.Faults.Inject(Fault.ServerError(500));
        _server.Faults.Inject(Fault.ServerError(502, asHtml: true));
        _server.Faults.Inject(Fault.ResetBeforeExecution());

        Assert.IsType<SendOutcome.Delivered>(await _sender.SendAsync(_anna.ChatId, Hello));

        Assert.Single(Received(_anna));
    }

    [Fact]
    public async Task A_success_that_was_cut_off_counts_as_sent_so_that_nobody_hears_it_twice()
    {
        _server.Faults.Inject(Fault.ExecuteThenTruncate());

        Assert.Equal(new SendOutcome.Delivered(null), await _sender.SendAsync(_anna.ChatId, Hello));

        Assert.Single(Received(_anna));
    }

    [Fact]
    public async Task An_answer_that_was_lost_on_the_wire_may_repeat_the_message_but_never_loses_it()
    {
        _server.Faults.Inject(Fault.ExecuteThenReset());

        Assert.IsType<SendOutcome.Delivered>(await _sender.SendAsync(_anna.ChatId, Hello));

        Assert.InRange(Received(_anna).Count(), 1, 2);
    }

    [Fact]
    public async Task A_client_who_blocked_the_bot_is_an_outcome_about_the_chat()
    {
        _anna.Block();

        var refused = Assert.IsType<SendOutcome.Refused>(await _sender.SendAsync(_anna.ChatId, Hello));

        Assert.Equal(403, refused.Code);
        Assert.True(refused.IsAboutChat);
    }

    [Fact]
    public async Task A_message_that_telegram_finds_wrong_is_an_outcome_about_the_message()
    {
        var refused = Assert.IsType<SendOutcome.Refused>(await _sender.SendAsync(_anna.ChatId, new Message("<b>открыт")));

        Assert.Equal(400, refused.Code);
        Assert.False(refused.IsAboutChat);
    }

    [Fact]
    public async Task A_group_that_became_a_supergroup_tells_its_new_id()
    {
        var group = _server.AddGroup("Менеджеры", _anna.Person);
        var upgraded = group.UpgradeToSupergroup();

        var refused = Assert.IsType<SendOutcome.Refused>(await _sender.SendAsync(group.Id, Hello));

        Assert.Equal(upgraded.Id, refused.MigratedTo);
        Assert.True(refused.IsAboutChat);
    }

    [Fact]
    public async Task An_edit_that_changes_nothing_is_as_good_as_done()
    {
        var sent = (SendOutcome.Delivered)await _sender.SendAsync(_anna.ChatId, Hello);

        Assert.Equal(sent, await _sender.EditAsync(_anna.ChatId, sent.MessageId!.Value, Hello));
        Assert.Equal(sent, await _sender.EditAsync(_anna.ChatId, sent.MessageId!.Value, new Message("Другое")));
    }

    [Fact]
    public async Task An_answer_to_a_press_that_is_too_old_is_no_error()
    {
        Assert.IsType<SendOutcome.Refused>(await _sender.AnswerPressAsync("123456", "поздно"));
    }

    [Fact]
    public async Task A_burst_to_one_person_is_let_through_and_what_follows_waits_its_turn()
    {
        using var paced = SenderWith(new PacingLimits(PerSecond: 1_000, PersonBurst: 3));

        for (var count = 0; count < 3; count++)
            Assert.IsType<SendOutcome.Delivered>(await paced.SendAsync(_anna.ChatId, Hello, TimeSpan.FromMilliseconds(200)));

        Assert.IsType<SendOutcome.Postponed>(await paced.SendAsync(_anna.ChatId, Hello, TimeSpan.FromMilliseconds(1)));
        Assert.IsType<SendOutcome.Delivered>(await paced.SendAsync(_boris.ChatId, Hello, TimeSpan.FromMilliseconds(200)));
        Assert.IsType<SendOutcome.Delivered>(await paced.SendAsync(_anna.ChatId, Hello));
        Assert.Equal(4, Received(_anna).Count());
    }

    [Fact]
    public async Task A_group_gets_no_more_than_its_share_of_a_minute()
    {
        using var paced = SenderWith(new PacingLimits(PerSecond: 1_000, GroupPerMinute: 5));
        var group = _server.AddGroup("Менеджеры", _anna.Person);

        for (var count = 0; count < 5; count++)
            Assert.IsType<SendOutcome.Delivered>(await paced.SendAsync(group.Id, Hello, TimeSpan.FromSeconds(5)));

        Assert.IsType<SendOutcome.Postponed>(await paced.SendAsync(group.Id, Hello, TimeSpan.FromMilliseconds(100)));
    }

    [Fact]
    public async Task All_chats_together_stay_below_the_overall_limit()
    {
        using var paced = SenderWith(new PacingLimits(PerSecond: 2));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6)
            .Select(number => paced.SendAsync(StartedChat($"Клиент {number}").ChatId, Hello, TimeSpan.FromMilliseconds(50))));

        Assert.InRange(outcomes.Count(outcome => outcome is SendOutcome.Delivered), 1, 2);
    }

    [Fact]
    public async Task The_managers_are_heard_soon_although_clients_use_up_what_telegram_allows_over_all()
    {
        var group = _server.AddGroup("Менеджеры", _anna.Person);
        using var paced = SenderWith(
            new PacingLimits(PerSecond: 20, PersonBurst: 1_000, GroupPerMinute: 1_000), isManagers: id => id == group.Id);
        using var enough = new CancellationTokenSource();
        var busy = Enumerable.Range(0, 100).Select(number => TalkAsync(StartedChat($"Клиент {number}").ChatId)).ToArray();
        await _server.Calls.WaitForCallAsync(call => call.Method == "sendMessage");

        for (var card = 0; card < 5; card++)
            Assert.IsType<SendOutcome.Delivered>(await paced.SendAsync(group.Id, Hello, TimeSpan.FromSeconds(3)));

        await enough.CancelAsync();
        foreach (var talk in busy)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => talk);

        async Task TalkAsync(long chatId)
        {
            while (true)
                await paced.SendAsync(chatId, Hello, patience: null, enough.Token);
        }
    }

    private static IEnumerable<ChatMessage> Received(ChatParticipant participant) => participant.Messages.Where(message => message.FromBot);

    private ChatParticipant StartedChat(string name)
    {
        var participant = _server.AddPerson(name).Chat;
        participant.SendText("/start");
        return participant;
    }

    private async Task<string> PressOfAnnaAsync()
    {
        await _sender.SendAsync(
            _anna.ChatId, new Message("?", new Keyboard.Inline([[new VizTeh.Actors.Messages.InlineButton("Да", "yes")]])));
        return _anna.PressData(_anna.Messages[^1], "yes").QueryId;
    }

    private TelegramSender SenderWith(PacingLimits? limits, TimeProvider? clock = null, Func<long, bool>? isManagers = null)
    {
        var client = TelegramClient.Create(TestSettings.For(_server));
        return new TelegramSender(client, limits, clock ?? TimeProvider.System, NullLogger<TelegramSender>.Instance, isManagers);
    }
}
