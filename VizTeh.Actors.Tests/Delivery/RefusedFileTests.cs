using VizTeh.Actors.Messages;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using Attachment = VizTeh.Actors.Messages.Attachment;

namespace VizTeh.Actors.Tests.Delivery;

/// <summary>A file that Telegram refuses costs neither the card nor the other files: it is named under the card.</summary>
public sealed class RefusedFileTests : TicketFilesFixture
{
    [Fact]
    public async Task Of_an_album_with_a_refused_file_the_others_come_alone_and_the_refused_one_is_named_under_the_card()
    {
        var files = Files(MessageKind.Document, MessageKind.Document, MessageKind.Document, MessageKind.Voice);
        files[1] = files[1] with { Name = "план <дом>.pdf" };
        await CreateAsync(files);
        Outbox.Telegram.ForgetFile(files[1].FileId);

        await DeliverAsync();

        Assert.Equal(
            [
                $"🟢 №{Id}", "Document", "Document", "Voice",
                $"К заявке №{Id}: Telegram не передал вложение: документ «план <дом>.pdf»",
            ],
            Groups());
        Assert.All(Outbox.Shown().Skip(1), shown => Assert.Same(Outbox.Shown()[0], shown.ReplyTo));
        Assert.Empty(await Outbox.Database.ReadAsync(Waiting));
        AssertLogKeepsSecrets(files);
    }

    [Fact]
    public async Task Several_refused_files_are_named_in_one_message()
    {
        var files = Files(MessageKind.Photo, MessageKind.Voice, MessageKind.VideoNote);
        await CreateAsync([.. files, new Attachment(AttachmentKind.Location), new Attachment(AttachmentKind.Photo, "not a file id")]);
        foreach (var file in files)
            Outbox.Telegram.ForgetFile(file.FileId);

        await DeliverAsync();

        Assert.Equal(2, Outbox.Shown().Count);
        Assert.Equal(
            string.Join('\n', ((string[])["фото", "фото", "голосовое", "видеосообщение", "точка на карте"])
                .Select(kind => $"К заявке №{Id}: Telegram не передал вложение: {kind}")),
            Outbox.Shown()[1].Text);
        Assert.Empty(await Outbox.Database.ReadAsync(Waiting));
    }

    [Fact]
    public async Task A_process_that_dies_while_the_files_of_a_refused_album_are_sent_alone_repeats_one_of_them()
    {
        var files = Files(MessageKind.Photo, MessageKind.Photo, MessageKind.Photo);
        await CreateAsync(files);
        Outbox.Telegram.ForgetFile(files[2].FileId);
        await DeliverOneAsync();
        await DeliverOneAsync();

        await Outbox.SendAndDieAsync(Outbox.Managers, Recipient.Managers);
        await DeliverAsync();

        Assert.Equal(
            [$"🟢 №{Id}", "Photo", "Photo", "Photo", $"К заявке №{Id}: Telegram не передал вложение: фото"], Groups());
    }

    [Fact]
    public async Task A_file_that_is_of_another_kind_to_telegram_holds_up_nothing()
    {
        var photo = Files(MessageKind.Photo)[0];
        await CreateAsync(photo with { Kind = AttachmentKind.Document }, photo);
        await Outbox.CreateTicketsAsync(1);

        await DeliverAsync();

        Assert.Equal(
            [$"🟢 №{Id}", "Photo", $"К заявке №{Id}: Telegram не передал вложение: документ", $"🟢 №{Id + 1}"], Groups());
    }

    [Fact]
    public async Task A_refused_file_that_a_client_added_is_named_after_the_words()
    {
        var files = Files(MessageKind.Audio);
        await CreateAsync();
        await AddAsync("Послушайте", files);
        Outbox.Telegram.ForgetFile(files[0].FileId);

        await DeliverAsync();

        Assert.Equal(
            [$"🟢 №{Id}", $"Клиент добавил к заявке №{Id}", $"К заявке №{Id}: Telegram не передал вложение: аудиофайл"], Groups());
    }

    private void AssertLogKeepsSecrets(IEnumerable<Attachment> files)
    {
        Assert.Equal(2, Outbox.LogLines($"files of ticket {Id}"));
        foreach (var secret in files.SelectMany(file => (string?[])[file.FileId, file.Name]).OfType<string>())
            Assert.Equal(0, Outbox.LogLines(secret));
    }
}
