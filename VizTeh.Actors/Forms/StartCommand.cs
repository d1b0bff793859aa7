using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Forms;

internal sealed class StartCommand : IClientCommand
{
    public string Name => "start";

    public Phrase MenuLine => Phrases.MenuStart;

    public Phrase HelpLine => Phrases.HelpStart;

    public ClientIntent Intent { get; } = new ClientIntent.Start();
}
