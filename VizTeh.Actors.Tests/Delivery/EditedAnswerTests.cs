using VizTeh.Actors.Outbox;
using VizTeh.Actors.Sandbox.BotApi.Chats;

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

        Assert.True(await EditAsync(written, "В одиннадцать"));
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

        Assert.False(await EditAsync(written, "В одиннадцать", second: 5));
        await DeliverToClientAsync();

        Assert.Equal([$"{Heading}\n\nВ двенадцать"], Sent.Select(message => message.Text));
    }

    [Fact]
    public async Task An_edit_of_a_note_and_of_what_is_no_answer_changes_nothing()
    {
        await PrepareAsync();
        var note = await AnswerAsync("Скидка", note: true);

        Assert.False(await EditAsync(note, "Скидка 5 %"));
        Assert.False(await EditAsync(Card, "?"));
        await DeliverAllAsync();

        Assert.Equal(["Скидка"], await Outbox.Database.ReadAsync("select text from ticket_messages"));
        Assert.Empty(Sent);
    }

    [Fact]
    public async Task An_edit_of_a_copy_that_its_client_has_deleted_holds_up_nothing()
    {
        await PrepareAsync();
        var written = await AnswerAsync("В десять");
        await DeliverToClientAsync();
        await Outbox.Database.ExecuteAsync("update answer_copies set message_id = 999999");

        await EditAsync(written, "В одиннадцать");
        await AnswerAsync("Ждём вас");
        await DeliverToClientAsync();

        Assert.Equal([$"{Heading}\n\nВ десять", $"{Heading}\n\nЖдём вас"], Sent.Select(message => message.Text));
        Assert.Equal(["reaction", "reaction"], await Outbox.Database.ReadAsync("select kind from outbox order by id"));
    }
}
