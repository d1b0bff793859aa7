using VizTeh.Actors.Conversations;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Conversations;

/// <summary>What a client says about a ticket: stored before the client hears of it, whatever fails in between.</summary>
public sealed class TicketMessageRequestTests
{
    private const string Added = "Добавили к заявке №17, менеджер увидит.";

    private ActorBench.Neighbour _tickets = null!;
    private Guid _submission;

    [Fact]
    public async Task The_client_hears_that_the_words_are_passed_on_only_when_they_are_stored()
    {
        await using var bench = await StartAsync();
        var (client, submission) = await ThankedAsync(bench);
        var words = Replying(bench, client, "Этаж третий") with { Message = new MessageStamp(70, 1_772_366_400) };

        bench.Tell(words);
        var request = await ExpectAddedAsync();
        Assert.DoesNotContain(client.Messages, message => message.Text == Added);
        bench.Tell(words);
        await bench.Kit.ExpectMsgAsync(new InProgress(words.UpdateId), ConversationBench.Deadline);
        Reply(request);

        await bench.Kit.ExpectMsgAsync(new Handled(words.UpdateId, IsDeduplicated: true), ConversationBench.Deadline);
        await client.NextAsync(Added);
        Assert.Equal(
            new AddTicketMessage(
                17, submission, client.Person.Id, words.UpdateId, "Этаж третий", DateTimeOffset.FromUnixTimeSeconds(1_772_366_400), 70),
            request);
    }

    [Fact]
    public async Task A_crash_before_the_words_are_stored_or_before_the_client_heard_ends_in_the_same_request_and_one_reply()
    {
        await using var bench = await StartAsync();
        var (client, _) = await ThankedAsync(bench);
        var words = Replying(bench, client, "Этаж третий") with { Message = new MessageStamp(70, 1_772_366_400) };
        bench.Tell(words);
        var before = await ExpectAddedAsync();

        await bench.RestartAsync();
        bench.Tell(words);
        var after = await ExpectAddedAsync();
        Reply(after);

        await bench.Kit.ExpectMsgAsync(new Handled(words.UpdateId, IsDeduplicated: true), ConversationBench.Deadline);
        await client.NextAsync(Added);
        Assert.Equal(before, after);
        Assert.Single(client.Messages, message => message.Text == Added);
    }

    [Fact]
    public async Task While_the_database_is_away_the_update_is_given_back_and_nothing_is_said()
    {
        await using var bench = await StartAsync();
        var (client, _) = await ThankedAsync(bench);
        var words = Replying(bench, client, "Этаж третий");
        bench.Tell(words);
        var request = await ExpectAddedAsync();
        _tickets.Reply(new TicketMessageNotAdded(17, request.UpdateId, "the database is away"));

        await bench.Kit.ExpectMsgAsync(new Failed(words.UpdateId, "the database is away", IsFault: false), ConversationBench.Deadline);
        bench.Tell(words);
        Reply(await ExpectAddedAsync());

        await bench.Kit.ExpectMsgAsync(new Handled(words.UpdateId, IsDeduplicated: true), ConversationBench.Deadline);
        await client.NextAsync(Added);
    }

    [Fact]
    public async Task A_request_that_nobody_answers_is_given_back_and_its_late_answer_says_nothing()
    {
        // The answers that do come have to come within it.
        await using var bench = await StartAsync(options => options with { TicketDeadline = TimeSpan.FromSeconds(5) });
        var (client, _) = await ThankedAsync(bench);
        var words = Replying(bench, client, "Этаж третий");

        bench.Tell(words);
        var request = await ExpectAddedAsync();
        var failed = await bench.Kit.ExpectMsgAsync<Failed>(ConversationBench.Deadline);
        Assert.Equal((words.UpdateId, false), (failed.UpdateId, failed.IsFault));
        Reply(request);
        await bench.TellAsync(bench.Text(client, "/help"));

        await client.NextAsync("Как оставить заявку");
        Assert.DoesNotContain(client.Messages, message => message.Text == Added);
    }

    [Fact]
    public async Task Words_that_the_database_refuses_are_given_back_as_a_fault_and_the_client_hears_the_firms_phone_once()
    {
        await using var bench = await StartAsync();
        var (client, _) = await ThankedAsync(bench);
        var words = Replying(bench, client, "Этаж третий");
        for (var time = 0; time < 3; time++)
        {
            bench.Tell(words);
            var request = await ExpectAddedAsync();
            _tickets.Reply(new TicketMessageNotAdded(17, request.UpdateId, "no such right", IsRefused: true));
            await bench.Kit.ExpectMsgAsync(new Failed(words.UpdateId, "no such right", IsFault: true), ConversationBench.Deadline);
        }

        var told = await client.NextAsync("пока не получается");
        Assert.Contains(bench.Bot.Settings.Company.Phone, told.Text, StringComparison.Ordinal);
        Assert.Single(client.Messages, message => message.Text == told.Text);
    }

