using VizTeh.Actors.Conversations;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;
using Attachment = VizTeh.Actors.Messages.Attachment;

namespace VizTeh.Actors.Tests.Conversations;

/// <summary>Files at the description as the conversation's actor takes them, across restarts.</summary>
public sealed class FileActorTests
{
    [Fact]
    public async Task An_album_is_gathered_in_order_with_one_reply_though_the_bot_restarts_between_its_parts_and_one_comes_twice()
    {
        await using var bench = await StartAsync();
        var client = await AtDescriptionAsync(bench);

        ClientUpdate[] parts = [.. Enumerable.Range(1, 5).Select(part => Photo(bench, client, $"part {part}", "album"))];
        await bench.TellAsync(parts[0]);
        await bench.TellAsync(parts[1]);
        await bench.RestartAsync();
        await bench.TellAsync(parts[1]);
        await bench.TellAsync(parts[2]);
        await bench.TellAsync(parts[3]);
        await bench.RestartAsync();
        await bench.TellAsync(parts[4]);
        await bench.TellAsync(bench.Text(client, "Готово"));

        await client.NextAsync("телефон");
        Assert.Single(client.Messages, message => message.Text.Contains("Добавлено.", StringComparison.Ordinal));
        Assert.Single(client.Messages, message => message.Text.Contains("Опишите задачу", StringComparison.Ordinal));
        Assert.Equal(["part 1 part 2 part 3 part 4 part 5"], await FilesAsync(bench));
        Assert.Equal(5, (await bench.JournalAsync(client)).Count(manifest => manifest == "conversation.file-added.v1"));
    }

    [Fact]
    public async Task A_file_whose_reply_may_be_lost_in_a_crash_is_stored_once_and_the_question_shows_it()
    {
        await using var bench = await StartAsync();
        var client = await AtDescriptionAsync(bench);
        var photo = Photo(bench, client, "photo", null);
        await bench.TellAsync(photo);
        await client.NextAsync("Добавлено.");

        await bench.RestartAsync();
        await bench.TellAsync(photo);

        var asked = await client.NextAsync("Опишите задачу");
        Assert.Contains("📎 1 фото", asked.Text, StringComparison.Ordinal);
        Assert.NotNull(asked.Button("Готово"));
        await bench.TellAsync(bench.Text(client, "Готово"));
        await client.NextAsync("телефон");
        Assert.Equal(["photo"], await FilesAsync(bench));
    }

    [Fact]
    public async Task Used_up_buttons_leave_the_chat_when_the_answer_is_ended()
    {
        await using var bench = await StartAsync();
        var client = await AtDescriptionAsync(bench);
        await bench.TellAsync(Photo(bench, client, "one", null));
        var added = await client.NextAsync("Добавлено.");
        await bench.TellAsync(Photo(bench, client, "two", null));
        var second = await client.NextAsync("Добавлено.");

        await bench.TellAsync(bench.Text(client, "Две стелы"));

        await client.NextAsync("телефон");
        foreach (var message in new[] { added, second })
            await client.WaitForEditAsync(message, shown => shown.Button("Готово") is null);
        Assert.StartsWith("Добавлено.", second.Text, StringComparison.Ordinal);
    }

    private static Task<ConversationBench> StartAsync() =>
        ConversationBench.CreateAsync(akka => akka.WithConversations(), bench => bench.Probe<TicketActor>());

    private static async Task<ChatParticipant> AtDescriptionAsync(ConversationBench bench)
    {
        var client = bench.NewClient();
        foreach (var text in new[] { "Оставить заявку", "Анна", "ООО", "Тверь", "Знаки" })
            await bench.TellAsync(bench.Text(client, text));
        await client.NextAsync("Опишите задачу");
        return client;
    }

    private static ClientUpdate Photo(ConversationBench bench, ChatParticipant client, string id, string? album) => new(
        bench.NextUpdateId(), client.Person.Id, null,
        new ClientInput.File(new Attachment(AttachmentKind.Photo, id, $"u {id}")) { AlbumId = album });

    private static Task<IReadOnlyList<string>> FilesAsync(ConversationBench bench) => bench.Bot.Database.ReadAsync(
        """
        select string_agg(file ->> 'fileId', ' ') from akka.journal,
               json_array_elements(convert_from(message, 'utf8')::json -> 'answer' -> 'files') file
         where manifest = 'conversation.answered.v2'
        """);
}
