namespace VizTeh.Actors.Forms;

internal sealed class HelpCommand : IClientCommand
{
    public string Name => "help";

    public string MenuLine => "Подсказка";

    public string HelpLine => "эта подсказка";

    public ClientIntent Intent { get; } = new ClientIntent.Help();
}
