using System.Globalization;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Manager.Lists;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Manager.Commands;

/// <summary>Owes the chat a ticket's card anew; it and all other copies are edited when the ticket changes.</summary>
internal sealed class TicketCommand(BotSettings settings, ShownTicketStore shown, ManagerChats chats) : IManagerCommand
{
    private static readonly TimeSpan StoreDeadline = TimeSpan.FromSeconds(10);

    private readonly FirmTexts _texts = settings.Company.Texts;

    public string Name => "ticket";

    public string MenuLine => _texts[ListPhrases.MenuTicket];

    public string HelpLine => _texts[ListPhrases.HelpTicket];

    public bool ShowsPersonalData => true;

    public long? TicketOf(string arguments) => TicketNumber.Read(arguments);

    public async Task<IReadOnlyList<Message>> HandleAsync(ManagerCall call, CancellationToken cancellationToken)
    {
        if (TicketNumber.Read(call.Arguments) is not { } number)
            return [new Message(_texts.With(ListPhrases.NumberWanted, ("command", Name)))];
        var chatId = chats.Resolve(call.ChatId);
        // The topics of a group are those of its present id.
        var topicId = chatId == call.ChatId ? call.TopicId : null;
        var isOwed = await Deadline.RunAsync(
            token => shown.OweCardAsync(number, chatId, topicId, call.UpdateId, token), StoreDeadline, cancellationToken);
        return isOwed
            ? []
            : [new Message(_texts.With(ListPhrases.NotFound, ("number", number.ToString(CultureInfo.InvariantCulture))))];
    }
}
