namespace VizTeh.Actors.Forms;

internal sealed class CancelCommand : IClientCommand
{
    public string Name => "cancel";

    public string MenuLine => "Отменить заявку";

    public string HelpLine => "отменить заявку";

    public ClientIntent Intent { get; } = new ClientIntent.Cancel();
}
