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
        texts.With(Phrases.ToastFileRemoved, ("file", NameOf(files, place, texts)));

    public static string RemoveFile(this FirmTexts texts, IReadOnlyList<Attachment> files, int place) =>
        texts.With(Phrases.RemoveFile, ("file", NameOf(files, place, texts)));

    /// <summary>One of some files: by its name, «план.pdf», or else by its kind and its place among those of the kind, «фото 2».</summary>
    public static string NameOf(IReadOnlyList<Attachment> files, int place, FirmTexts texts)
    {
        // The name is a stranger's.
        var name = AnswerText.SingleLine(files[place].Name ?? files[place].Place?.Title ?? "");
        return AnswerText.IsBlank(name) ? FileWords.Numbered(files, place, texts)
            : name.Length <= LongestName ? name
            : CodePoints.Cut(name, LongestName - 1) + "…";
    }

    /// <summary>An answer as a person reads it, plain text: the words, and on a line of its own what is attached.</summary>
    public static string Shown(this FirmTexts texts, Answer answer) => texts.Attached(answer) is not { } attached ? answer.Words
        : answer.Words.Length == 0 ? attached : $"{answer.Words}\n{attached}";

    /// <summary>What is attached to an answer, as «📎 2 фото, 1 документ»; null for nothing.</summary>
    public static string? Attached(this FirmTexts texts, Answer answer) =>
        answer.Files is { Count: > 0 } files ? FileWords.Line(files, texts) : null;

    // After «не больше», «не меньше».
    private static string Files(int count) => FormText.Count(count, "файла", "файлов", "файлов");
}
