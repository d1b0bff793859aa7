using VizTeh.Actors.Chats;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.TelegramApi;

namespace VizTeh.Actors.Tests.Delivery;

/// <summary>Each message of the bot about a ticket in a managers' chat can be told from others by its id, besides the cards.</summary>
public sealed class TicketPostsTests : TicketFilesFixture
{
    private const string Posts =
        "select concat_ws('|', chat_id, message_id, ticket_id, ticket_message_id, has_file) from ticket_posts order by message_id";

    [Fact]
    public async Task All_messages_about_a_ticket_are_stored_every_part_of_an_album_too()
    {
        await CreateAsync(Files(MessageKind.Photo, MessageKind.Photo, MessageKind.Voice));
        await AddAsync("Этаж третий", Files(MessageKind.Document, MessageKind.Document));

        await DeliverAsync();

        var shown = Outbox.Shown();
        Assert.Equal(7, shown.Count);
        Assert.Equal(
            [
                .. shown.Skip(1).Take(3).Select(file => $"{file.ChatId}|{file.Id}|{Id}|t"),
                $"{shown[4].ChatId}|{shown[4].Id}|{Id}|1|f",
                .. shown.Skip(5).Select(file => $"{file.ChatId}|{file.Id}|{Id}|1|t"),
            ],
            await Outbox.Database.ReadAsync(Posts));
    }

    [Fact]
    public async Task The_message_that_names_refused_files_is_stored_as_no_file()
    {
        var files = Files(MessageKind.Voice);
        await CreateAsync(files);
        Outbox.Telegram.ForgetFile(files[0].FileId);

        await DeliverAsync();

        Assert.Equal(
            [$"{Outbox.Managers.ChatId}|{Outbox.Shown()[1].Id}|{Id}|f"], await Outbox.Database.ReadAsync(Posts));
    }

    [Fact]
    public async Task Of_a_message_that_a_dying_process_repeated_the_settled_copy_is_stored()
    {
        await CreateAsync();
        await AddAsync("Этаж третий");
        await DeliverOneAsync();

        await Outbox.SendAndDieAsync(Outbox.Managers, Recipient.Managers);
        await DeliverAsync();

        Assert.Equal(3, Outbox.Shown().Count);
        Assert.Equal(
            [$"{Outbox.Managers.ChatId}|{Outbox.Shown()[2].Id}|{Id}|1|f"], await Outbox.Database.ReadAsync(Posts));
    }

    [Fact]
    public async Task A_message_whose_id_telegram_did_not_tell_is_left_out_and_not_repeated()
    {
        await CreateAsync();
        await DeliverAsync();
        await AddAsync("Этаж третий");
        Outbox.Telegram.Faults.Inject(Fault.ExecuteThenTruncate() with { Method = "sendMessage" });

        await DeliverAsync();

        Assert.Equal(2, Outbox.Shown().Count);
        Assert.Empty(await Outbox.Database.ReadAsync(Posts));
    }

    [Fact]
    public async Task A_message_about_a_ticket_that_was_deleted_meanwhile_is_settled_all_the_same()
    {
        await CreateAsync();
        await AddAsync("Этаж третий");
        await DeliverOneAsync();
        await using var claim = await Outbox.Store.ClaimAsync(Outbox.Managers.ChatId, Recipient.Managers, default);
        await claim!.RecordRefusalAsync(new SendOutcome.Refused(400, "?"), TimeSpan.Zero, setAside: false, default);
        await Outbox.Database.ExecuteAsync("delete from outbox; delete from ticket_messages; delete from ticket_cards");

        await Outbox.Store.CompleteAsync(claim, [new VizTeh.Actors.Delivery.SentEntry(claim.Head, 70)], default);

        Assert.Equal([$"{Outbox.Managers.ChatId}|70|{Id}|f"], await Outbox.Database.ReadAsync(Posts));
    }

    [Fact]
    public async Task A_message_is_a_card_or_says_something_whatever_an_earlier_message_of_its_id_was()
    {
        await CreateAsync();
        await DeliverAsync();
        var other = await Outbox.CreateTicketAsync();
        var last = Outbox.Shown()[^1].Id;
        await Outbox.Database.ExecuteAsync(
            $"""
            insert into ticket_posts (chat_id, message_id, ticket_id, has_file)
            select {Outbox.Managers.ChatId}, {last} + n, {Id}, false from generate_series(1, 20) n
            """);
        await DeliverAsync();
        var card = Outbox.Shown()[^1].Id;
        Assert.Equal(["19"], await Outbox.Database.ReadAsync("select count(*) from ticket_posts"));
        Assert.Empty(await Outbox.Database.ReadAsync($"select message_id from ticket_posts where message_id = {card}"));
        await Outbox.Database.ExecuteAsync(
            $"""
            delete from ticket_posts;
            insert into ticket_cards (ticket_id, chat_id, message_id)
            select {other}, {Outbox.Managers.ChatId}, {card} + n from generate_series(1, 20) n
            """);

        await AddAsync("Этаж третий");
        await DeliverAsync();

        var words = Outbox.Shown()[^1].Id;
        Assert.Empty(await Outbox.Database.ReadAsync($"select message_id from ticket_cards where message_id = {words}"));
        Assert.Equal([$"{words}"], await Outbox.Database.ReadAsync("select message_id from ticket_posts"));
    }

    [Fact]
    public async Task A_group_that_becomes_a_supergroup_keeps_its_messages_under_its_old_id_and_the_next_come_under_the_new()
    {
        await CreateAsync();
        await AddAsync("Этаж третий");
        await DeliverAsync();
        var first = Outbox.Shown()[1];
        var upgraded = Outbox.Group.UpgradeToSupergroup();
        var migration = new ChatMigration(Outbox.Managers.ChatId, upgraded.Id);
        await new ManagerChatStore(Outbox.Database.DataSource).RecordAsync(migration, default);
        Outbox.Chats.Learn(migration);
        await Outbox.Database.ExecuteAsync(
            $"insert into outbox (chat_id, kind, ticket_id, ticket_message_id) values ({upgraded.Id}, 'ticket_message', {Id}, 1)");

        await Outbox.Store.WakeAsync(null, default);
        await Outbox.Delivery.DeliverAsync(upgraded.Id, default);

        Assert.Equal(
            [$"{Outbox.Managers.ChatId}|{first.Id}", $"{upgraded.Id}|"],
            (await Outbox.Database.ReadAsync(
                $"""
                select chat_id || '|' || case when chat_id = {upgraded.Id} then '' else message_id::text end
                  from ticket_posts order by chat_id desc
                """)));
    }
}
