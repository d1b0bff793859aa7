using VizTeh.Actors.Conversations;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Conversations;

/// <summary>What a client sent last is in the snapshot, which is all that remains of the conversation.</summary>
public sealed class RememberedAnswersActorTests
{
    private const string Length =
        "select (select count(*) from akka.journal where not deleted) || ' events, ' || count(*) || ' snapshots' from akka.snapshot";

    [Fact]
    public async Task The_answers_are_offered_after_the_events_are_deleted_and_the_process_has_restarted()
    {
        await using var bench = await ConversationBench.CreateAsync(
            akka => akka.WithTickets().WithConversations(), bench => bench.Probe<OutboxKey>(),
            options => options with { RestBeforeSnapshot = TimeSpan.FromMilliseconds(20) });
        var client = bench.NewClient();
        foreach (var typed in (string[])["Оставить заявку", "Анна", "ООО", "Тверь", "Знаки", "Вывеска"])
            await bench.TellAsync(bench.Text(client, typed));
        await bench.TellAsync(bench.Text(client, "") with { Input = new ClientInput.Contact("79161234567", IsOwn: true) });
        await bench.TellAsync(bench.Text(client, "Отправить"));
        await client.NextAsync("№");
        await Eventually.BecomesAsync(
            () => bench.Bot.Database.ReadAsync(Length), rows => rows is ["0 events, 1 snapshots"], "the snapshot replaces the events");
        await bench.RestartAsync();

        await bench.TellUntilHandledAsync(bench.Text(client, "Оставить заявку"));
        Assert.NotNull((await client.NextAsync("обращаться")).Button("Анна"));
        await bench.TellAsync(bench.Text(client, "Анна"));
        Assert.NotNull((await client.NextAsync("организац")).Button("ООО"));
        await bench.RestartAsync();
        await bench.TellUntilHandledAsync(bench.Text(client, "ООО"));
        Assert.NotNull((await client.NextAsync("город")).Button("Тверь"));
        foreach (var typed in (string[])["Тверь", "Стелы", "Стела"])
            await bench.TellAsync(bench.Text(client, typed));
        await client.NextAsync("телефон");
        const string Shown = "+7\u00A0916\u00A0123-45-67";
        Assert.Contains(Shown, client.Menu!.Labels);
        await bench.RestartAsync();
        await bench.TellUntilHandledAsync(bench.Text(client, Shown));
        await bench.TellAsync(bench.Text(client, "Отправить"));

        await client.NextAsync("№");
        Assert.Equal(
            ["Анна|ООО|Тверь|Знаки|+79161234567|true", "Анна|ООО|Тверь|Стелы|+79161234567|true"],
            await bench.Bot.Database.ReadAsync(
                """
                select concat_ws('|', name, org, city, direction, phone,
                                 jsonb_path_query_first(answers, '$[*] ? (@.id == "phone")')->>'verified')
                  from tickets order by id
                """));
    }
}
