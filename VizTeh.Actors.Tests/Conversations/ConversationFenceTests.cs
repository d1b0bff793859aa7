using System.Text;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Conversations;

/// <summary>A conversation that another process has continued while this process held it in memory, or was recovering it.</summary>
public sealed class ConversationFenceTests
{
    [Fact]
    public async Task An_answer_to_a_question_that_the_other_process_is_past_is_given_back_and_judged_by_the_true_state()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        await bench.TellUntilHandledAsync(bench.Text(client, "Оставить заявку"));
        await StoreAsync(bench, client, 2, Answered(bench, "Name", "Анна", next: "Organization"));
        await StoreAsync(bench, client, 3, Answered(bench, "Organization", "ООО", next: "City"));
        await ShortenAsync(bench, client);

        var city = bench.Text(client, "Тверь");
        bench.Tell(city);
        // A report on the first update may still come, if it was sent again.
        var report = await bench.Kit.FishForMessageAsync<Failed>(failed => failed.UpdateId == city.UpdateId, ConversationBench.Deadline);
        Assert.False(report.IsFault);
        Assert.Contains("is stored up to number 3", report.Error, StringComparison.Ordinal);
        await bench.TellUntilHandledAsync(city);

        await client.NextAsync("направлен");
        Assert.Equal(
            ["3 Organization ООО", "4 city Тверь"],
            await bench.Bot.Database.ReadAsync(
                """
                select concat_ws(' ', sequence_number, coalesce(event ->> 'field', event -> 'answer' ->> 'id'),
                                 coalesce(event ->> 'value', event -> 'answer' ->> 'value'))
                  from (select sequence_number, convert_from(message, 'UTF8')::json as event from akka.journal
                        where sequence_number > 2) stored
                 order by sequence_number
                """));
    }

    [Fact]
    public async Task Under_a_later_term_even_a_refusal_is_judged_by_what_the_other_process_stored()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        await bench.TellUntilHandledAsync(bench.Text(client, "Оставить заявку") with { Term = 1 });
        await client.NextAsync("обращаться");
        await StoreAsync(bench, client, 2, Answered(bench, "Name", "Анна", next: "Organization"));

        var sticker = new ClientUpdate(
            bench.NextUpdateId(), client.Person.Id, null, new ClientInput.Unsupported(UnsupportedKind.Sticker), Term: 3);
        await bench.TellUntilHandledAsync(sticker);

        await client.NextAsync("организац");
        Assert.Equal(["2"], await bench.Bot.Database.ReadAsync("select count(*) from akka.journal"));
    }

    [Fact]
    public async Task Events_of_two_processes_by_turns_are_all_recovered()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        await bench.TellUntilHandledAsync(bench.Text(client, "Оставить заявку"));
        await StoreAsync(bench, client, 2, Answered(bench, "Name", "Анна", next: "Organization"), writer: "a");
        await StoreAsync(bench, client, 3, Answered(bench, "Organization", "ООО", next: "City"), writer: "b");
        await StoreAsync(bench, client, 4, Answered(bench, "City", "Тверь", next: "Direction"), writer: "a");
        await StoreAsync(bench, client, 5, Answered(bench, "Direction", "Знаки", next: "Description"), writer: "b");
        await StoreAsync(bench, client, 6, Answered(bench, "Description", "Стела", next: "Phone"), writer: "a");
        await bench.RestartAsync();

        await bench.TellUntilHandledAsync(bench.Text(client, "+79161234567"));

        await client.NextAsync("Проверьте");
        Assert.Equal(["7"], await bench.Bot.Database.ReadAsync("select max(sequence_number) from akka.journal"));
    }

    [Fact]
    public async Task A_conversation_of_which_events_are_missing_in_the_middle_is_not_gone_on_with()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        await bench.TellUntilHandledAsync(bench.Text(client, "Оставить заявку"));
        await StoreAsync(bench, client, 3, Answered(bench, "Organization", "ООО", next: "City"));
        await bench.RestartAsync();

        var city = bench.Text(client, "Тверь");
        bench.Tell(city);
        await Eventually.IsTrueAsync(
            () => bench.Bot.Log.All.Any(line => line.Contains("events after number 1", StringComparison.Ordinal)), "it is logged");
        Assert.Equal(["1", "3"], await bench.Bot.Database.ReadAsync("select sequence_number from akka.journal order by 1"));

        // The events that the other process was just compacting are complete when they are read again.
        await bench.Bot.Database.ExecuteAsync("update akka.journal set sequence_number = 2 where sequence_number = 3");
        await bench.TellUntilHandledAsync(city);
        await client.NextAsync("направлен");
    }

    private static Task<ConversationBench> StartAsync() => ConversationBench.CreateAsync(
        akka => akka.WithConversations(), bench => bench.Probe<TicketActor>());

    private static string Answered(ConversationBench bench, string field, string value, string next) =>
        $$"""{"field":"{{field}}","value":"{{value}}","next":"{{next}}","updateId":{{bench.NextUpdateId()}},"at":"2026-03-01T12:00:00Z"}""";

    /// <summary>Stores an event as another process would.</summary>
    private static Task StoreAsync(ConversationBench bench, ChatParticipant client, int number, string json, string writer = "another") =>
        bench.Bot.Database.ExecuteAsync(
            $"""
            insert into akka.journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid)
            values (1, false, 'conversation-{client.Person.Id}', {number}, '\x{Convert.ToHexString(Encoding.UTF8.GetBytes(json))}',
                    'conversation.answered.v1', 4950, '{writer}')
            """);

    /// <summary>Saves a snapshot after number 3, as another process would, and deletes the events that it replaces.</summary>
    private static Task ShortenAsync(ConversationBench bench, ChatParticipant client)
    {
        const string snapshot =
            """
            {"form":{"state":"asking","formId":"0195b0e1-0000-7000-8000-000000000001","field":"City",
             "answers":[{"field":"Name","value":"Анна"},{"field":"Organization","value":"ООО"}],"forReview":false,"revision":2},
             "handledUpdates":[1,2,3]}
            """;
        return bench.Bot.Database.ExecuteAsync(
            $"""
            insert into akka.snapshot (persistence_id, sequence_number, created, snapshot, manifest, serializer_id)
            values ('conversation-{client.Person.Id}', 3, 1, '\x{Convert.ToHexString(Encoding.UTF8.GetBytes(snapshot))}',
                    'conversation.snapshot.v1', 4950);
            delete from akka.journal where sequence_number < 3;
            update akka.journal set deleted = true;
            """);
    }
}
