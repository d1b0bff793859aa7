using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Forms;

/// <summary>The texts about files that take values, as Telegram HTML; toasts and names are plain.</summary>
public static class FileText
{
    // In UTF-16 units.
    private const int LongestName = 32;

    public static string FileAddedTo(this FirmTexts texts, Question question) =>
        texts.With(Phrases.FileAddedTo, ("label", QuotedName.Of(question.Label)));

    public static string FileTooEarly(this FirmTexts texts, Question question) =>
        texts.With(Phrases.FileTooEarly, ("label", QuotedName.Of(question.Label)));

    public static string FileWithoutForm(this FirmTexts texts, Question question) =>
        texts.With(Phrases.FileWithoutForm, ("label", QuotedName.Of(question.Label)));

    public static string TooManyFiles(this FirmTexts texts, Question question) => texts.With(
        Phrases.TooManyFiles, ("label", QuotedName.Of(question.Label)), ("max", Files(question.MostFiles)));

    public static string TooFewFiles(this FirmTexts texts, Question question) =>
        texts.With(Phrases.TooFewFiles, ("min", Files(question.LeastFiles)));

    public static string CaptionLeftOut(this FirmTexts texts, Question question) =>
        texts.With(Phrases.CaptionLeftOut, ("limit", FormText.Characters(question.Limit)));

    public static string ToastFileRemoved(this FirmTexts texts, IReadOnlyList<Attachment> files, int place) =>
        texts.With(Phrases.ToastFileRemoved, ("file", NameOf(files, place)));

    public static string RemoveFile(this FirmTexts texts, IReadOnlyList<Attachment> files, int place) =>
        texts.With(Phrases.RemoveFile, ("file", NameOf(files, place)));

    /// <summary>One of some files: by its name, «план.pdf», or else by its kind and its place among those of the kind, «фото 2».</summary>
    public static string NameOf(IReadOnlyList<Attachment> files, int place)
    {
        // The name is a stranger's.
        var name = AnswerText.SingleLine(files[place].Name ?? files[place].Place?.Title ?? "");
        return AnswerText.IsBlank(name) ? AttachmentWords.Numbered(files, place)
            : name.Length <= LongestName ? name
            : CodePoints.Cut(name, LongestName - 1) + "…";
    }

    // After «не больше», «не меньше».
    private static string Files(int count) => FormText.Count(count, "файла", "файлов", "файлов");
}
