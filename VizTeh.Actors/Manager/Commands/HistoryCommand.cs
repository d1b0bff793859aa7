using System.Globalization;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Manager.Lists;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Manager.Commands;

/// <summary>
/// Owes the chat all that happened to a ticket and was said about it, the newest page first. It is owed rather than said, so that the
/// message is known as one about the ticket.
/// </summary>
internal sealed class HistoryCommand(BotSettings settings, ManagerLists lists, ShownTicketStore shown, ManagerChats chats)
    : IManagerCommand
{
    // The client's data may be erased while the history is drawn; that happens once.
    private const int MostAttempts = 3;

    private static readonly TimeSpan StoreDeadline = TimeSpan.FromSeconds(10);

    private readonly FirmTexts _texts = settings.Company.Texts;

    public string Name => "history";

    public string MenuLine => _texts[ListPhrases.MenuHistory];

    // The line of /ticket tells of both.
    public string? HelpLine => null;

    public bool ShowsPersonalData => true;

    public long? TicketOf(string arguments) => TicketNumber.Read(arguments);

    public async Task<IReadOnlyList<Message>> HandleAsync(ManagerCall call, CancellationToken cancellationToken)
    {
        if (TicketNumber.Read(call.Arguments) is not { } number)
            return [new Message(_texts.With(ListPhrases.NumberWanted, ("command", Name)))];
        var chatId = chats.Resolve(call.ChatId);
        // The messages of a group are those of its present id.
        var replyTo = chatId == call.ChatId ? call.MessageId : null;
        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            if (await lists.DrawHistoryAsync(number, cancellationToken) is not var (message, isErased))
                break;
            var isOwed = await Deadline.RunAsync(
                token => shown.OweHistoryAsync(number, chatId, replyTo, message, isErased, call.UpdateId, token),
                StoreDeadline, cancellationToken);
            if (isOwed)
                return [];
        }

        return [new Message(_texts.With(ListPhrases.NotFound, ("number", number.ToString(CultureInfo.InvariantCulture))))];
    }
}
