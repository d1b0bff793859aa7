using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Forms;

internal sealed class HelpCommand : IClientCommand
{
    public string Name => "help";

    public Phrase MenuLine => Phrases.MenuHelp;

    public Phrase HelpLine => Phrases.HelpHelp;

    public ClientIntent Intent { get; } = new ClientIntent.Help();
}
