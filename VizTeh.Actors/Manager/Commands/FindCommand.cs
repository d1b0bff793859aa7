using VizTeh.Actors.Manager.Lists;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Manager.Commands;

/// <summary>Finds tickets by number, phone, name, organisation, @username, words of the answers and state.</summary>
internal sealed class FindCommand(BotSettings settings, ManagerLists lists) : IManagerCommand
{
    private readonly FirmTexts _texts = settings.Company.Texts;

    public string Name => "find";

    public string MenuLine => _texts[ListPhrases.MenuFind];

    public string HelpLine => _texts[ListPhrases.HelpFind];

    public bool ShowsPersonalData => true;

    public async Task<IReadOnlyList<Message>> HandleAsync(ManagerCall call, CancellationToken cancellationToken) =>
        ManagerList.Find.Of(call.Arguments) is { } wanted
            ? [await lists.DrawAsync(wanted, null, cancellationToken)]
            : [new Message(_texts[ListPhrases.WordsWanted])];
}
