using Npgsql;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Delivery.Kinds;

/// <summary>
/// The request for an answer to a client, as a reply to the ticket's card. Its id is stored: a reply to it is the answer, so a duplicate is
/// better than a request whose reply belongs to no ticket.
/// </summary>
public sealed class AnswerPromptKind : MessageKind
{
    public override Type Owed => typeof(OwedMessage.AnswerPrompt);

    public override bool NeedsMessageId => true;

    public override Task<SendOutcome> SendAsync(
        OutboxEntry entry, TelegramSender sender, TimeSpan patience, CancellationToken cancellationToken) =>
        sender.SendReplyAsync(entry.Row.ChatId, entry.CardMessageId, PromptOf(entry).Message, patience, cancellationToken);

    public override IReadOnlyList<NpgsqlBatchCommand> Record(IReadOnlyList<SentEntry> sent) =>
    [
        TicketPosts.Add(
        [
            .. from one in sent
               from messageId in one.MessageIds
               select new TicketPost(one.Entry.Row.ChatId, messageId, PromptOf(one.Entry).TicketId, TicketMessageId: null, HasFile: false),
        ]),
    ];

    private static OwedMessage.AnswerPrompt PromptOf(OutboxEntry entry) => (OwedMessage.AnswerPrompt)entry.Row.Owed;
}
