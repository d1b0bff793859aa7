using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Tests.Delivery;

/// <summary>An album that a client adds to a ticket comes to the managers as an album, as far as its parts wait together.</summary>
public sealed class AdditionAlbumTests : TicketFilesFixture
{
    [Fact]
    public async Task Parts_that_wait_together_come_as_one_album_under_the_card_behind_the_words()
    {
        await CreateAsync();
        await AddPartAsync("a", "Вот фото", Files(MessageKind.Photo)[0]);
        for (var part = 0; part < 11; part++)
            await AddPartAsync("a", "", Files(MessageKind.Photo)[0]);
        await AddPartAsync("b", "", Files(MessageKind.Video)[0]);
        await AddAsync("", Files(MessageKind.Photo));

        await DeliverAsync();

        Assert.Equal(
            [
                $"🟢 №{Id}", $"Клиент добавил к заявке №{Id}", string.Join('+', Enumerable.Repeat("Photo", 10)), "Photo+Photo", "Video",
                "Photo",
            ],
            Groups());
        Assert.All(Outbox.Shown().Skip(1), shown => Assert.Same(Outbox.Shown()[0], shown.ReplyTo));
        Assert.Empty(await Outbox.Database.ReadAsync(Waiting));
        Assert.Equal(
            ["1", "1", .. Enumerable.Range(2, 13).Select(id => $"{id}")],
            await Outbox.Database.ReadAsync("select ticket_message_id from ticket_posts order by message_id"));
    }

    [Fact]
    public async Task An_edit_of_the_card_that_is_due_between_the_parts_does_not_divide_the_album()
    {
        await CreateAsync();
        await DeliverAsync();
        var before = Outbox.Shown().Count;
        for (var part = 0; part < 3; part++)
        {
            await AddPartAsync("a", "", Files(MessageKind.Photo)[0]);
            await Outbox.Store.WakeAsync(null, default);
        }

        await DeliverAsync();

        Assert.Equal(["Photo+Photo+Photo"], Groups().Skip(before));
        Assert.Contains("✉️ Без ответа: 1 сообщение", Outbox.Shown()[0].Text, StringComparison.Ordinal);
        Assert.Equal(1, Outbox.Shown()[0].EditCount);
        Assert.Empty(await Outbox.Database.ReadAsync(Waiting));
    }

    [Fact]
    public async Task Of_an_album_with_a_file_that_telegram_refuses_the_others_come_and_that_one_is_named()
    {
        await CreateAsync();
        var files = Files(MessageKind.Document, MessageKind.Document, MessageKind.Document);
        files[1] = files[1] with { Name = "план.pdf" };
        foreach (var file in files)
            await AddPartAsync("a", "", file);
        Outbox.Telegram.ForgetFile(files[1].FileId);

        await DeliverAsync();

        Assert.Equal([$"🟢 №{Id}", "Document", $"К заявке №{Id}: Telegram не передал вложение: документ «план.pdf»", "Document"], Groups());
        Assert.Empty(await Outbox.Database.ReadAsync(Waiting));
    }
}
