using VizTeh.Actors.Manager.Rights;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Manager.Commands;

/// <summary>Bans the client of a ticket.</summary>
internal sealed class BanCommand(BanStore store, BanList list, ManagerRights rights, BotSettings settings) : IManagerCommand
{
    private readonly FirmTexts _texts = settings.Company.Texts;

    public string Name => "ban";

    public string MenuLine => _texts[BanPhrases.MenuBan];

    public string HelpLine => _texts[BanPhrases.Help];

    public async Task<IReadOnlyList<Message>> HandleAsync(ManagerCall call, CancellationToken cancellationToken)
    {
        if (BanText.NumberIn(call.Arguments) is not { } number)
            return [new Message(_texts[BanPhrases.BanUsage])];
        var request = new BanRequest(number, call.Actor.Id, rights.NameOf(call.Actor), call.UpdateId);
        var report = await list.ChangeWithinDeadlineAsync(token => store.BanAsync(request, token), cancellationToken);
        return [new Message(report.Outcome switch
        {
            BanOutcome.Banned => _texts.OfTicket(BanPhrases.Banned, number),
            BanOutcome.NoTicket => Html.Escape(_texts.OfTicket(ManagerPhrases.ToastNotFound, number)),
            BanOutcome.NoClient => _texts.OfTicket(BanPhrases.NoClient, number),
            BanOutcome.NotBanned => _texts[BanPhrases.NotBanned],
            _ => _texts.AlreadyBanned(number, report.Ban!, settings.Company.TimeZone),
        })];
    }
}
