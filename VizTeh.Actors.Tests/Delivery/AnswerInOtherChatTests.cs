using VizTeh.Actors.Outbox;
using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Tests.Delivery;

/// <summary>What another managers' chat sees of an answer stays true: its words, and what became of it.</summary>
public sealed class AnswerInOtherChatTests : AnswerFixture
{
    private string Answering => $"Пётр отвечает по заявке №{Id}";

    private IEnumerable<string> Seen =>
        Outbox.OtherManagers.Messages.Where(message => message.FromBot).Skip(1).Select(message => message.Text);

    [Fact]
    public async Task An_edit_of_the_answer_is_seen_there_too()
    {
        var written = await ShowAsync("100 000");
        Assert.Equal([$"{Answering}\n100 000"], Seen);

        await EditAsync(written, "10 000");
        await DeliverEverywhereAsync();

        Assert.Equal([$"{Answering}\n10 000"], Seen);
        Assert.Empty(await Outbox.Database.ReadAsync(Owed));
    }

    [Fact]
    public async Task An_edit_while_the_answer_is_being_shown_there_is_seen()
    {
        await PrepareAsync();
        var written = await AnswerAsync("100 000", other: Outbox.OtherManagers.ChatId);
        await Outbox.Delivery.DeliverAsync(Outbox.OtherManagers.ChatId, default);
        var settleAsync = await Outbox.SendUnsettledAsync(Outbox.OtherManagers, Recipient.Managers);
        await EditAsync(written, "10 000");
        await settleAsync();
        Assert.Equal([$"{Answering}\n100 000"], Seen);

        await DeliverEverywhereAsync();

        Assert.Equal([$"{Answering}\n10 000"], Seen);
    }

    [Fact]
    public async Task Words_that_fill_a_message_are_edited_below_the_line_that_stays()
    {
        var written = await ShowAsync(new string('я', 4096));

        await EditAsync(written, new string('ю', 4096));
        await DeliverEverywhereAsync();

        Assert.Equal([Answering, new string('ю', 4096)], Seen);
    }

    [Fact]
    public async Task An_answer_that_did_not_reach_the_client_is_marked_there()
    {
        await PrepareAsync();
        Outbox.Client.Block();
        await AnswerAsync("Да", other: Outbox.OtherManagers.ChatId);
        await Outbox.DeliverDueAsync(Outbox.OtherManagers);

        await DeliverEverywhereAsync();
        await AnswerAsync("Завтра", other: Outbox.OtherManagers.ChatId);
        await DeliverEverywhereAsync();

        Assert.Equal([$"{Answering} (не доставлено)\nДа", $"{Answering} (не доставлено)\nЗавтра"], Seen);
    }

    [Fact]
    public async Task An_answer_that_became_a_note_is_marked_there_and_its_words_follow()
    {
        await PrepareAsync();
        var written = await AnswerAsync("дорого", other: Outbox.OtherManagers.ChatId);
        await Outbox.DeliverDueAsync(Outbox.OtherManagers);

        await EditAsync(written, "дорого, предложите 90", note: true);
        await DeliverEverywhereAsync();
        Assert.Equal([$"Пётр: заметка по заявке №{Id} (клиенту не отправлена)\nдорого, предложите 90"], Seen);
        await EditAsync(written, "предложите 80", second: 2, note: true);
        await DeliverEverywhereAsync();

        Assert.Equal([$"Пётр: заметка по заявке №{Id} (клиенту не отправлена)\nпредложите 80"], Seen);
        Assert.Empty(Sent);
    }

    [Fact]
    public async Task An_edit_of_what_was_deleted_there_holds_up_nothing()
    {
        var written = await ShowAsync("Да");
        await Outbox.Database.ExecuteAsync("update ticket_posts set message_id = 999999 where shows = 'whole'");

        await EditAsync(written, "Нет");
        await DeliverEverywhereAsync();

        Assert.Empty(await Outbox.Database.ReadAsync(Owed));
    }

    [Fact]
    public async Task A_file_that_is_replaced_before_the_client_has_it_is_shown_there_too()
    {
        await PrepareAsync();
        var written = await AnswerAsync("Вот так", File(MessageKind.Photo), other: Outbox.OtherManagers.ChatId);
        await Outbox.DeliverDueAsync(Outbox.OtherManagers);

        await EditAsync(written, "Вот так", file: File(MessageKind.Document) with { UniqueId = "v" });
        await DeliverEverywhereAsync();

        Assert.Equal(
            [MessageKind.Text, MessageKind.Text, MessageKind.Photo, MessageKind.Document],
            Outbox.OtherManagers.Messages.Where(message => message.FromBot).Select(message => message.Kind));
        Assert.Equal([MessageKind.Document], Sent.Select(message => message.Kind));
    }

    private async Task<ChatMessage> ShowAsync(string words)
    {
        await PrepareAsync();
        var written = await AnswerAsync(words, other: Outbox.OtherManagers.ChatId);
        await DeliverEverywhereAsync();
        return written;
    }

    private async Task DeliverEverywhereAsync()
    {
        await DeliverAllAsync();
        await Outbox.DeliverDueAsync(Outbox.OtherManagers);
    }
}
