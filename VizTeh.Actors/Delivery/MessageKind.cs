using Npgsql;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Delivery;

/// <summary>
/// How one kind of owed message is drawn, sent and settled. Order, claims, waits and the handling of refusals that concern the chat are the
/// same for all kinds.
/// </summary>
public abstract class MessageKind
{
    /// <summary>The case of <see cref="OwedMessage"/> that this kind sends.</summary>
    public abstract Type Owed { get; }

    /// <summary>Whether the message is repeated when Telegram accepted it, but its id is unknown.</summary>
    public virtual bool NeedsMessageId => false;

    /// <summary>
    /// Whether the entry may be sent in one run with the entries before it, whose outcome it cannot see: it was read before they were sent.
    /// </summary>
    public virtual bool MayFollow(OutboxEntry entry, IReadOnlyList<SentEntry> sent) => true;

    /// <summary>
    /// When the message may be sent at the earliest: its row waits until then, and holds up nothing meanwhile. Null for now. It is asked
    /// again before each attempt.
    /// </summary>
    public virtual DateTimeOffset? NotBefore(OutboxEntry entry, DateTimeOffset now) => null;

    /// <summary>
    /// Whether more is to be sent from the row of the entry: then <see cref="Record"/> settles the row, which is not deleted and stays
    /// first in its chat's queue.
    /// </summary>
    public virtual bool KeepsRow(OutboxEntry entry) => false;

    /// <summary>Draws the message from the current state, and sends it.</summary>
    public abstract Task<SendOutcome> SendAsync(
        OutboxEntry entry, TelegramSender sender, TimeSpan patience, CancellationToken cancellationToken);

    /// <summary>Whether <see cref="Record"/> locks tickets, or changes them: it then runs before that of the other kinds.</summary>
    public virtual bool LocksTickets => false;

    /// <summary>The statements that record sent messages, in the transaction that deletes their rows (but for
    /// those of <see cref="KeepsRow"/>). Idempotent.</summary>
    /// <param name="sent">Entries of this kind only.</param>
    public virtual IReadOnlyList<NpgsqlBatchCommand> Record(IReadOnlyList<SentEntry> sent) => [];

    /// <summary>
    /// The statements for an entry that is dropped because the message that it changes is out of reach for good, run in the same
    /// transaction. Null for a message that is still to be sent: its row moves with its chat.
    /// </summary>
    public virtual IReadOnlyList<NpgsqlBatchCommand>? ForgetMessage(OutboxEntry entry) => null;

    /// <summary>Settles a refusal that has a meaning of its own for this kind.</summary>
    /// <param name="claim">The refused entry is its head.</param>
    /// <returns>
    /// False when it has none, and nothing was done: a refused content is set aside, and after any other refusal the row is retried.
    /// </returns>
    public virtual Task<bool> TrySettleRefusalAsync(OutboxClaim claim, SendOutcome.Refused refused, CancellationToken cancellationToken) =>
        Task.FromResult(false);

    /// <summary>
    /// The statements that record a refusal of the entry, in the transaction that stores when it is tried again. Idempotent.
    /// </summary>
    public virtual IReadOnlyList<NpgsqlBatchCommand> RecordRefusal(OutboxEntry entry, SendOutcome.Refused refused) => [];

    /// <summary>
    /// The statements that store the ids of new messages about tickets: a reply to one of them is about its ticket, and an erasure deletes
    /// it.
    /// </summary>
    /// <param name="shows">As in column <c>ticket_posts.shows</c>.</param>
    private protected static IEnumerable<NpgsqlBatchCommand> Posts(
        IReadOnlyList<SentEntry> sent, Func<OutboxEntry, long> ticketOf, string? shows = null) =>
    [
        TicketPosts.Add(
        [
            .. from one in sent
               from messageId in one.MessageIds
               select new TicketPost(
                   one.Entry.Row.ChatId, messageId, ticketOf(one.Entry), TicketMessageId: null, HasFile: false, shows),
        ]),
        TicketPosts.EraseLate([.. sent.Select(one => ticketOf(one.Entry))]),
    ];

    private protected static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };
}

/// <summary>The registered kinds, one for each case of <see cref="OwedMessage"/>.</summary>
public sealed class MessageKinds(IEnumerable<MessageKind> kinds)
{
    private readonly Dictionary<Type, MessageKind> _kinds = kinds.ToDictionary(kind => kind.Owed);

    public MessageKind Of(OwedMessage message) => _kinds[message.GetType()];
}
