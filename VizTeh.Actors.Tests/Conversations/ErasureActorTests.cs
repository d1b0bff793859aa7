using VizTeh.Actors.Conversations;
using VizTeh.Actors.PersonalData;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Conversations;

/// <summary>An erasure across failures of what the conversation needs for it.</summary>
public sealed class ErasureActorTests
{
    private static readonly string[] Answers = ["Анна", "ООО", "Тверь", "Знаки", "Вывеска", "+79161234567"];

    private ActorBench.Neighbour _tickets = null!;
    private ActorBench.Neighbour _data = null!;

    [Fact]
    public async Task What_the_database_refuses_is_given_back_and_done_after_a_restart_with_whatever_comes_first()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        await bench.TellAsync(bench.Text(client, "Оставить заявку"));
        var confirmation = await AskedTwiceAsync(bench, client);
        bench.Tell(confirmation);
        var erase = await _data.ExpectAsync<HandlePersonalData>();
        Assert.Equal((PersonalDataStep.EraseTables, confirmation.UpdateId), (erase.Step, erase.UpdateId));
        _data.Reply(new PersonalDataNotHandled(erase.UpdateId, erase.Step, "no right", IsRefused: true));
        await bench.Kit.ExpectMsgAsync(new Failed(confirmation.UpdateId, "no right", IsFault: false), ConversationBench.Deadline);

        await bench.RestartAsync();
        var other = bench.Text(client, "/start");
        bench.Tell(other);
        await HandleAsync(PersonalDataStep.EraseTables);
        var journal = await _data.ExpectAsync<HandlePersonalData>();
        Assert.Equal(($"conversation-{client.Person.Id}", 5), (journal.PersistenceId, journal.FirstToStay));
        _data.Reply(new PersonalDataHandled(journal.UpdateId, journal.Step));
        await bench.Kit.ExpectMsgAsync(new Handled(other.UpdateId), ConversationBench.Deadline);

        await client.NextAsync("Ваши данные удалены.");
        await client.NextAsync("Здравствуйте!");
        Assert.Equal("conversation.erased.v1", (await bench.JournalAsync(client))[^1]);
    }

    [Fact]
    public async Task A_crash_before_the_journal_is_erased_ends_in_the_same_request_and_the_reply()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        await bench.TellAsync(bench.Text(client, "Оставить заявку"));
        var confirmation = await AskedTwiceAsync(bench, client);
        bench.Tell(confirmation);
        await HandleAsync(PersonalDataStep.EraseTables);
        var before = await _data.ExpectAsync<HandlePersonalData>();

        await bench.RestartAsync();
        await bench.Bot.Database.ExecuteAsync("delete from akka.journal where sequence_number < 5");
        bench.Tell(confirmation);
        var after = await _data.ExpectAsync<HandlePersonalData>();
        _data.Reply(new PersonalDataHandled(after.UpdateId, after.Step));

        await bench.Kit.FishForMessageAsync<Handled>(report => report.UpdateId == confirmation.UpdateId, ConversationBench.Deadline);
        await client.NextAsync("Ваши данные удалены.");
        Assert.Equal(before, after);
        await bench.TellAsync(bench.Text(client, "Оставить заявку"));
        await client.NextAsync("обращаться");
    }

    [Fact]
    public async Task While_the_ticket_is_being_stored_the_wish_waits_for_it()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        foreach (var text in Answers.Prepend("Оставить заявку"))
            await bench.TellAsync(bench.Text(client, text));
        bench.Tell(bench.Text(client, "Отправить"));
        var create = await _tickets.ExpectAsync<CreateTicket>();
        var wish = bench.Text(client, "/forget");
        bench.Tell(wish);
        _tickets.Reply(new TicketCreated(create.SubmissionId, 17));
        await client.NextAsync("№17");
        var look = await _data.ExpectAsync<HandlePersonalData>();
        _data.Reply(new PersonalDataHandled(look.UpdateId, look.Step) { IsAny = true });

        await client.NextAsync("Удалить все ваши данные?");
        await bench.Kit.FishForMessageAsync<Handled>(report => report.UpdateId == wish.UpdateId, ConversationBench.Deadline);
    }

    [Fact]
    public async Task A_confirmation_from_before_the_form_was_sent_erases_nothing_and_the_next_wish_is_asked_about_anew()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        foreach (var text in Answers.Prepend("Оставить заявку"))
            await bench.TellAsync(bench.Text(client, text));
        await AskedTwiceAsync(bench, client);
        var question = await client.NextAsync("Точно удалить?");
        // The button goes when the form is sent.
        var pressed = new ClientInput.Press("query", question.Button("Да, удалить навсегда")!.Data, question.Id);
        bench.Tell(bench.Text(client, "Отправить"));
        var create = await _tickets.ExpectAsync<CreateTicket>();
        var confirmation = bench.Text(client, "") with { Input = pressed };
        bench.Tell(confirmation);
        _tickets.Reply(new TicketCreated(create.SubmissionId, 17));
        await client.NextAsync("№17");
        await bench.Kit.FishForMessageAsync<Handled>(report => report.UpdateId == confirmation.UpdateId, ConversationBench.Deadline);

        bench.Tell(bench.Text(client, "/forget"));
        // Not asked to erase anything before.
        await HandleAsync(PersonalDataStep.Look);
        await client.NextAsync("Удалить все ваши данные?");
    }

    private Task<ConversationBench> StartAsync() => ConversationBench.CreateAsync(
        akka => akka.WithConversations(),
        bench => (_tickets, _data) = (bench.Probe<TicketActor>(), bench.Probe<PersonalDataActor>()));

    private async Task HandleAsync(PersonalDataStep step)
    {
        var request = await _data.ExpectAsync<HandlePersonalData>();
        Assert.Equal(step, request.Step);
        _data.Reply(new PersonalDataHandled(request.UpdateId, request.Step) { IsAny = true });
    }

    private async Task<ClientUpdate> AskedTwiceAsync(ConversationBench bench, ChatParticipant client)
    {
        bench.Tell(bench.Text(client, "/forget"));
        await HandleAsync(PersonalDataStep.Look);
        await bench.Kit.ExpectMsgAsync<Handled>(ConversationBench.Deadline);
        await bench.TellAsync(bench.Text(client, "Удалить мои данные"));
        return bench.Text(client, "Да, удалить навсегда");
    }
}