    [Fact]
    public async Task Of_a_ticket_that_is_gone_the_client_hears_with_the_firms_phone_and_it_is_not_asked_for_again()
    {
        await using var bench = await StartAsync();
        var (client, _) = await ThankedAsync(bench);
        var words = Replying(bench, client, "Этаж третий");
        bench.Tell(words);
        var request = await ExpectAddedAsync();
        _tickets.Reply(new TicketOfMessageNotFound(17, request.UpdateId));

        await bench.Kit.ExpectMsgAsync(new Handled(words.UpdateId), ConversationBench.Deadline);
        Assert.Contains(bench.Bot.Settings.Company.Phone, (await client.NextAsync("больше нет")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_kept_is_added_in_order_by_the_press_across_a_restart_and_confirmed_once()
    {
        await using var bench = await StartAsync();
        var (client, submission) = await ThankedAsync(bench);
        foreach (var (text, second) in new[] { ("раз", 0), ("два", 1), ("три", 30) })
        {
            bench.Tell(bench.Text(client, text) with { Message = new MessageStamp(70 + second, 1_772_366_400 + second) });
            await FindTicketsAsync();
            await bench.Kit.ExpectMsgAsync<Handled>(ConversationBench.Deadline);
        }

        await bench.RestartAsync();
        var press = await PressOfferAsync(bench, client);
        bench.Tell(press);
        var stored = new List<AddTicketMessage>();
        for (var message = 0; message < 3; message++)
        {
            stored.Add(await _tickets.ExpectAsync<AddTicketMessage>());
            Reply(stored[^1]);
        }

        await bench.Kit.ExpectMsgAsync(new Handled(press.UpdateId, IsDeduplicated: true), ConversationBench.Deadline);
        await client.NextAsync(Added);
        Assert.Equal(["раз", "два", "три"], stored.Select(message => message.Text));
        Assert.All(stored, message => Assert.Equal((17, submission), (message.TicketId, message.SubmissionId)));
        Assert.Single(client.Messages, message => message.Text == Added);
    }

    [Fact]
    public async Task A_crash_between_two_kept_messages_asks_for_both_again_under_their_own_updates()
    {
        await using var bench = await StartAsync();
        var (client, _) = await ThankedAsync(bench);
        foreach (var text in (string[])["раз", "два"])
        {
            bench.Tell(bench.Text(client, text) with { Message = new MessageStamp(70, 1_772_366_400) });
            await FindTicketsAsync();
            await bench.Kit.ExpectMsgAsync<Handled>(ConversationBench.Deadline);
        }

        var press = await PressOfferAsync(bench, client);
        bench.Tell(press);
        var first = await _tickets.ExpectAsync<AddTicketMessage>();
        Reply(first);
        var second = await _tickets.ExpectAsync<AddTicketMessage>();

        await bench.RestartAsync();
        bench.Tell(press);
        var firstAgain = await _tickets.ExpectAsync<AddTicketMessage>();
        Reply(firstAgain);
        var secondAgain = await _tickets.ExpectAsync<AddTicketMessage>();
        Reply(secondAgain);

        await bench.Kit.ExpectMsgAsync(new Handled(press.UpdateId, IsDeduplicated: true), ConversationBench.Deadline);
        await client.NextAsync(Added);
        Assert.Equal([first, second], [firstAgain, secondAgain]);
    }

    [Fact]
    public async Task A_crash_after_the_words_were_added_repeats_the_answer_and_nothing_else()
    {
        await using var bench = await StartAsync();
        var (client, _) = await ThankedAsync(bench);
        bench.Tell(bench.Text(client, "Этаж третий"));
        await FindTicketsAsync();
        await bench.Kit.ExpectMsgAsync<Handled>(ConversationBench.Deadline);
        var press = await PressOfferAsync(bench, client);
        bench.Tell(press);
        Reply(await _tickets.ExpectAsync<AddTicketMessage>());
        await bench.Kit.ExpectMsgAsync<Handled>(ConversationBench.Deadline);

        await bench.RestartAsync();
        bench.Tell(press);

        await bench.Kit.ExpectMsgAsync(new Handled(press.UpdateId, IsDeduplicated: true), ConversationBench.Deadline);
        await client.NextAsync(Added);
        await client.NextAsync(Added);
        await _tickets.Probe.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task What_is_kept_for_a_new_form_is_added_to_its_ticket_before_the_thank_you_also_after_a_crash_in_between()
    {
        await using var bench = await StartAsync();
        var (client, _) = await ThankedAsync(bench);
        bench.Tell(bench.Text(client, "Нужна ещё одна стела"));
        await FindTicketsAsync();
        await bench.Kit.ExpectMsgAsync<Handled>(ConversationBench.Deadline);
        await FillAsync(bench, client);
        var send = bench.Text(client, "Отправить");
        bench.Tell(send);
        var create = await _tickets.ExpectAsync<CreateTicket>();
        _tickets.Reply(new TicketCreated(create.SubmissionId, 18));
        var before = await _tickets.ExpectAsync<AddTicketMessage>();
        Assert.DoesNotContain(client.Messages, message => message.Text.Contains("№18", StringComparison.Ordinal));

        await bench.RestartAsync();
        bench.Tell(send);
        var after = await _tickets.ExpectAsync<AddTicketMessage>();
        Reply(after);

        await bench.Kit.ExpectMsgAsync(new Handled(send.UpdateId, IsDeduplicated: true), ConversationBench.Deadline);
        await client.NextAsync("Заявка №18 принята");
        Assert.Equal(before, after);
        Assert.Equal((18, "Нужна ещё одна стела"), (after.TicketId, after.Text));
    }

    [Fact]
    public async Task While_the_tickets_cannot_be_read_the_update_is_given_back_and_nothing_is_said()
    {
        await using var bench = await StartAsync();
        var (client, _) = await ThankedAsync(bench);
        var words = bench.Text(client, "Этаж третий");
        bench.Tell(words);
        await _tickets.ExpectAsync<FindClientTickets>();
        _tickets.Reply(new ClientTicketsNotFound(words.UpdateId, "the database is away"));
        await bench.Kit.ExpectMsgAsync(new Failed(words.UpdateId, "the database is away", IsFault: false), ConversationBench.Deadline);

        bench.Tell(words);
        await FindTicketsAsync();

        await bench.Kit.ExpectMsgAsync(new Handled(words.UpdateId, IsDeduplicated: true), ConversationBench.Deadline);
        await client.NextAsync("Добавить к заявке №17?");
    }

    [Fact]
    public async Task Words_in_reply_do_not_wait_for_an_earlier_update_whose_reply_could_be_said_again()
    {
        await using var bench = await StartAsync();
        var (client, _) = await ThankedAsync(bench);
        var words = Replying(bench, client, "Этаж третий");

        bench.Tell(words with { EarlierMayBeRedelivered = true });
        Reply(await ExpectAddedAsync());

        await bench.Kit.ExpectMsgAsync(new Handled(words.UpdateId, IsDeduplicated: true), ConversationBench.Deadline);
    }

    [Fact]
    public async Task A_reply_that_telegram_does_not_take_leaves_the_words_stored_and_the_update_open()
    {
        await using var bench = await StartAsync();
        var (client, _) = await ThankedAsync(bench);
        var words = Replying(bench, client, "Этаж третий");
        var stalled = bench.Bot.Telegram.Faults.Inject(Fault.Stall() with { Method = "sendMessage", ChatId = client.ChatId });
        bench.Tell(words);
        Reply(await ExpectAddedAsync());
        await stalled.WaitForHitsAsync();

        bench.Tell(words);
        await bench.Kit.ExpectMsgAsync(new InProgress(words.UpdateId), ConversationBench.Deadline);
        stalled.Release();

        await bench.Kit.ExpectMsgAsync(new Handled(words.UpdateId, IsDeduplicated: true), ConversationBench.Deadline);
    }

    private static ClientUpdate Replying(ConversationBench bench, ChatParticipant client, string text) =>
        bench.Text(client, text) with { Quoted = "Спасибо! Заявка №17 принята." };

    // The client's tickets are read first.
    private async Task<AddTicketMessage> ExpectAddedAsync()
    {
        await FindTicketsAsync();
        return await _tickets.ExpectAsync<AddTicketMessage>();
    }

    private async Task FindTicketsAsync()
    {
        var request = await _tickets.ExpectAsync<FindClientTickets>();
        _tickets.Reply(new ClientTicketsFound(request.UpdateId, [new ClientTicket(17, _submission, "Знаки", IsClosed: false)]));
    }

    private static async Task<ClientUpdate> PressOfferAsync(ConversationBench bench, ChatParticipant client)
    {
        var offer = await client.NextAsync("Добавить к заявке №17?");
        return bench.Text(client, "") with { Input = new ClientInput.Press("query", offer.Button("Добавить")!.Data, offer.Id) };
    }

    private static async Task FillAsync(ConversationBench bench, ChatParticipant client)
    {
        foreach (var text in (string[])["Оставить заявку", "Анна", "ООО", "Тверь", "Знаки", "Вывеска", "+79161234567"])
            await bench.TellAsync(bench.Text(client, text));
    }

    private void Reply(AddTicketMessage request) => _tickets.Reply(new TicketMessageAdded(request.TicketId, request.UpdateId));

    private Task<ConversationBench> StartAsync(Func<ConversationOptions, ConversationOptions>? options = null) =>
        ConversationBench.CreateAsync(akka => akka.WithConversations(), bench => _tickets = bench.Probe<TicketActor>(), options);

    private async Task<(ChatParticipant Client, Guid SubmissionId)> ThankedAsync(ConversationBench bench)
    {
        var client = bench.NewClient();
        await FillAsync(bench, client);
        var send = bench.Text(client, "Отправить");
        bench.Tell(send);
        var create = await _tickets.ExpectAsync<CreateTicket>();
        _tickets.Reply(new TicketCreated(create.SubmissionId, 17));
        await bench.Kit.FishForMessageAsync<Handled>(report => report.UpdateId == send.UpdateId, ConversationBench.Deadline);
        await client.NextAsync("№17");
        _submission = create.SubmissionId;
        return (client, create.SubmissionId);
    }
}
