using VizTeh.Actors.Outbox;
using VizTeh.Actors.PersonalData;
using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Tests.Delivery;

/// <summary>What is being sent about a ticket while its client's data is erased.</summary>
public sealed class LateErasureTests : TicketFilesFixture
{
    [Fact]
    public async Task A_card_that_was_sent_before_is_edited_after_and_what_waits_is_not_sent()
    {
        await CreateAsync(Files(MessageKind.Photo));
        await AddAsync("Этаж третий");
        var settle = await Outbox.SendUnsettledAsync(Outbox.Managers, Recipient.Managers);

        await EraseAsync();
        await settle();
        await DeliverAsync();

        var card = Assert.Single(Outbox.Shown());
        Assert.Equal($"✅ №{Id} · Знаки\nДанные удалены по просьбе клиента", string.Join('\n', card.Text.Split('\n').Take(2)));
        Assert.Empty(card.InlineButtons);
        Assert.Empty(await Outbox.Database.ReadAsync(Waiting));
    }

    [Fact]
    public async Task Words_and_files_that_were_sent_before_are_deleted_after()
    {
        await CreateAsync();
        await DeliverAsync();
        await AddAsync("Этаж третий", Files(MessageKind.Photo, MessageKind.Photo));
        await DeliverOneAsync();
        var settle = await Outbox.SendUnsettledAsync(Outbox.Managers, Recipient.Managers);
        Assert.Equal(4, Outbox.Shown().Count);

        await EraseAsync();
        await settle();
        await DeliverAsync();

        Assert.StartsWith($"✅ №{Id}", Assert.Single(Outbox.Shown()).Text, StringComparison.Ordinal);
        Assert.Empty(await Outbox.Database.ReadAsync(Waiting));
        Assert.Empty(await Outbox.Database.ReadAsync("select message_id from ticket_posts"));
    }

    [Fact]
    public async Task An_erasure_that_is_repeated_owes_nothing_again()
    {
        await CreateAsync();
        await AddAsync("Этаж третий");
        await DeliverAsync();
        await EraseAsync();
        var owed = await Outbox.Database.ReadAsync(Waiting);

        await EraseAsync();

        Assert.Equal(owed, await Outbox.Database.ReadAsync(Waiting));
        Assert.Equal(2, owed.Count);
    }

    private Task EraseAsync() => new ErasureStore(Outbox.Database.DataSource).EraseTablesAsync(42, 1, default);
}
