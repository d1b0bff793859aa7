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
        var (outcome, ban) = await BanText.WithinDeadlineAsync(token => store.BanAsync(request, token), cancellationToken);
        if (ban is not null)
            list.Add(ban.UserId, ban.UpdateId);
        return [new Message(outcome switch
        {
            BanOutcome.Banned => _texts.OfTicket(BanPhrases.Banned, number),
            BanOutcome.NoTicket => Html.Escape(_texts.OfTicket(ManagerPhrases.ToastNotFound, number)),
            BanOutcome.NoClient => _texts.OfTicket(BanPhrases.NoClient, number),
            _ => _texts.AlreadyBanned(number, ban!, settings.Company.TimeZone),
        })];
    }
}
