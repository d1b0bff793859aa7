using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Forms;

internal sealed class ForgetCommand : IClientCommand
{
    public string Name => "forget";

    public Phrase MenuLine => PrivacyPhrases.MenuForget;

    public Phrase HelpLine => PrivacyPhrases.HelpForget;

    public ClientIntent Intent { get; } = new ClientIntent.Forget();
}
