using VizTeh.Actors.Outbox;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tickets;
using Attachment = VizTeh.Actors.Messages.Attachment;

namespace VizTeh.Actors.Tests.Delivery;

/// <summary>The client's copy of an answer follows the manager's edits.</summary>
public sealed class EditedAnswerTests : AnswerFixture
{
    [Fact]
    public async Task An_edit_of_a_delivered_text_edits_the_clients_copy()
    {
        await PrepareAsync();
        var written = await AnswerAsync("В десять");
        await DeliverToClientAsync();

        Assert.Equal(EditOutcome.Changed, await EditAsync(written, "В одиннадцать"));
        await DeliverAllAsync();

        Assert.Equal([$"{Heading}\n\nВ одиннадцать"], Sent.Select(message => message.Text));
        Assert.Equal(["В одиннадцать|1"], await Outbox.Database.ReadAsync("select text || '|' || edits from ticket_messages"));
        Assert.Empty(await Outbox.Database.ReadAsync(Owed));
    }

    [Fact]
    public async Task An_edit_before_the_delivery_changes_what_is_delivered()
    {
        await PrepareAsync();
        var written = await AnswerAsync("В десять");
        await EditAsync(written, "В одиннадцать");

        await DeliverAllAsync();

        Assert.Equal([$"{Heading}\n\nВ одиннадцать"], Sent.Select(message => message.Text));
        Assert.Equal(0, Sent[0].EditCount);
    }

    [Fact]
    public async Task An_edit_during_the_delivery_reaches_the_copy()
    {
        await PrepareAsync();
        var written = await AnswerAsync("В десять");
        var settleAsync = await Outbox.SendUnsettledAsync(Outbox.Client, Recipient.Client);
        await EditAsync(written, "В одиннадцать");
        await settleAsync();
        Assert.Equal([$"{Heading}\n\nВ десять"], Sent.Select(message => message.Text));

        await DeliverToClientAsync();

        Assert.Equal([$"{Heading}\n\nВ одиннадцать"], Sent.Select(message => message.Text));
    }

    [Fact]
    public async Task Captions_are_edited_each_in_its_part_of_the_album()
    {
        await PrepareAsync();
        var first = await AnswerAsync("Спереди", File(MessageKind.Photo), "a");
        var second = await AnswerAsync("", File(MessageKind.Photo), "a");
        await DeliverToClientAsync();

        await EditAsync(first, "");
        await EditAsync(second, "сбоку");
        await DeliverToClientAsync();

        Assert.Equal([Heading, "сбоку"], Sent.Select(message => message.Text));
    }

    [Fact]
    public async Task An_older_edit_that_comes_again_changes_nothing()
    {
        await PrepareAsync();
        var written = await AnswerAsync("В десять");
        await EditAsync(written, "В двенадцать", second: 9);

        Assert.Equal(EditOutcome.Unchanged, await EditAsync(written, "В одиннадцать", second: 5));
        await DeliverToClientAsync();

        Assert.Equal([$"{Heading}\n\nВ двенадцать"], Sent.Select(message => message.Text));
    }

    [Fact]
    public async Task An_edit_of_what_is_no_answer_changes_nothing()
    {
        await PrepareAsync();
        await AnswerAsync("Скидка", note: true);

        Assert.Equal(EditOutcome.Unchanged, await EditAsync(Card, "?"));
        await DeliverAllAsync();

        Assert.Equal(["Скидка"], await Outbox.Database.ReadAsync("select text from ticket_messages"));
        Assert.Empty(Sent);
    }

