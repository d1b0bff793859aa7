using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Forms;

internal sealed class OwnTicketsCommand : IClientCommand
{
    public string Name => "my";

    public Phrase MenuLine => OwnTicketPhrases.MenuLine;

    public Phrase HelpLine => OwnTicketPhrases.HelpLine;

    public ClientIntent Intent { get; } = new ClientIntent.OwnTickets();

    public bool IsOffered(FirmTexts texts) => texts.HasOwnTickets;
}
