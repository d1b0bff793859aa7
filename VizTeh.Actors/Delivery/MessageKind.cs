using Npgsql;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.TelegramApi;

namespace VizTeh.Actors.Delivery;

/// <summary>
/// How one kind of owed message is drawn, sent and settled. Order, claims, waits, and what becomes of refusals that are the chat's, are
/// the same for all kinds.
/// </summary>
public abstract class MessageKind
{
    /// <summary>The case of <see cref="OwedMessage"/> that it sends.</summary>
    public abstract Type Owed { get; }

    /// <summary>Whether it is repeated when Telegram took it, but did not say as which message.</summary>
    public virtual bool NeedsMessageId => false;

    /// <summary>Draws it from what is known now, and sends it.</summary>
    public abstract Task<SendOutcome> SendAsync(
        OutboxEntry entry, TelegramSender sender, TimeSpan patience, CancellationToken cancellationToken);

    /// <summary>What is stored in the transaction in which the rows of sent messages go. Safe to repeat.</summary>
    /// <param name="sent">All of this kind.</param>
    public virtual IReadOnlyList<NpgsqlBatchCommand> Record(IReadOnlyList<SentEntry> sent) => [];

    /// <summary>
    /// What is stored in the transaction in which it is given up, since the message that it changes is out of reach for good. Null for a
    /// message that is yet to come: that one goes where its chat goes.
    /// </summary>
    public virtual IReadOnlyList<NpgsqlBatchCommand>? ForgetMessage(OutboxEntry entry) => null;

    /// <summary>Settles a refusal that means something else for this kind than for any other.</summary>
    /// <param name="claim">The refused one is its head.</param>
    /// <returns>False when it is the chat's refusal, which is waited out; nothing was done.</returns>
    public virtual Task<bool> TrySettleRefusalAsync(OutboxClaim claim, SendOutcome.Refused refused, CancellationToken cancellationToken) =>
        Task.FromResult(false);

    private protected static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };
}

/// <summary>The kinds of message that can be sent, one for each case of <see cref="OwedMessage"/>.</summary>
public sealed class MessageKinds(IEnumerable<MessageKind> kinds)
{
    private readonly Dictionary<Type, MessageKind> _kinds = kinds.ToDictionary(kind => kind.Owed);

    public MessageKind Of(OwedMessage message) => _kinds[message.GetType()];
}
