using System.Globalization;
using System.Text.Json;
using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Outbox;

/// <summary>A message that is owed to a chat: each kind with what its row holds. How a kind is sent is the business of Delivery.</summary>
public abstract record OwedMessage
{
    private OwedMessage()
    {
    }

    /// <summary>Whom it is for.</summary>
    public abstract Recipient Recipient { get; }

    /// <summary>How long after it is owed it may still be sent; null when it is never too late.</summary>
    public virtual TimeSpan? ValidFor => null;

    /// <summary>Names it in the log, without a word of what it says.</summary>
    public abstract string Name { get; }

    public sealed override string ToString() => Name;

    internal abstract OwedColumns ToColumns();

    /// <summary>The card of a ticket, drawn from the ticket's row when it is sent.</summary>
    /// <param name="TopicId">The topic of a forum that it is to be sent to; null for General and outside of forums.</param>
    public sealed record Card(long TicketId, int? TopicId = null) : OwedMessage
    {
        internal const string Kind = "card";

        public override Recipient Recipient => Recipient.Managers;

        public override string Name => CardOf(TicketId);

        internal override OwedColumns ToColumns() => new(Kind, TicketId, TopicId: TopicId);
    }

    /// <summary>A card that was sent, to be drawn anew in its message.</summary>
    public sealed record CardEdit(long TicketId, long MessageId) : OwedMessage
    {
        internal const string Kind = "card_edit";

        public override Recipient Recipient => Recipient.Managers;

        public override string Name => CardOf(TicketId);

        internal override OwedColumns ToColumns() => new(Kind, TicketId, MessageId);
    }

    /// <summary>Something to be said once, in words that are settled when it is owed.</summary>
    public sealed record Notice(Recipient Recipient, Message Message) : OwedMessage
    {
        internal const string Kind = "notice";

        public override Recipient Recipient { get; } = Recipient;

        public override TimeSpan? ValidFor => TimeSpan.FromDays(1);

        public override string Name => "notice";

        internal override OwedColumns ToColumns() =>
            new(Kind, Recipient: Recipient.ToColumn(), Payload: MessageJson.Write(Message));
    }

    /// <summary>What another version owes, and this one cannot read.</summary>
    /// <param name="Kind">What its row says it is.</param>
    /// <param name="Why">Why it cannot be read, without a word of what it says.</param>
    public sealed record Unreadable(string Kind, Recipient For, string Why) : OwedMessage
    {
        public override Recipient Recipient => For;

        public override string Name => $"message of the kind {Kind}";

        internal override OwedColumns ToColumns() => throw new InvalidOperationException("what cannot be read cannot be owed");
    }

    internal static OwedMessage Of(OwedColumns row)
    {
        var recipient = Recipients.FromColumn(row.Recipient);
        try
        {
            return row switch
            {
                { Kind: Card.Kind, TicketId: { } ticketId } => new Card(ticketId, row.TopicId),
                { Kind: CardEdit.Kind, TicketId: { } ticketId, MessageId: { } messageId } => new CardEdit(ticketId, messageId),
                { Kind: Notice.Kind, Payload: { } payload } => new Notice(recipient, MessageJson.Read(payload)),
                _ => new Unreadable(row.Kind, recipient, $"this version of the program cannot send the kind {row.Kind}"),
            };
        }
        catch (JsonException error)
        {
            return new Unreadable(row.Kind, recipient, $"this version of the program cannot read its payload at {error.Path}");
        }
    }

    private static string CardOf(long ticketId) => string.Create(CultureInfo.InvariantCulture, $"card of ticket {ticketId}");
}

/// <summary>The columns of table <c>outbox</c> that say what is owed.</summary>
internal sealed record OwedColumns(
    string Kind, long? TicketId = null, long? MessageId = null, int? TopicId = null, string Recipient = "managers", string? Payload = null);
