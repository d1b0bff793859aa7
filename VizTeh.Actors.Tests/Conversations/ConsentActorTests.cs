using VizTeh.Actors.Conversations;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Conversations;

/// <summary>A consent on its way into the journal, the table of clients and the ticket, with restarts in between.</summary>
public sealed class ConsentActorTests
{
    private const string Asked = "conversation.consent-asked.v1";
    private const string Started = "conversation.started.v2";

    private ActorBench.Neighbour _tickets = null!;

    [Fact]
    public async Task A_consent_is_stored_before_the_form_begins_and_goes_into_the_ticket()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        var shown = await AskAsync(bench, client);
        var press = Press(bench, client, shown);
        bench.Tell(press);
        var stored = await _tickets.ExpectAsync<StoreConsent>();
        Assert.Equal([Asked], await bench.JournalAsync(client));

        // The process ends before the answer.
        await bench.RestartAsync();
        bench.Tell(press);
        var again = await _tickets.ExpectAsync<StoreConsent>();
        Assert.Equal(stored with { Consent = stored.Consent with { At = again.Consent.At } }, again);
        Assert.Equal((client.Person.Id, press.UpdateId, (long)shown.Id), (again.UserId, again.UpdateId, again.Consent.MessageId));
        _tickets.Reply(new ConsentStored(press.UpdateId));
        await client.NextAsync("обращаться");
        await bench.Kit.FishForMessageAsync<Handled>(report => report.UpdateId == press.UpdateId, ConversationBench.Deadline);

        // A repeat after the next restart says the same, and stores nothing.
        await bench.RestartAsync();
        await bench.TellAsync(press);
        await client.NextAsync("обращаться");
        Assert.Equal([Asked, Started], await bench.JournalAsync(client));
        foreach (var answer in (string[])["Анна", "ООО", "Тверь", "Знаки", "Вывеска", "+79161234567"])
            await bench.TellAsync(bench.Text(client, answer));
        bench.Tell(bench.Text(client, "Отправить"));
        Assert.Equal(again.Consent, (await _tickets.ExpectAsync<CreateTicket>()).Consent);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_consent_that_cannot_be_stored_begins_no_form_and_is_given_back(bool isRefused)
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        var press = Press(bench, client, await AskAsync(bench, client));
        bench.Tell(press);
        await _tickets.ExpectAsync<StoreConsent>();
        _tickets.Reply(new ConsentNotStored(press.UpdateId, "why", isRefused));

        await bench.Kit.ExpectMsgAsync(new Failed(press.UpdateId, "why", isRefused), ConversationBench.Deadline);
        Assert.Equal([Asked], await bench.JournalAsync(client));
        bench.Tell(press);
        await _tickets.ExpectAsync<StoreConsent>();
        _tickets.Reply(new ConsentStored(press.UpdateId));
        await client.NextAsync("обращаться");
    }

    [Fact]
    public async Task An_answer_that_does_not_come_gives_the_press_back()
    {
        await using var bench = await StartAsync(options => options with { TicketDeadline = TimeSpan.FromMilliseconds(200) });
        var client = bench.NewClient();
        var press = Press(bench, client, await AskAsync(bench, client));
        bench.Tell(press);

        var failed = await bench.Kit.ExpectMsgAsync<Failed>(ConversationBench.Deadline);
        Assert.Equal((press.UpdateId, false), (failed.UpdateId, failed.IsFault));
    }

    [Fact]
    public async Task A_second_press_and_a_refusal_after_it_are_told_so()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        var shown = await AskAsync(bench, client);
        var press = Press(bench, client, shown);
        var (again, refusal) = (Press(bench, client, shown), Press(bench, client, shown, FirmConsent.Disagree));
        bench.Tell(press);
        await _tickets.ExpectAsync<StoreConsent>();
        _tickets.Reply(new ConsentStored(press.UpdateId));
        await client.NextAsync("обращаться");
        await bench.Kit.FishForMessageAsync<Handled>(report => report.UpdateId == press.UpdateId, ConversationBench.Deadline);

        // The buttons are gone, but a press of before may come late.
        await bench.TellAsync(again);
        await bench.TellAsync(refusal);
        await client.NextAsync("/forget");
        Assert.Equal([Asked, Started], await bench.JournalAsync(client));
        await _tickets.Probe.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public async Task Words_while_the_question_is_open_are_in_no_event()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        await AskAsync(bench, client);
        bench.Tell(bench.Text(client, "Меня зовут Анна"));
        await client.NextAsync("не записали");
        await bench.TellAsync(bench.Text(client, "/start"));
        await client.NextAsync(FirmConsent.Title);

        Assert.Equal([Asked], await bench.JournalAsync(client));
    }

    private Task<ConversationBench> StartAsync(Func<ConversationOptions, ConversationOptions>? options = null) =>
        ConversationBench.CreateAsync(
            akka => akka.WithConversations(), bench => _tickets = bench.Probe<TicketActor>(), options,
            settings: settings => settings with { Company = settings.Company.Asking() });

    private static async Task<ChatMessage> AskAsync(ConversationBench bench, ChatParticipant client)
    {
        await bench.TellAsync(bench.Text(client, "Оставить заявку"));
        return await client.NextAsync(FirmConsent.Title);
    }

    private static ClientUpdate Press(
        ConversationBench bench, ChatParticipant client, ChatMessage shown, string label = FirmConsent.Agree) =>
        new(bench.NextUpdateId(), client.Person.Id, null, new ClientInput.Press("7", shown.Button(label)!.Data, shown.Id));
}
