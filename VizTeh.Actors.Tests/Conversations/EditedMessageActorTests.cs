using VizTeh.Actors.Conversations;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Conversations;

/// <summary>Edits of a client's messages as the conversation's actor takes them, across restarts.</summary>
public sealed class EditedMessageActorTests
{
    [Fact]
    public async Task A_correction_is_stored_before_it_is_said_and_a_repeat_after_a_crash_says_the_open_question_once()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        await bench.TellAsync(Text(bench, client, "Оставить заявку", 10));
        await bench.TellAsync(Text(bench, client, "Анна", 12));
        await client.NextAsync("организац");

        var edit = Edit(bench, client, "Яна", 12);
        await bench.TellAsync(edit);
        var said = await client.NextAsync("организац");
        Assert.StartsWith("Исправлено: «Имя» — Яна.", said.Text, StringComparison.Ordinal);
        await bench.RestartAsync();
        await bench.TellAsync(edit);

        Assert.DoesNotContain("Исправлено", (await client.NextAsync("организац")).Text, StringComparison.Ordinal);
        Assert.Equal(
            ["conversation.started.v2", "conversation.answered.v2", "conversation.corrected.v1"], await bench.JournalAsync(client));
        await bench.TellAsync(Text(bench, client, "ООО", 20));
        await client.NextAsync("город");
    }

    [Fact]
    public async Task A_refused_message_is_mended_by_an_edit_after_a_restart_and_an_earlier_one_is_not()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        var (begun, later) = (TimeProvider.System.GetUtcNow(), TimeProvider.System.GetUtcNow().AddSeconds(2));
        await bench.TellAsync(Text(bench, client, "Оставить заявку", 10, begun));
        await bench.TellAsync(Text(bench, client, "\u3164", 12, later));
        await client.NextAsync("пустой");

        await bench.RestartAsync();
        await bench.TellAsync(Edit(bench, client, "Борис", 10, begun));
        await bench.TellAsync(Edit(bench, client, "Анна", 12, later));

        await client.NextAsync("организац");
        Assert.Equal(["Анна"], await bench.Bot.Database.ReadAsync(
            """
            select convert_from(message, 'utf8')::json -> 'answer' ->> 'value' from akka.journal
             where manifest = 'conversation.answered.v2'
            """));
    }

    [Fact]
    public async Task A_message_that_comes_with_its_edited_text_is_answered_once_though_the_edit_follows()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        await bench.TellAsync(Text(bench, client, "Оставить заявку", 10));
        await client.NextAsync("обращаться");

        await bench.TellAsync(Text(bench, client, "\u3164", 14));
        await bench.TellAsync(Edit(bench, client, "\u3164", 14));
        await bench.TellAsync(Text(bench, client, "Анна", 16));
        await bench.TellAsync(Edit(bench, client, "Анна", 16));
        await bench.TellAsync(Text(bench, client, "ООО", 18));

        await client.NextAsync("город");
        Assert.Single(client.Messages, message => message.Text.Contains("пустой", StringComparison.Ordinal));
        Assert.Single(client.Messages, message => message.Text.Contains("организац", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_edit_after_the_form_was_cancelled_is_passed_over_and_after_it_was_taken_up_again_it_counts()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        await bench.TellAsync(Text(bench, client, "Оставить заявку", 10));
        await bench.TellAsync(Text(bench, client, "Анна", 12));
        await bench.TellAsync(Text(bench, client, "Отменить", 14));
        await client.NextAsync("отменена");
        var said = client.Messages.Count(message => message.FromBot);

        await bench.TellAsync(Edit(bench, client, "Яна", 12));
        Assert.Equal(said, client.Messages.Count(message => message.FromBot));
        await bench.TellAsync(Text(bench, client, "Вернуть", 16));
        await bench.TellAsync(Edit(bench, client, "Яна", 12));

        await client.NextAsync("Исправлено: «Имя» — Яна.");
    }

    private static Task<ConversationBench> StartAsync() =>
        ConversationBench.CreateAsync(
            akka => akka.WithConversations(),
            // No message was added to a ticket.
            bench => bench.Answer<TicketActor>(
                message => message is CorrectTicketMessage edit ? new TicketMessageCorrected(edit.UpdateId, null, IsNews: false) : null));

    private static ClientUpdate Text(
        ConversationBench bench, ChatParticipant client, string text, long messageId, DateTimeOffset? at = null) =>
        bench.Text(client, text) with
        {
            Message = new MessageStamp(messageId, (at ?? TimeProvider.System.GetUtcNow()).ToUnixTimeSeconds()),
        };

    private static ClientUpdate Edit(
        ConversationBench bench, ChatParticipant client, string text, long messageId, DateTimeOffset? at = null) =>
        Text(bench, client, text, messageId, at) with { Input = new ClientInput.Edited(text) };
}
