using VizTeh.Actors.Conversations;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Conversations;

/// <summary>The edit of a message that was added to a ticket, as the conversation's actor has it stored.</summary>
public sealed class CorrectionRequestTests
{
    private const string Confirmed = "Исправили в заявке №17.";

    private ActorBench.Neighbour _tickets = null!;

    [Fact]
    public async Task The_client_hears_of_it_when_the_new_words_are_stored_also_after_a_crash_in_between()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        var edit = Edit(bench, client, "Этаж второй");
        bench.Tell(edit);
        var before = await _tickets.ExpectAsync<CorrectTicketMessage>();
        Assert.DoesNotContain(client.Messages, message => message.FromBot);

        await bench.RestartAsync();
        bench.Tell(edit);
        var after = await _tickets.ExpectAsync<CorrectTicketMessage>();
        _tickets.Reply(new TicketMessageCorrected(edit.UpdateId, 17, IsNews: true));

        await bench.Kit.ExpectMsgAsync(new Handled(edit.UpdateId), ConversationBench.Deadline);
        await client.NextAsync(Confirmed);
        Assert.Equal(
            new CorrectTicketMessage(
                client.Person.Id, edit.UpdateId, 70, "Этаж второй", DateTimeOffset.FromUnixTimeSeconds(1_772_366_460)),
            before);
        Assert.Equal(before, after);
    }

    [Fact]
    public async Task While_the_database_is_away_refuses_or_does_not_answer_the_update_is_given_back_and_nothing_is_said()
    {
        // The answers that do come have to come within it.
        await using var bench = await StartAsync(options => options with { TicketDeadline = TimeSpan.FromSeconds(5) });
        var client = bench.NewClient();
        var edit = Edit(bench, client, "Этаж второй");

        foreach (var isRefused in (bool[])[false, true])
        {
            bench.Tell(edit);
            await _tickets.ExpectAsync<CorrectTicketMessage>();
            _tickets.Reply(new TicketMessageNotCorrected(edit.UpdateId, "why", isRefused));
            await bench.Kit.ExpectMsgAsync(new Failed(edit.UpdateId, "why", isRefused), ConversationBench.Deadline);
        }

        bench.Tell(edit);
        await _tickets.ExpectAsync<CorrectTicketMessage>();
        Assert.False((await bench.Kit.ExpectMsgAsync<Failed>(ConversationBench.Deadline)).IsFault);
        _tickets.Reply(new TicketMessageCorrected(edit.UpdateId, 17, IsNews: true));
        await bench.TellAsync(bench.Text(client, "/help"));

        await client.NextAsync("Как оставить заявку");
        Assert.DoesNotContain(client.Messages, message => message.Text == Confirmed);
    }

    [Fact]
    public async Task An_edit_of_what_was_added_to_no_ticket_answers_the_open_question_as_ever()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        await bench.TellAsync(bench.Text(client, "Оставить заявку"));
        await client.NextAsync("обращаться");
        var message = client.Messages[^1].Id + 1;
        await bench.TellAsync(bench.Text(client, "\u3164") with { Message = new MessageStamp(message, Now) });

        var edit = Edit(bench, client, "Анна") with { Message = new MessageStamp(message, Now) };
        bench.Tell(edit);
        await _tickets.ExpectAsync<CorrectTicketMessage>();
        _tickets.Reply(new TicketMessageCorrected(edit.UpdateId, null, IsNews: false));

        await bench.Kit.FishForMessageAsync<Handled>(report => report.UpdateId == edit.UpdateId, ConversationBench.Deadline);
        await client.NextAsync("организац");
    }

    [Fact]
    public async Task An_edit_of_an_addition_is_no_answer_to_the_open_question()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        await bench.TellAsync(bench.Text(client, "Оставить заявку"));
        await client.NextAsync("обращаться");

        var edit = Edit(bench, client, "Этаж второй") with { Message = new MessageStamp(client.Messages[^1].Id + 1, Now) };
        bench.Tell(edit);
        await _tickets.ExpectAsync<CorrectTicketMessage>();
        _tickets.Reply(new TicketMessageCorrected(edit.UpdateId, 17, IsNews: false));

        await bench.Kit.FishForMessageAsync<Handled>(report => report.UpdateId == edit.UpdateId, ConversationBench.Deadline);
        Assert.Equal(["conversation.started.v2"], await bench.JournalAsync(client));
    }

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    private static ClientUpdate Edit(ConversationBench bench, ChatParticipant client, string text) => bench.Text(client, "") with
    {
        Input = new ClientInput.Edited(text) { EditedAt = 1_772_366_460 },
        Message = new MessageStamp(70, 1_772_366_400),
    };

    private Task<ConversationBench> StartAsync(Func<ConversationOptions, ConversationOptions>? options = null) =>
        ConversationBench.CreateAsync(akka => akka.WithConversations(), bench => _tickets = bench.Probe<TicketActor>(), options);
}
