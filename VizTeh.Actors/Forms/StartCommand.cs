namespace VizTeh.Actors.Forms;

internal sealed class StartCommand : IClientCommand
{
    public string Name => "start";

    public string MenuLine => "Начать";

    public string HelpLine => "главное меню или незаконченная заявка";

    public ClientIntent Intent { get; } = new ClientIntent.Start();
}