    [Fact]
    public async Task An_edit_that_does_not_fit_the_clients_copy_is_not_cut_and_the_manager_is_told_in_reply()
    {
        await PrepareAsync();
        var (text, caption) = (await AnswerAsync("В десять"), await AnswerAsync("Вот так", File(MessageKind.Photo)));
        await DeliverAllAsync();

        await EditAsync(text, new string('я', 3993));
        await EditAsync(caption, new string('ы', 921));
        await DeliverAllAsync();

        Assert.Equal([$"{Heading}\n\nВ десять", $"{Heading}\n\nВот так"], Sent.Select(message => message.Text));
        var reports = Outbox.Shown().Skip(1).ToList();
        Assert.All(reports, report => Assert.Equal(
            $"Правка клиенту не передана: ответ по заявке №{Id} стал слишком длинным, у клиента осталось прежнее. "
            + "Отправьте новое отдельным ответом.", report.Text));
        Assert.Equal([text, caption], reports.Select(report => report.ReplyTo));
        Assert.Empty(await Outbox.Database.ReadAsync(Owed));
    }

    [Fact]
    public async Task After_an_edit_that_was_too_long_a_shorter_one_reaches_the_copy()
    {
        await PrepareAsync();
        var written = await AnswerAsync("В десять");
        await DeliverAllAsync();
        await EditAsync(written, new string('я', 4096));
        await DeliverAllAsync();

        await EditAsync(written, new string('я', 3992), second: 2);
        await DeliverAllAsync();

        Assert.Equal([$"{Heading}\n\n{new string('я', 3992)}"], Sent.Select(message => message.Text));
        Assert.Equal(2, Outbox.Shown().Count);
    }

    [Fact]
    public async Task A_report_on_an_edit_that_was_too_long_is_owed_once_however_often_it_is_settled()
    {
        await PrepareAsync();
        var written = await AnswerAsync("В десять");
        await DeliverAllAsync();
        await EditAsync(written, new string('я', 4096));

        var settleAsync = await Outbox.SendUnsettledAsync(Outbox.Client, Recipient.Client);
        await settleAsync();
        await settleAsync();
        await DeliverAllAsync();

        Assert.Equal(2, Outbox.Shown().Count);
    }

    [Fact]
    public async Task An_edit_for_a_client_who_has_blocked_the_bot_is_told_to_be_lost_with_the_phone()
    {
        await PrepareAsync();
        var written = await AnswerAsync("100 000");
        await DeliverAllAsync();
        Outbox.Client.Block();

        await EditAsync(written, "10 000");
        await DeliverAllAsync();

        AssertLost(written);
    }

    [Theory]
    [InlineData("delete from answer_copies")]
    [InlineData("delete from answer_copies; update ticket_messages set delivered_at = null, undelivered = 'blocked'")]
    public async Task An_edit_of_an_answer_of_which_the_client_has_no_known_message_is_told_to_be_lost(string state)
    {
        await PrepareAsync();
        var written = await AnswerAsync("100 000");
        await DeliverAllAsync();
        await Outbox.Database.ExecuteAsync(state);

        await EditAsync(written, "10 000");
        await DeliverAllAsync();

        AssertLost(written);
    }

    [Fact]
    public async Task A_file_that_is_replaced_before_the_delivery_is_delivered_in_place_of_the_former_one()
    {
        await PrepareAsync();
        var (first, second) = (await AnswerAsync("Вот так", File(MessageKind.Photo)), await AnswerAsync("Без файла"));

        Assert.Equal(EditOutcome.Changed, await EditAsync(first, "Вот так", file: Another(MessageKind.Document)));
        Assert.Equal(EditOutcome.Changed, await EditAsync(second, "С файлом", file: Another(MessageKind.Video)));
        await DeliverAllAsync();

        Assert.Equal(
            [(MessageKind.Document, $"{Heading}\n\nВот так"), (MessageKind.Video, $"{Heading}\n\nС файлом")],
            Sent.Select(message => (message.Kind, message.Text)));
        Assert.Single(Outbox.Shown());
    }

