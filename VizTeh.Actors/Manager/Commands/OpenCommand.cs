using VizTeh.Actors.Manager.Lists;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Manager.Commands;

/// <summary>Lists the open tickets, those whose clients wait longest first.</summary>
internal sealed class OpenCommand(BotSettings settings, ManagerLists lists) : IManagerCommand
{
    private readonly FirmTexts _texts = settings.Company.Texts;

    public string Name => "open";

    public string MenuLine => _texts[ListPhrases.MenuOpen];

    public string HelpLine => _texts[settings.Company.Claim.IsOn ? ListPhrases.HelpOpen : ListPhrases.HelpOpenAlone];

    public bool ShowsPersonalData => true;

    public async Task<IReadOnlyList<Message>> HandleAsync(ManagerCall call, CancellationToken cancellationToken) =>
        [await lists.DrawAsync(new ManagerList.Open(), null, cancellationToken)];
}
