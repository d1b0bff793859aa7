using VizTeh.Actors.Outbox;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Tests.Delivery;

/// <summary>The files of a ticket come to the managers after its card, as replies to it, in albums of their kind, and once.</summary>
public sealed class TicketFilesTests : TicketFilesFixture
{
    [Fact]
    public async Task The_card_comes_first_and_alone_and_the_files_follow_by_kind_as_replies_to_it()
    {
        await CreateAsync(Files(
            MessageKind.Voice, MessageKind.Photo, MessageKind.Document, MessageKind.Video, MessageKind.Audio, MessageKind.Document,
            MessageKind.VideoNote, MessageKind.Animation, MessageKind.Location, MessageKind.Venue));

        await DeliverAsync();

        Assert.Equal(
            [
                $"🟢 №{Id}", "Photo+Video", "Document+Document", "Audio", "Voice", "VideoNote", "Animation", "Location", "Venue",
            ],
            Groups());
        var card = Outbox.Shown()[0];
        Assert.Contains(
            "📎 1 фото, 1 видео, 2 документа, 1 аудиофайл, 1 голосовое, 1 видеосообщение, 1 анимация, 1 точка на карте, 1 место",
            card.Text, StringComparison.Ordinal);
        Assert.All(Outbox.Shown().Skip(1), shown => Assert.Same(card, shown.ReplyTo));
        Assert.All(Outbox.Shown().Skip(1), shown => Assert.Equal("", shown.Text));
        Assert.Empty(await Outbox.Database.ReadAsync(Waiting));
    }

    [Fact]
    public async Task Files_stay_with_their_ticket_however_many_others_wait()
    {
        await CreateAsync(Files(MessageKind.Photo, MessageKind.Voice));
        await Outbox.CreateTicketsAsync(2);
        await AddAsync("Этаж третий");

        await DeliverAsync();

        Assert.Equal(
            [$"🟢 №{Id}", "Photo", "Voice", $"🟢 №{Id + 1}", $"🟢 №{Id + 2}", $"Клиент добавил к заявке №{Id}"], Groups());
    }

    [Fact]
    public async Task What_a_client_adds_comes_words_first_and_then_the_files_as_replies_to_the_card()
    {
        await CreateAsync();
        await AddAsync("Вот фото", Files(MessageKind.Photo, MessageKind.Photo));
        await AddAsync("", Files(MessageKind.Document));
        await AddAsync("Это всё");

        await DeliverAsync();

        var heading = $"Клиент добавил к заявке №{Id}";
        Assert.Equal([$"🟢 №{Id}", heading, "Photo+Photo", "Document", heading], Groups());
        Assert.All(Outbox.Shown().Skip(1), shown => Assert.Same(Outbox.Shown()[0], shown.ReplyTo));
        Assert.Empty(await Outbox.Database.ReadAsync(Waiting));
    }

    [Fact]
    public async Task A_process_that_dies_after_sending_an_album_repeats_that_album_only()
    {
        await CreateAsync(Files(MessageKind.Photo, MessageKind.Photo, MessageKind.Document, MessageKind.Voice));
        await DeliverOneAsync();
        await DeliverOneAsync();

        await Outbox.SendAndDieAsync(Outbox.Managers, Recipient.Managers);
        await DeliverAsync();

        Assert.Equal([$"🟢 №{Id}", "Photo+Photo", "Document", "Document", "Voice"], Groups());
        Assert.Empty(await Outbox.Database.ReadAsync(Waiting));
    }

    [Fact]
    public async Task A_process_that_dies_after_sending_the_card_repeats_the_card_and_sends_the_files_once()
    {
        await CreateAsync(Files(MessageKind.Photo));

        await Outbox.SendAndDieAsync(Outbox.Managers, Recipient.Managers);
        await DeliverAsync();

        Assert.Equal([$"🟢 №{Id}", $"🟢 №{Id}", "Photo"], Groups());
    }

    [Fact]
    public async Task A_card_that_is_sent_anew_does_not_bring_its_files_again()
    {
        await CreateAsync(Files(MessageKind.Photo));
        await DeliverAsync();
        await Outbox.Database.ExecuteAsync(
            $"insert into outbox (chat_id, kind, ticket_id) values ({Outbox.Managers.ChatId}, 'card', {Id})");

        await DeliverAsync();

        Assert.Equal([$"🟢 №{Id}", "Photo", $"🟢 №{Id}"], Groups());
        Assert.Empty(await Outbox.Database.ReadAsync(Waiting));
    }

    [Fact]
    public async Task Files_whose_card_is_no_longer_in_the_chat_come_with_the_number_of_the_ticket()
    {
        await CreateAsync(Files(MessageKind.Photo, MessageKind.Photo));
        await DeliverOneAsync();
        await Outbox.Database.ExecuteAsync("delete from ticket_cards");

        await DeliverAsync();

        Assert.Equal([$"К заявке №{Id}", ""], Outbox.Shown().Skip(1).Select(shown => shown.Text));
    }

    [Fact]
    public async Task An_album_that_the_chat_refuses_waits_for_it_and_holds_up_the_chat_no_longer_than_a_card_would()
    {
        await CreateAsync(Files(MessageKind.Photo));
        await DeliverOneAsync();
        await Outbox.CreateTicketsAsync(1);
        var closed = Outbox.Telegram.Faults.Inject(
            Fault.Refused(400, "Bad Request: not enough rights to send photos to the chat") with { Method = "sendPhoto", Times = null });
        for (var time = 0; time < 5; time++)
            await DeliverAsync();
        Assert.Equal([$"🟢 №{Id}", $"🟢 №{Id + 1}"], Groups());

        closed.Release();
        await DeliverAsync();

        Assert.Equal([$"🟢 №{Id}", $"🟢 №{Id + 1}", "Photo"], Groups());
        Assert.Empty(await Outbox.Database.ReadAsync(Waiting));
    }

    [Fact]
    public async Task Files_go_to_no_chat_that_is_not_the_managers()
    {
        await CreateAsync(Files(MessageKind.Photo));
        await DeliverOneAsync();
        await Outbox.Database.ExecuteAsync($"update outbox set chat_id = {Outbox.Client.ChatId}");

        await Outbox.DeliverDueAsync(Outbox.Client);

        Assert.Empty(OutboxFixture.Said(Outbox.Client));
    }

    [Fact]
    public async Task Files_of_which_telegram_did_not_say_as_which_messages_it_took_them_are_not_repeated()
    {
        await CreateAsync(Files(MessageKind.Photo, MessageKind.Photo));
        Outbox.Telegram.Faults.Inject(Fault.ExecuteThenTruncate() with { Method = "sendMediaGroup" });

        await DeliverAsync();

        Assert.Equal([$"🟢 №{Id}", "Photo+Photo"], Groups());
    }

    [Fact]
    public async Task Files_that_are_no_longer_stored_are_passed_over()
    {
        await CreateAsync(Files(MessageKind.Photo));
        await DeliverOneAsync();
        await Outbox.Database.ExecuteAsync("update tickets set answers = null");

        await DeliverAsync();

        Assert.Equal([$"🟢 №{Id}"], Groups());
        Assert.Empty(await Outbox.Database.ReadAsync(Waiting));
    }
}