    [Fact]
    public async Task Of_a_file_that_is_replaced_after_the_delivery_the_manager_is_told_once_and_the_words_follow()
    {
        await PrepareAsync();
        var (written, other) = (await AnswerAsync("Вот так", File(MessageKind.Photo)), Another(MessageKind.Photo));
        await DeliverAllAsync();

        await EditAsync(written, "Вот этак", second: 1, file: File(MessageKind.Photo));
        await DeliverAllAsync();
        Assert.Single(Outbox.Shown());
        for (var time = 0; time < 2; time++)
            Assert.Equal(EditOutcome.Unchanged, await EditAsync(written, "Вот этак", second: 2, file: other));
        await EditAsync(written, "Или этак", second: 3, file: other);
        await DeliverAllAsync();

        Assert.Equal([(MessageKind.Photo, $"{Heading}\n\nИли этак")], Sent.Select(message => (message.Kind, message.Text)));
        var report = Assert.Single(Outbox.Shown().Skip(1));
        Assert.Equal("Файл клиенту не заменён: отправьте его новым ответом.", report.Text);
        Assert.Same(written, report.ReplyTo);
        Assert.Empty(await Outbox.Database.ReadAsync(Owed));
    }

    [Theory]
    [InlineData("update outbox set may_be_sent = true")]
    [InlineData("update outbox set payload = '\"words\"'")]
    public async Task A_file_that_may_have_left_or_was_refused_is_not_replaced(string state)
    {
        await PrepareAsync();
        var written = await AnswerAsync("Вот так", File(MessageKind.Photo));
        await Outbox.Database.ExecuteAsync(state);

        Assert.Equal(EditOutcome.Unchanged, await EditAsync(written, "Вот так", file: Another(MessageKind.Document)));
        await DeliverAllAsync();

        Assert.DoesNotContain(Sent, message => message.Kind == MessageKind.Document);
        Assert.Equal("Файл клиенту не заменён: отправьте его новым ответом.", Assert.Single(Outbox.Shown().Skip(1)).Text);
    }

    [Fact]
    public async Task The_file_of_a_note_follows_its_edits()
    {
        await PrepareAsync();
        var note = await AnswerAsync("план", File(MessageKind.Photo), note: true);

        Assert.Equal(EditOutcome.Changed, await EditAsync(note, "план", note: true, file: Another(MessageKind.Document)));
        await DeliverAllAsync();

        Assert.Equal(
            ["Document|v"],
            await Outbox.Database.ReadAsync(
                "select concat_ws('|', files -> 0 ->> 'kind', files -> 0 ->> 'uniqueId') from ticket_messages"));
        Assert.Empty(Sent);
        Assert.Single(Outbox.Shown());
    }

    private Attachment Another(MessageKind kind) => File(kind) with { UniqueId = "v" };

    private void AssertLost(ChatMessage written)
    {
        var report = Outbox.Shown()[^1];
        Assert.StartsWith($"Правка по заявке №{Id} клиенту не передана: ", report.Text, StringComparison.Ordinal);
        Assert.EndsWith("\nТелефон клиента: +79161234567", report.Text, StringComparison.Ordinal);
        Assert.Same(written, report.ReplyTo);
        Assert.Equal(2, Outbox.Shown().Count);
    }

    [Fact]
    public async Task An_edit_of_a_copy_that_its_client_has_deleted_holds_up_nothing_and_is_told_to_be_lost()
    {
        await PrepareAsync();
        var written = await AnswerAsync("В десять");
        await DeliverToClientAsync();
        await Outbox.Database.ExecuteAsync("update answer_copies set message_id = 999999");

        await EditAsync(written, "В одиннадцать");
        await AnswerAsync("Ждём вас");
        await DeliverToClientAsync();

        Assert.Equal([$"{Heading}\n\nВ десять", $"{Heading}\n\nЖдём вас"], Sent.Select(message => message.Text));
        Assert.Equal(
            ["reaction", "answer_report", "reaction"], await Outbox.Database.ReadAsync("select kind from outbox order by id"));
        await DeliverAllAsync();
        AssertLost(written);
    }
}
