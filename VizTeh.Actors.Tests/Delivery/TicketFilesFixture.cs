using VizTeh.Actors.Chats;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;
using Attachment = VizTeh.Actors.Messages.Attachment;

namespace VizTeh.Actors.Tests.Delivery;

/// <summary>A ticket with files in an outbox of which only what a test calls is running.</summary>
public abstract class TicketFilesFixture : IAsyncLifetime
{
    protected const string Waiting = "select concat_ws('|', chat_id, kind, ticket_id, ticket_message_id) from outbox order by id";

    private long _updates;

    private protected OutboxFixture Outbox { get; private set; } = null!;

    protected CreateTicket Ticket { get; private set; } = null!;

    protected long Id { get; private set; }

    public async Task InitializeAsync() => Outbox = await OutboxFixture.CreateAsync();

    public async Task DisposeAsync() => await Outbox.DisposeAsync();

    /// <summary>The files of a message kind each, as a client sent them.</summary>
    protected Attachment[] Files(params MessageKind[] kinds) => [.. kinds.Select(kind => kind switch
    {
        MessageKind.Location => new Attachment(AttachmentKind.Location) { Place = new Place(55.75, 37.61) },
        MessageKind.Venue => new Attachment(AttachmentKind.Venue) { Place = new Place(55.75, 37.61, "Склад", "Ленина, 1") },
        _ => new Attachment(Enum.Parse<AttachmentKind>(kind.ToString()), Outbox.Telegram.AddFile(kind), "u"),
    })];

    protected static CreateTicket TicketWith(IReadOnlyList<Attachment> files)
    {
        var ticket = TicketSamples.New();
        return ticket with
        {
            Answers = ticket.Answers with
            {
                Given = [.. ticket.Answers.Given.Select(answer => answer.Id == "description" ? answer with { Files = files } : answer)],
            },
        };
    }

    protected async Task CreateAsync(params IReadOnlyList<Attachment> files)
    {
        Ticket = TicketWith(files);
        Id = (await new TicketStore(Outbox.Database.DataSource).CreateAsync([Ticket], [Outbox.Managers.ChatId], default))
            [Ticket.SubmissionId];
    }

    protected Task<bool> AddAsync(string words, params IReadOnlyList<Attachment> files) =>
        new TicketMessageStore(Outbox.Database.DataSource).AddAsync(
            new AddTicketMessage(Id, Ticket.SubmissionId, 42, ++_updates, words, DateTimeOffset.UnixEpoch) { Files = files },
            [Outbox.Managers.ChatId], default);

    /// <summary>A part of an album, which the client adds.</summary>
    protected Task<bool> AddPartAsync(string album, string words, Attachment file) =>
        new TicketMessageStore(Outbox.Database.DataSource).AddAsync(
            new AddTicketMessage(Id, Ticket.SubmissionId, 42, ++_updates, words, DateTimeOffset.UnixEpoch)
            {
                Files = [file],
                AlbumId = album,
            },
            [Outbox.Managers.ChatId], default);

    protected Task DeliverAsync() => Outbox.DeliverDueAsync(Outbox.Managers);

    /// <summary>Delivers the next row only.</summary>
    protected async Task DeliverOneAsync() => await Outbox.Delivery.DeliverAsync(Outbox.Managers.ChatId, default);

    protected Task<ReclaimedRows?> ReclaimAsync(params long[] chats) => new ManagerChatStore(Outbox.Database.DataSource).ReclaimAsync(
        chats, chats.ToDictionary(chat => chat), default);

    /// <summary>What the managers see after the card, each album as one.</summary>
    protected IEnumerable<string> Groups()
    {
        var shown = Outbox.Shown();
        for (var at = 0; at < shown.Count; at++)
        {
            var first = shown[at];
            var parts = shown.Skip(at).TakeWhile(next => next == first || (next.AlbumId is { } album && album == first.AlbumId)).ToList();
            yield return parts[0].Kind == MessageKind.Text ? parts[0].Text.Split('\n')[0].Split(" · ")[0]
                : string.Join('+', parts.Select(part => part.Kind));
            at += parts.Count - 1;
        }
    }
}
