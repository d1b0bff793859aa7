using VizTeh.Actors.Chats;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Tickets;
using MessageKind = VizTeh.Actors.Sandbox.BotApi.Chats.MessageKind;

namespace VizTeh.Actors.Tests.Delivery;

/// <summary>What the managers see of a client's message follows the client's edits, by an edit or in a message of its own.</summary>
public sealed class CorrectedAdditionTests : TicketFilesFixture
{
    private const string Wordings = "select concat_ws('|', ticket_message_id, edits) from ticket_posts order by message_id";

    private long _updates = 100;

    private string Added => $"Клиент добавил к заявке №{Id}";

    private string Corrected => $"Клиент исправил сообщение к заявке №{Id}";

    private IEnumerable<string> Texts => Outbox.Shown().Skip(1).Select(shown => shown.Text);

    [Fact]
    public async Task An_edit_of_words_that_the_managers_see_edits_the_reply_under_the_card()
    {
        await PrepareAsync("Этаж третий");

        await EditAsync("Этаж <второй>");
        await DeliverAsync();

        Assert.Equal([$"{Corrected}\nЭтаж <второй>"], Texts);
        Assert.Equal(1, Outbox.Shown()[1].EditCount);
        Assert.Equal(["1|1"], await Outbox.Database.ReadAsync(Wordings));
        Assert.Empty(await Outbox.Database.ReadAsync(Waiting));
    }

    [Fact]
    public async Task Several_edits_that_wait_are_one_edit_with_the_newest_words()
    {
        await PrepareAsync("Этаж третий");

        await EditAsync("Этаж второй");
        await EditAsync("Этаж первый");
        await DeliverAsync();

        Assert.Equal([$"{Corrected}\nЭтаж первый"], Texts);
        Assert.Equal(1, Outbox.Shown()[1].EditCount);
        Assert.Empty(await Outbox.Database.ReadAsync(Waiting));
    }

    [Fact]
    public async Task An_edit_before_the_delivery_changes_what_is_delivered_and_a_later_one_edits_it()
    {
        await CreateAsync();
        await DeliverAsync();
        await AddAsync("Этаж третий");
        await EditAsync("Этаж второй");

        await DeliverAsync();
        Assert.Equal([$"{Added}\nЭтаж второй"], Texts);
        await EditAsync("Этаж первый");
        await DeliverAsync();

        Assert.Equal([$"{Corrected}\nЭтаж первый"], Texts);
    }

    [Fact]
    public async Task An_edit_during_the_delivery_reaches_the_reply()
    {
        await CreateAsync();
        await DeliverAsync();
        await AddAsync("Этаж третий");

        var settleAsync = await Outbox.SendUnsettledAsync(Outbox.Managers, Recipient.Managers);
        await EditAsync("Этаж второй");
        await settleAsync();
        Assert.Equal([$"{Added}\nЭтаж третий"], Texts);
        await DeliverAsync();

        Assert.Equal([$"{Corrected}\nЭтаж второй"], Texts);
        Assert.Empty(await Outbox.Database.ReadAsync(Waiting));
    }

    [Fact]
    public async Task An_edit_during_an_edit_reaches_the_reply()
    {
        await PrepareAsync("Этаж третий");
        await EditAsync("Этаж второй");

        var settleAsync = await Outbox.SendUnsettledAsync(Outbox.Managers, Recipient.Managers);
        await EditAsync("Этаж первый");
        await settleAsync();
        await settleAsync();
        await DeliverAsync();

        Assert.Equal([$"{Corrected}\nЭтаж первый"], Texts);
        Assert.Empty(await Outbox.Database.ReadAsync(Waiting));
    }

    [Fact]
    public async Task The_words_of_a_caption_are_edited_and_the_file_stays()
    {
        await CreateAsync();
        await DeliverAsync();
        await AddAsync("Вид с улицы", Files(MessageKind.Photo));
        await DeliverAsync();

        await EditAsync("Вид со двора");
        await DeliverAsync();

        Assert.Equal([$"{Corrected}\nВид со двора", ""], Texts);
    }

    [Fact]
    public async Task Words_for_a_file_that_came_without_any_come_under_the_card_and_later_ones_take_their_place()
    {
        await CreateAsync();
        await DeliverAsync();
        await AddAsync("", Files(MessageKind.Photo));

        await EditAsync("Вид с улицы");
        await DeliverAsync();
        await EditAsync("Вид со двора");
        await DeliverAsync();

        Assert.Equal(["", $"{Corrected}\nВид со двора"], Texts);
        Assert.All(Outbox.Shown().Skip(1), shown => Assert.Same(Outbox.Shown()[0], shown.ReplyTo));
    }

    [Fact]
    public async Task Where_the_message_is_not_known_the_new_words_come_under_the_card_and_the_next_ones_take_their_place()
    {
        await PrepareAsync("Этаж третий");
        await Outbox.Database.ExecuteAsync("delete from ticket_posts");

        await EditAsync("Этаж второй");
        await DeliverAsync();
        await EditAsync("Этаж первый");
        await DeliverAsync();

        Assert.Equal([$"{Added}\nЭтаж третий", $"{Corrected}\nЭтаж первый"], Texts);
        Assert.Same(Outbox.Shown()[0], Outbox.Shown()[2].ReplyTo);
    }

