using Npgsql;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Delivery.Kinds;

/// <summary>
/// What of an answer did not reach the client, as a reply to the manager's message; of the whole answer with the client's phone. In a group
/// that has become a supergroup since, which does not have that message, it is a reply to the ticket's card.
/// </summary>
public sealed class AnswerReportKind(BotSettings settings) : MessageKind
{
    public override Type Owed => typeof(OwedMessage.AnswerReport);

    public override Task<SendOutcome> SendAsync(
        OutboxEntry entry, TelegramSender sender, TimeSpan patience, CancellationToken cancellationToken) =>
        sender.SendReplyAsync(
            entry.Row.ChatId, entry.Said?.ChatId == entry.Row.ChatId ? new ReplyPlace(entry.Said.MessageId) : entry.UnderCard,
            ReportOf(entry) switch
            {
                { Subject: ReportSubject.Edit, TicketId: var id } => ManagerAnswerText.EditTooLong(id, settings.Company.Texts),
                { Subject: ReportSubject.Note } => ManagerAnswerText.HasLeft(settings.Company.Texts),
                { Subject: ReportSubject.KeptFile } => ManagerAnswerText.FileKept(settings.Company.Texts),
                { Subject: ReportSubject.LostEdit, TicketId: var id } =>
                    ManagerAnswerText.EditLost(id, entry.Ticket?.Ticket, settings.Company.Texts),
                var report => ManagerAnswerText.Undelivered(
                    report.TicketId, entry.Said?.Undelivered, entry.Files is [var file, ..] ? file : null, entry.Ticket?.Ticket,
                    settings.Company.Texts),
            },
            patience, cancellationToken);

    public override IReadOnlyList<NpgsqlBatchCommand> Record(IReadOnlyList<SentEntry> sent) =>
    [
        TicketPosts.Add(
        [
            .. from one in sent
               let owed = ReportOf(one.Entry)
               from messageId in one.MessageIds
               select new TicketPost(one.Entry.Row.ChatId, messageId, owed.TicketId, owed.TicketMessageId, HasFile: false),
        ]),
        TicketPosts.EraseLate([.. sent.Select(one => ReportOf(one.Entry).TicketId)]),
    ];

    private static OwedMessage.AnswerReport ReportOf(OutboxEntry entry) => (OwedMessage.AnswerReport)entry.Row.Owed;
}
