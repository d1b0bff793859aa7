using System.Globalization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tickets;

/// <summary>What managers read about the files of a ticket: which of them Telegram refused. Pure.</summary>
public static class TicketFilesText
{
    private const int LongestName = 60;

    /// <summary>A line for each file that Telegram refused: «…Telegram не передал вложение: документ «план.pdf»».</summary>
    public static Message Refused(long ticketId, IEnumerable<Attachment> files, FirmTexts texts) => new(Html.Escape(string.Join(
        '\n', files.Select(file => texts.With(
            CardPhrases.FileRefused, ("number", ticketId.ToString(CultureInfo.InvariantCulture)), ("file", NameOf(file, texts)))))));

    /// <summary>The ticket's number, for files without a card to which they could reply.</summary>
    public static string Caption(long ticketId, FirmTexts texts) =>
        texts.With(CardPhrases.FilesOf, ("number", ticketId.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The kind of a file in the nominative, with its name: «документ «план.pdf»».</summary>
    internal static string NameOf(Attachment file, FirmTexts texts)
    {
        var kind = FileWords.One(file.Kind, texts);
        var name = AccountName.Visible(file.Name is null ? null : string.Join(' ', file.Name.Split('\r', '\n')));
        return name is null ? kind : $"{kind} «{CodePoints.Cut(name, LongestName)}»";
    }
}
