using VizTeh.Actors.Manager.Rights;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Manager.Commands;

/// <summary>Lifts the ban of a client, by the number of a ticket or by the client's id.</summary>
internal sealed class UnbanCommand(BanStore store, BanList list, ManagerRights rights, BotSettings settings) : IManagerCommand
{
    private readonly FirmTexts _texts = settings.Company.Texts;

    public string Name => "unban";

    public string MenuLine => _texts[BanPhrases.MenuUnban];

    // That of /ban names this command.
    public string? HelpLine => null;

    public async Task<IReadOnlyList<Message>> HandleAsync(ManagerCall call, CancellationToken cancellationToken)
    {
        if (BanText.NumberIn(call.Arguments) is not { } number)
            return [new Message(_texts[BanPhrases.UnbanUsage])];
        var request = new BanRequest(number, call.Actor.Id, rights.NameOf(call.Actor), call.UpdateId);
        var report = await list.ChangeWithinDeadlineAsync(token => store.UnbanAsync(request, token), cancellationToken);
        return [new Message(report switch
        {
            { Outcome: BanOutcome.Unbanned } => _texts[BanPhrases.Unbanned],
            { Ban: { } later } => _texts.AlreadyBanned(later.TicketId ?? number, later, settings.Company.TimeZone),
            _ => _texts[BanPhrases.NotBanned],
        })];
    }
}
