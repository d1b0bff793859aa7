using System.Collections.Immutable;
using System.Globalization;
using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Texts;

/// <summary>Says in words what is attached, to clients and to managers. Pure.</summary>
public static class FileWords
{
    // Of two lines of a card, or of a button with a place beside it.
    private const int Longest = 100;

    // In the order of a summary.
    private static readonly ImmutableArray<(AttachmentKind Kind, Phrase Forms)> Kinds =
    [
        (AttachmentKind.Photo, Forms("photo", "фото")),
        (AttachmentKind.Video, Forms("video", "видео")),
        (AttachmentKind.Document, Forms("document", "документ/документа/документов")),
        (AttachmentKind.Audio, Forms("audio", "аудиофайл/аудиофайла/аудиофайлов")),
        (AttachmentKind.Voice, Forms("voice", "голосовое/голосовых")),
        (AttachmentKind.VideoNote, Forms("video-note", "видеосообщение/видеосообщения/видеосообщений")),
        (AttachmentKind.Animation, Forms("animation", "анимация/анимации/анимаций")),
        (AttachmentKind.Location, Forms("location", "точка на карте/точки на карте/точек на карте")),
        (AttachmentKind.Venue, Forms("venue", "место/места/мест")),
    ];

    /// <summary>A line of an answer, or of a card.</summary>
    public static Phrase Attached { get; } = new(
        "attached.line", PhraseForm.Line, "📎 {files}",
        new Placeholder("files", "how many of each kind: «2 фото, 1 документ»", "10 документов, 10 голосовых"))
    {
        Limit = Longest,
    };

    /// <summary>All words for what is attached.</summary>
    public static ImmutableArray<Phrase> All { get; } = [Attached, .. Kinds.Select(kind => kind.Forms)];

    /// <summary>A line that says how many there are, plain: «📎 2 фото, 1 документ».</summary>
    public static string Line(IReadOnlyList<Attachment> files, FirmTexts texts) =>
        texts.With(Attached, ("files", Counted(files, texts)));

    /// <summary>How many there are of each kind: «2 фото, 1 документ». Empty for none.</summary>
    public static string Counted(IReadOnlyList<Attachment> files, FirmTexts texts) => string.Join(", ", Kinds
        .Select(of => (of.Forms, Count: files.Count(file => file.Kind == of.Kind)))
        .Where(of => of.Count > 0)
        .Select(of => string.Create(CultureInfo.InvariantCulture, $"{of.Count} {WordForms.Of(texts[of.Forms], of.Count)}")));

    /// <summary>The word for one file of a kind.</summary>
    public static string One(AttachmentKind kind, FirmTexts texts) =>
        WordForms.Of(texts[Kinds.First(of => of.Kind == kind).Forms], 1);

    /// <summary>The word for one of some files, with its number among those of its kind: «фото 2».</summary>
    public static string Numbered(IReadOnlyList<Attachment> files, int place, FirmTexts texts)
    {
        var kind = files[place].Kind;
        var number = files.Take(place + 1).Count(other => other.Kind == kind);
        return string.Create(CultureInfo.InvariantCulture, $"{One(kind, texts)} {number}");
    }

    private static Phrase Forms(string name, string shipped) =>
        new("attached." + name, PhraseForm.Line, shipped) { Limit = Longest };
}
