using System.Globalization;
using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Questions;

/// <summary>Says in words what is attached to an answer. Pure, plain text.</summary>
public static class AttachmentWords
{
    // The order of a summary.
    private static readonly Noun[] Nouns =
    [
        new("фото", "фото", "фото"), new("видео", "видео", "видео"), new("документ", "документа", "документов"),
        new("аудиозапись", "аудиозаписи", "аудиозаписей"),
        new("голосовое сообщение", "голосовых сообщения", "голосовых сообщений"),
        new("видеосообщение", "видеосообщения", "видеосообщений"), new("анимация", "анимации", "анимаций"),
        new("место на карте", "места на карте", "мест на карте"),
    ];

    /// <summary>A line of an answer: «📎 2 фото, 1 документ».</summary>
    public static string Line(IReadOnlyList<Attachment> files) => $"📎 {Summary(files)}";

    /// <summary>How many there are of each kind: «2 фото, 1 документ».</summary>
    public static string Summary(IReadOnlyList<Attachment> files) => string.Join(", ", files
        .CountBy(file => PlaceOf(file.Kind)).OrderBy(counted => counted.Key)
        .Select(counted => Nouns[counted.Key].Counted(counted.Value)));

    /// <summary>The noun for one of its kind, with its number among them: «фото 2».</summary>
    public static string Numbered(IReadOnlyList<Attachment> files, int place)
    {
        var kind = PlaceOf(files[place].Kind);
        var number = files.Take(place + 1).Count(other => PlaceOf(other.Kind) == kind);
        return string.Create(CultureInfo.InvariantCulture, $"{Nouns[kind].One} {number}");
    }

    /// <summary>A count with its noun, such as 1 файл, 2 файла, 5 файлов.</summary>
    private static string Counted(int count, string one, string few, string many) => string.Create(
        CultureInfo.InvariantCulture,
        $"{count} {(count % 100 is >= 11 and <= 14 ? many : (count % 10) switch { 1 => one, >= 2 and <= 4 => few, _ => many })}");

    private static int PlaceOf(AttachmentKind kind) => kind switch
    {
        AttachmentKind.Photo => 0,
        AttachmentKind.Video => 1,
        AttachmentKind.Document => 2,
        AttachmentKind.Audio => 3,
        AttachmentKind.Voice => 4,
        AttachmentKind.VideoNote => 5,
        AttachmentKind.Animation => 6,
        AttachmentKind.Location or AttachmentKind.Venue => 7,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind without a word."),
    };

    private sealed record Noun(string One, string Few, string Many)
    {
        public string Counted(int count) => AttachmentWords.Counted(count, One, Few, Many);
    }
}
