using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Forms;

internal sealed class CancelCommand : IClientCommand
{
    public string Name => "cancel";

    public Phrase MenuLine => Phrases.MenuCancel;

    public Phrase HelpLine => Phrases.HelpCancel;

    public ClientIntent Intent { get; } = new ClientIntent.Cancel();
}
