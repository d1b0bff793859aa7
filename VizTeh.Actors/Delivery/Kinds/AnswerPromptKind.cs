using Npgsql;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.TelegramApi;

namespace VizTeh.Actors.Delivery.Kinds;

/// <summary>
/// The request for an answer to a client, or a ticket's history, as a reply to the message that asked for it, in its topic of a forum. Its
/// id is stored: a reply to it is an answer, so a duplicate is better than a message whose reply belongs to no ticket; and a history is
/// deleted with the client's data.
/// </summary>
public sealed class AnswerPromptKind : MessageKind
{
    public override Type Owed => typeof(OwedMessage.AnswerPrompt);

    public override bool NeedsMessageId => true;

    public override Task<SendOutcome> SendAsync(
        OutboxEntry entry, TelegramSender sender, TimeSpan patience, CancellationToken cancellationToken) =>
        sender.SendReplyAsync(
            entry.Row.ChatId, PromptOf(entry).ReplyTo is { } asked ? new ReplyPlace(asked) : entry.UnderCard, PromptOf(entry).Message,
            patience, cancellationToken);

    public override IReadOnlyList<NpgsqlBatchCommand> Record(IReadOnlyList<SentEntry> sent) =>
        [.. Posts(sent, one => PromptOf(one).TicketId)];

    private static OwedMessage.AnswerPrompt PromptOf(OutboxEntry entry) => (OwedMessage.AnswerPrompt)entry.Row.Owed;
}
