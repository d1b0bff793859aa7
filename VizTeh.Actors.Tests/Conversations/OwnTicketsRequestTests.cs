using VizTeh.Actors.Conversations;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Conversations;

/// <summary>What a client wants of the own tickets, as the conversation's actor has it read and done.</summary>
public sealed class OwnTicketsRequestTests
{
    private static readonly OwnTicket Open = new(17, null, SentAnswers.None, false, false, null, null);

    private ActorBench.Neighbour _tickets = null!;

    [Fact]
    public async Task A_withdrawal_is_asked_for_by_the_update_and_told_when_it_is_done_also_after_a_crash_in_between()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        var press = Press(bench, client, "my:withdraw:17");
        bench.Tell(press);
        var before = await _tickets.ExpectAsync<WithdrawTicket>();
        Assert.DoesNotContain(client.Messages, message => message.FromBot);

        await bench.RestartAsync();
        bench.Tell(press);
        var after = await _tickets.ExpectAsync<WithdrawTicket>();
        Done(after);

        await bench.Kit.ExpectMsgAsync(new Handled(press.UpdateId), ConversationBench.Deadline);
        await client.NextAsync("Заявка №17 отозвана.");
        Assert.Equal(new WithdrawTicket(client.Person.Id, press.UpdateId, 17, null, "клиент"), before);
        Assert.Equal(before, after);
    }

    [Theory]
    [InlineData("Отозвать")]
    [InlineData("отзываю")]
    [InlineData("Открыть №17 снова")]
    public async Task After_a_restart_it_is_asked_first_whether_a_written_word_has_changed_a_ticket_before(string typed)
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        var repeated = bench.Text(client, typed);
        bench.Tell(repeated);
        var asked = await _tickets.ExpectAsync<FindOwnChange>();
        Assert.Equal(new FindOwnChange(client.Person.Id, repeated.UpdateId), asked);
        _tickets.Reply(new OwnTicketWithdrawn(
            repeated.UpdateId, Withdrawal.Done, Open with { IsClosed = true, IsWithdrawn = true }));
        await bench.Kit.ExpectMsgAsync(new Handled(repeated.UpdateId), ConversationBench.Deadline);
        await client.NextAsync("Заявка №17 отозвана.");

        var other = bench.Text(client, typed);
        bench.Tell(other);
        await _tickets.ExpectAsync<FindOwnChange>();
        _tickets.Reply(new OwnTicketUnchanged(other.UpdateId));
        if (typed == "Отозвать")
            await _tickets.ExpectAsync<FindOwnTickets>();
        else
            await _tickets.ExpectAsync<FindClientTickets>();
    }

    [Fact]
    public async Task While_the_database_is_away_or_nobody_answers_the_update_is_given_back_and_nothing_is_said()
    {
        // The answers that do come have to come within it.
        await using var bench = await StartAsync(options => options with { TicketDeadline = TimeSpan.FromSeconds(5) });
        var client = bench.NewClient();
        var press = Press(bench, client, "my:withdraw:17");
        bench.Tell(press);
        await _tickets.ExpectAsync<WithdrawTicket>();
        _tickets.Reply(new OwnTicketsNotAnswered(press.UpdateId, "the database is away", IsRefused: false));
        await bench.Kit.ExpectMsgAsync(new Failed(press.UpdateId, "the database is away", IsFault: false), ConversationBench.Deadline);

        bench.Tell(press);
        var late = await _tickets.ExpectAsync<WithdrawTicket>();
        Assert.False((await bench.Kit.ExpectMsgAsync<Failed>(ConversationBench.Deadline)).IsFault);
        Done(late);

        await bench.TellAsync(bench.Text(client, "/help"));
        await client.NextAsync("Как оставить заявку");
        Assert.DoesNotContain(client.Messages, message => message.Text.Contains("отозвана", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_by_the_database_is_told_and_the_update_is_done_with()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        var press = Press(bench, client, "my:withdraw:17");
        bench.Tell(press);
        await _tickets.ExpectAsync<WithdrawTicket>();
        _tickets.Reply(new OwnTicketsNotAnswered(press.UpdateId, "no such right", IsRefused: true));

        await bench.Kit.ExpectMsgAsync(new Handled(press.UpdateId), ConversationBench.Deadline);
        await client.NextAsync(bench.Bot.Settings.Company.Phone);
    }

    [Fact]
    public async Task The_list_and_a_ticket_take_turns_in_one_message()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        var wanted = bench.Text(client, "/my");
        bench.Tell(wanted);
        Assert.Equal(0, (await _tickets.ExpectAsync<FindOwnTickets>()).Page);
        _tickets.Reply(new OwnTicketsFound(wanted.UpdateId, [Open], 0, 1));
        await bench.Kit.ExpectMsgAsync(new Handled(wanted.UpdateId), ConversationBench.Deadline);
        var shown = await client.NextAsync("Мои заявки");
        var before = client.Messages.Length;

        // The same press twice: an edit that was not taken is tried again.
        foreach (var _ in (int[])[1, 2])
        {
            var press = Press(bench, client, "my:open:17", shown.Id);
            bench.Tell(press);
            await _tickets.ExpectAsync<FindOwnTicket>();
            _tickets.Reply(new OwnTicketFound(press.UpdateId, Open));
            await bench.Kit.ExpectMsgAsync(new Handled(press.UpdateId), ConversationBench.Deadline);
            await client.WaitForEditAsync(shown, message => message.Button("К списку") is not null);
        }

        Assert.Equal(before, client.Messages.Length);
    }

    [Fact]
    public async Task What_follows_the_button_is_added_to_its_ticket_across_a_restart_and_a_crash_before_the_reply_says_it_once_more()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        var press = Press(bench, client, "my:add:17");
        bench.Tell(press);
        await _tickets.ExpectAsync<FindOwnTicket>();
        _tickets.Reply(new OwnTicketFound(press.UpdateId, Open));
        await bench.Kit.ExpectMsgAsync(new Handled(press.UpdateId, IsDeduplicated: true), ConversationBench.Deadline);
        await client.NextAsync("Что добавить к заявке №17?");

        await bench.RestartAsync();
        bench.Tell(press);
        await bench.Kit.ExpectMsgAsync(new Handled(press.UpdateId, IsDeduplicated: true), ConversationBench.Deadline);
        await client.NextAsync("Что добавить к заявке №17?");
        var words = bench.Text(client, "Этаж третий") with { Message = new MessageStamp(70, 1_772_366_400) };
        await AddAsync(bench, words);
        await client.NextAsync("Добавили к заявке №17");

        await bench.RestartAsync();
        bench.Tell(words);
        await bench.Kit.ExpectMsgAsync(new Handled(words.UpdateId, IsDeduplicated: true), ConversationBench.Deadline);
        await client.NextAsync("Добавили к заявке №17");
        Assert.Equal(
            ["conversation.addition-progressed.v1", "conversation.addition-progressed.v1"], await bench.JournalAsync(client));
    }

    private async Task AddAsync(ConversationBench bench, ClientUpdate words)
    {
        bench.Tell(words);
        var find = await _tickets.ExpectAsync<FindClientTickets>();
        Assert.Equal(17, find.Named);
        _tickets.Reply(new ClientTicketsFound(words.UpdateId, [new ClientTicket(17, null, "Знаки", IsClosed: false)]));
        var add = await _tickets.ExpectAsync<AddTicketMessage>();
        Assert.Equal((17, "Этаж третий"), (add.TicketId, add.Text));
        _tickets.Reply(new TicketMessageAdded(17, words.UpdateId));
        await bench.Kit.ExpectMsgAsync(new Handled(words.UpdateId, IsDeduplicated: true), ConversationBench.Deadline);
    }

    private static ClientUpdate Press(ConversationBench bench, ChatParticipant client, string data, long? messageId = null) =>
        bench.Text(client, "") with { Input = new ClientInput.Press("query", data, messageId) };

    private void Done(WithdrawTicket request) => _tickets.Reply(
        new OwnTicketWithdrawn(request.UpdateId, Withdrawal.Done, Open with { IsClosed = true, IsWithdrawn = true }));

    private Task<ConversationBench> StartAsync(Func<ConversationOptions, ConversationOptions>? options = null) =>
        ConversationBench.CreateAsync(akka => akka.WithConversations(), bench => _tickets = bench.Probe<TicketActor>(), options);
}
