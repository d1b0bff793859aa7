using VizTeh.Actors.Chats;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Delivery;

/// <summary>
/// Files go wherever the card goes: to a chat that is newly set, with a group that becomes a supergroup, and to each once.
/// </summary>
public sealed class TicketFilesRoutingTests : TicketFilesFixture
{
    [Fact]
    public async Task A_chat_that_gets_the_card_in_place_of_a_former_one_gets_the_files_too()
    {
        await CreateAsync(Files(MessageKind.Photo, MessageKind.Voice));
        await Outbox.Database.ExecuteAsync("update outbox set chat_id = -8");

        var reclaimed = await ReclaimAsync(Outbox.Managers.ChatId);
        await DeliverAsync();

        Assert.Equal((1, 1, 0), (reclaimed!.Cards, reclaimed.Added, reclaimed.Files));
        Assert.Equal([$"🟢 №{Id}", "Photo", "Voice"], Groups());
    }

    [Fact]
    public async Task Files_of_which_a_former_chat_has_only_a_part_come_whole_to_the_chats_in_force_with_the_card()
    {
        await CreateAsync(Files(MessageKind.Photo, MessageKind.Voice));
        await DeliverOneAsync();
        await DeliverOneAsync();

        var reclaimed = await ReclaimAsync(-7, -8);
        var again = await ReclaimAsync(-7, -8);

        Assert.Equal(new ReclaimedRows(0, 0, 0) { Files = 1 }, reclaimed);
        Assert.Equal(0, again!.Files);
        Assert.Equal([$"-8|card|{Id}", $"-7|card|{Id}"], await Outbox.Database.ReadAsync(Waiting));
    }

    [Fact]
    public async Task Files_that_no_chat_has_are_not_lost_when_the_former_chat_with_the_card_is_in_force_again()
    {
        await CreateAsync(Files(MessageKind.Photo));
        await DeliverOneAsync();

        await ReclaimAsync(-8);
        await ReclaimAsync(Outbox.Managers.ChatId);
        await DeliverAsync();

        Assert.Equal([$"🟢 №{Id}", "Photo"], Groups());
        Assert.Empty(await Outbox.Database.ReadAsync(Waiting));
    }

    [Fact]
    public async Task A_new_chat_that_is_told_what_a_client_adds_gets_the_card_and_all_files_before_it()
    {
        await CreateAsync(Files(MessageKind.Photo));
        await Outbox.Database.ExecuteAsync("delete from outbox");
        await AddAsync("Ещё", Files(MessageKind.Voice));

        await DeliverAsync();

        Assert.Equal([$"🟢 №{Id}", "Photo", $"Клиент добавил к заявке №{Id}", "Voice"], Groups());
    }

    [Fact]
    public async Task What_was_added_waits_for_a_former_chat_no_longer_words_and_files_alike()
    {
        await CreateAsync();
        await AddAsync("Ещё", Files(MessageKind.Voice));
        await DeliverOneAsync();
        await DeliverOneAsync();
        Assert.Equal([$"{Outbox.Managers.ChatId}|ticket_files|{Id}|1"], await Outbox.Database.ReadAsync(Waiting));

        var reclaimed = await ReclaimAsync(-8);

        Assert.Equal(1, reclaimed!.Messages);
        Assert.Equal([$"-8|card|{Id}", $"-8|ticket_message|{Id}|1"], await Outbox.Database.ReadAsync(Waiting));
    }

    [Fact]
    public async Task Files_that_wait_for_a_group_move_with_it_to_its_supergroup_and_go_on_where_they_were()
    {
        await CreateAsync(Files(MessageKind.Photo, MessageKind.Voice));
        await DeliverOneAsync();
        await DeliverOneAsync();
        var upgraded = Outbox.Group.UpgradeToSupergroup();

        await new ManagerChatStore(Outbox.Database.DataSource).RecordAsync(
            new ChatMigration(Outbox.Managers.ChatId, upgraded.Id), default);
        Assert.Equal([$"{upgraded.Id}|ticket_files|{Id}"], await Outbox.Database.ReadAsync(Waiting));
        Outbox.Chats.Learn(new ChatMigration(Outbox.Managers.ChatId, upgraded.Id));
        var seat = upgraded.Seat(Outbox.Managers.Person);
        await Outbox.DeliverDueAsync(seat);
        // The card is sent anew there; its files are in the old group's history.
        await Outbox.Database.ExecuteAsync($"insert into outbox (chat_id, kind, ticket_id) values ({upgraded.Id}, 'card', {Id})");
        await Outbox.DeliverDueAsync(seat);

        Assert.Equal(
            [MessageKind.Voice, MessageKind.Text], seat.Messages.Where(message => message.FromBot).Select(message => message.Kind));
        Assert.Empty(await Outbox.Database.ReadAsync(Waiting));
    }

    [Fact]
    public async Task Files_that_the_supergroup_was_owed_too_are_not_doubled_by_the_move()
    {
        await CreateAsync(Files(MessageKind.Photo));
        await DeliverOneAsync();
        await Outbox.Database.ExecuteAsync(
            $"insert into outbox_keys (key) values ('ticket-files/{Id}/-1007')");

        await new ManagerChatStore(Outbox.Database.DataSource).RecordAsync(new ChatMigration(Outbox.Managers.ChatId, -100_7), default);

        Assert.Empty(await Outbox.Database.ReadAsync(Waiting));
    }

    [Fact]
    public async Task Tickets_of_one_transaction_each_have_their_own_files()
    {
        CreateTicket[] tickets = [TicketWith(Files(MessageKind.Photo)), TicketSamples.New(), TicketWith(Files(MessageKind.Voice))];
        var ids = await new TicketStore(Outbox.Database.DataSource).CreateAsync(tickets, [Outbox.Managers.ChatId], default);

        await DeliverAsync();

        var numbers = tickets.Select(ticket => ids[ticket.SubmissionId]).ToArray();
        Assert.Equal([$"🟢 №{numbers[0]}", "Photo", $"🟢 №{numbers[1]}", $"🟢 №{numbers[2]}", "Voice"], Groups());
    }
}
