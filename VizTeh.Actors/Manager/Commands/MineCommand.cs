using VizTeh.Actors.Manager.Lists;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Manager.Commands;

/// <summary>Lists the open tickets that the author has in work.</summary>
internal sealed class MineCommand(BotSettings settings, ManagerLists lists) : IManagerCommand
{
    private readonly FirmTexts _texts = settings.Company.Texts;

    public string Name => "mine";

    public string MenuLine => _texts[ListPhrases.MenuMine];

    public bool IsOffered => settings.Company.Claim.IsOn;

    // The line of /open tells of both.
    public string? HelpLine => null;

    public bool ShowsPersonalData => true;

    public async Task<IReadOnlyList<Message>> HandleAsync(ManagerCall call, CancellationToken cancellationToken)
    {
        if (!settings.Company.Claim.IsOn)
            return [new Message(Html.Escape(_texts[ClaimPhrases.Off]))];
        // A press, by which a ticket is taken, names the person; a message in the name of a chat does not.
        return call.Actor.Id <= 0
            ? [new Message(_texts[ListPhrases.MineAnonymous])]
            : [await lists.DrawAsync(new ManagerList.Mine(call.Actor.Id), null, cancellationToken)];
    }
}
