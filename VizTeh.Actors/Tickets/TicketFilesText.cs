using System.Globalization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tickets;

/// <summary>What managers read about the files of a ticket: how many there are, and which Telegram refused. Pure.</summary>
public static class TicketFilesText
{
    private const int LongestName = 60;

    private static readonly AttachmentKind[] Order = Enum.GetValues<AttachmentKind>();

    /// <summary>How many there are of each kind: «2 фото, 1 документ». Empty for none.</summary>
    public static string Counted(IReadOnlyList<Attachment> files, FirmTexts texts) => string.Join(", ", Order
        .Select(kind => (Kind: kind, Count: files.Count(file => file.Kind == kind)))
        .Where(of => of.Count > 0)
        .Select(of => string.Create(CultureInfo.InvariantCulture, $"{of.Count} {Form(texts[PhraseOf(of.Kind)], of.Count)}")));

    /// <summary>A line for each file that Telegram refused: «К заявке №12: Telegram не передал документ «план.pdf»».</summary>
    public static Message Refused(long ticketId, IEnumerable<Attachment> files, FirmTexts texts) => new(Html.Escape(string.Join(
        '\n', files.Select(file => texts.With(
            CardPhrases.FileRefused, ("number", ticketId.ToString(CultureInfo.InvariantCulture)), ("file", NameOf(file, texts)))))));

    /// <summary>The ticket's number, for files without a card to which they could reply.</summary>
    public static string Caption(long ticketId, FirmTexts texts) =>
        texts.With(CardPhrases.FilesOf, ("number", ticketId.ToString(CultureInfo.InvariantCulture)));

    private static string NameOf(Attachment file, FirmTexts texts)
    {
        var kind = Form(texts[PhraseOf(file.Kind)], 1);
        var name = AccountName.Visible(file.Name is null ? null : string.Join(' ', file.Name.Split('\r', '\n')));
        return name is null ? kind : $"{kind} «{CodePoints.Cut(name, LongestName)}»";
    }

    private static Phrase PhraseOf(AttachmentKind kind) => kind switch
    {
        AttachmentKind.Photo => CardPhrases.Photos,
        AttachmentKind.Video => CardPhrases.Videos,
        AttachmentKind.Document => CardPhrases.Documents,
        AttachmentKind.Audio => CardPhrases.Audios,
        AttachmentKind.Voice => CardPhrases.Voices,
        AttachmentKind.VideoNote => CardPhrases.VideoNotes,
        AttachmentKind.Animation => CardPhrases.Animations,
        AttachmentKind.Location => CardPhrases.Locations,
        AttachmentKind.Venue => CardPhrases.Venues,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "an unknown kind of attachment"),
    };

    // Russian has a form for 1, 21, 31…, one for 2 to 4, 22 to 24…, and one for the others, with 11 to 14.
    private static string Form(string forms, int count)
    {
        var words = forms.Split('/');
        var form = (count % 100, count % 10) switch
        {
            ( >= 11 and <= 14, _) => 2,
            (_, 1) => 0,
            (_, >= 2 and <= 4) => 1,
            _ => 2,
        };
        return words[Math.Min(form, words.Length - 1)];
    }
}