    [Theory]
    [InlineData("message to edit not found")]
    [InlineData("message can't be edited")]
    public async Task Where_the_message_can_no_longer_be_edited_the_new_words_come_once_under_the_card(string words)
    {
        await PrepareAsync("Этаж третий");
        await EditAsync("Этаж второй");
        Outbox.Telegram.Faults.Inject(Fault.Refused(400, "Bad Request: " + words) with { Method = "editMessageText", Times = 1 });

        await DeliverAsync();
        await EditAsync("Этаж первый");
        await DeliverAsync();

        Assert.Equal([$"{Added}\nЭтаж третий", $"{Corrected}\nЭтаж первый"], Texts);
        Assert.Empty(await Outbox.Database.ReadAsync(Waiting));
    }

    [Fact]
    public async Task Words_for_which_the_reply_has_no_room_come_whole_in_messages_of_their_own()
    {
        await PrepareAsync("Этаж третий");
        var words = new string('ы', 4096);

        await EditAsync(words);
        var settleAsync = await Outbox.SendUnsettledAsync(Outbox.Managers, Recipient.Managers);
        await settleAsync();
        await settleAsync();
        await DeliverAsync();

        Assert.Equal([$"{Added}\nЭтаж третий", Corrected, words], Texts);
        Assert.Empty(await Outbox.Database.ReadAsync(Waiting));
    }

    [Fact]
    public async Task After_words_that_filled_a_message_shorter_ones_come_too()
    {
        await CreateAsync();
        await DeliverAsync();
        await AddAsync(new string('ы', 4096));
        await DeliverAsync();

        await EditAsync("Этаж второй");
        await DeliverAsync();

        Assert.Equal([Added, new string('ы', 4096), $"{Corrected}\nЭтаж второй"], Texts);
    }

    [Fact]
    public async Task An_edit_between_the_line_and_the_words_that_fill_a_message_is_not_lost()
    {
        await CreateAsync();
        await DeliverAsync();
        await AddAsync(new string('ы', 4096));
        await DeliverOneAsync();

        var settleAsync = await Outbox.SendUnsettledAsync(Outbox.Managers, Recipient.Managers);
        await EditAsync("Этаж второй");
        await settleAsync();
        await settleAsync();
        await DeliverAsync();

        Assert.Equal([Added, new string('ы', 4096), $"{Corrected}\nЭтаж второй"], Texts);
    }

    [Fact]
    public async Task Words_of_which_telegram_did_not_say_as_which_message_it_took_them_are_followed_by_the_new_ones()
    {
        await CreateAsync();
        await DeliverAsync();
        await AddAsync("Этаж третий");
        Outbox.Telegram.Faults.Inject(Fault.ExecuteThenTruncate() with { Method = "sendMessage" });
        await DeliverAsync();

        await EditAsync("Этаж второй");
        await DeliverAsync();

        Assert.Equal([$"{Added}\nЭтаж третий", $"{Corrected}\nЭтаж второй"], Texts);
    }

    [Fact]
    public async Task An_edit_that_waits_for_a_group_that_became_a_supergroup_comes_there_as_a_message()
    {
        await PrepareAsync("Этаж третий");
        await EditAsync("Этаж второй");
        var supergroup = Outbox.Group.UpgradeToSupergroup();
        Outbox.Chats.Learn(new ChatMigration(Outbox.Managers.ChatId, supergroup.Id));
        Outbox.Telegram.Faults.Inject(
            Fault.Refused(400, "Bad Request: group chat was upgraded to a supergroup chat") with { Method = "editMessageText" });

        await DeliverOneAsync();

        Assert.Equal(
            [$"{Outbox.Managers.ChatId}|card_edit|{Id}", $"{supergroup.Id}|ticket_message|{Id}|2"],
            await Outbox.Database.ReadAsync(Waiting));
    }

    [Fact]
    public async Task An_edit_that_waits_for_a_former_chat_comes_to_the_chats_in_force_that_lack_it()
    {
        await PrepareAsync("Этаж третий");
        await EditAsync("Этаж второй");

        await ReclaimAsync(-7);

        Assert.Equal(["-7|card|1", "-7|ticket_message|1|2"], await Outbox.Database.ReadAsync(Waiting));
    }

    [Fact]
    public async Task An_erasure_takes_the_edit_back_and_deletes_the_reply_of_new_words()
    {
        await PrepareAsync("Этаж третий");
        await Outbox.Database.ExecuteAsync("update ticket_posts set edits = null");
        await EditAsync("Этаж второй");
        await DeliverAsync();
        await EditAsync("Этаж первый");

        await new PersonalData.ErasureStore(Outbox.Database.DataSource).EraseTablesAsync(42, 999, default);
        await DeliverAsync();

        Assert.Empty(Texts);
        Assert.Empty(await Outbox.Database.ReadAsync("select text from ticket_messages"));
    }

    private async Task PrepareAsync(string words)
    {
        await CreateAsync();
        await DeliverAsync();
        await AddAsync(words);
        await DeliverAsync();
    }

    // The message of the first addition.
    private async Task EditAsync(string words)
    {
        await Outbox.Database.ExecuteAsync("update ticket_messages set message_id = 500 where corrects is null");
        var corrected = await new CorrectionStore(Outbox.Database.DataSource).CorrectAsync(
            new CorrectTicketMessage(42, ++_updates, 500, words, DateTimeOffset.UnixEpoch.AddSeconds(_updates)),
            TicketRoutes.ToAll([Outbox.Managers.ChatId]), default);
        Assert.Equal(Id, corrected.TicketId);
    }
}
