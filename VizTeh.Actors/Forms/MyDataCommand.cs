using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Forms;

internal sealed class MyDataCommand : IClientCommand
{
    public string Name => "mydata";

    public Phrase MenuLine => PrivacyPhrases.MenuMyData;

    public Phrase HelpLine => PrivacyPhrases.HelpMyData;

    public ClientIntent Intent { get; } = new ClientIntent.MyData();
}
