using VizTeh.Actors.Outbox;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.Durability;

namespace VizTeh.Actors.Tests.Delivery;

/// <summary>The durability run finds a file that is missing in a managers' chat, came twice, or is no reply to its card.</summary>
public sealed class FilesAuditTests : TicketFilesFixture
{
    [Fact]
    public async Task Files_that_each_came_once_under_their_card_are_as_promised()
    {
        await CreateAsync(Files(MessageKind.Photo, MessageKind.Photo, MessageKind.Location));
        await AddAsync("", Files(MessageKind.Voice));

        await DeliverAsync();

        var audit = await RunAsync();
        Assert.Empty(audit.Missing);
        Assert.Empty(audit.Untrue);
        Assert.Empty(audit.Extra);
    }

    [Fact]
    public async Task A_missing_file_a_repeated_one_and_one_without_its_card_are_found()
    {
        await CreateAsync(Files(MessageKind.Voice, MessageKind.Document, MessageKind.VideoNote));
        await DeliverOneAsync();
        await Outbox.SendAndDieAsync(Outbox.Managers, Recipient.Managers);
        await DeliverOneAsync();
        await Outbox.Database.ExecuteAsync("delete from ticket_cards");
        await DeliverOneAsync();

        var audit = await RunAsync();

        Assert.Single(audit.Missing);
        Assert.Single(audit.Untrue);
        Assert.Single(audit.Extra);
    }

    private async Task<FilesAudit> RunAsync()
    {
        var audit = await FilesAudit.ReadAsync(Outbox.Database.DataSource, default);
        audit.Compare(Outbox.Managers);
        return audit;
    }
}
