using System.Globalization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Settings;

/// <summary>Which members a kind of question takes, and in which range.</summary>
internal static class KindLimits
{
    // A hundred years.
    private const int MostDays = 36_525;

    /// <param name="question">A member that could not be read is null.</param>
    /// <param name="members">Gets the mistakes.</param>
    public static void Check(Question question, Members members)
    {
        var kind = QuestionKeys.NameOf(question.Kind);
        var chooses = question.Kind is QuestionKind.Choice or QuestionKind.Choices;
        if (chooses && question.Choices is null && !members.Has("choices"))
            members.Fault("choices", "is missing: list what can be chosen, [\"...\", \"...\"]");
        if (!chooses && question.Choices is not null)
            members.Fault("choices", $"is for the kinds choice and choices, and this one is {kind}: remove it");
        if (question.HasLines && question.Kind != QuestionKind.Text)
            members.Fault("lines", $"is for the kind text, and this one is {kind}: remove it");
        if (question.TakesFiles && question.Kind != QuestionKind.Text)
            members.Fault("files", $"is for the kind text, and this one is {kind}: remove it");
        if (question.Quick is not null && question.Kind is not (QuestionKind.Text or QuestionKind.Number))
            members.Fault("quick", $"is for the kinds text and number, and this one is {kind}: remove it");
        if (question.IsRemembered && question.Kind is not (QuestionKind.Text or QuestionKind.Number or QuestionKind.Phone))
            members.Fault("remember", $"is for the kinds text, number and phone, and this one is {kind}: remove it");
        if (question is { IsRemembered: true, HasLines: true, Kind: QuestionKind.Text })
            members.Fault("remember", "is for a text on one line, and this one has lines = true: remove one of them");
        if (question is { Min: { } min, Max: { } max } && min > max)
            members.Fault("min", string.Create(CultureInfo.InvariantCulture, $"is {min}, above max, which is {max}"));
        var isRange = CheckRange(question, kind, "min", question.Min, members)
            & CheckRange(question, kind, "max", question.Max, members);
        // By bounds that are faulty themselves nothing is measured.
        if (isRange && !(question.Min > question.Max))
            CheckQuick(question, members);
    }

    private static bool CheckRange(Question question, string kind, string name, int? bound, Members members)
    {
        if (bound is not { } value)
            return true;
        (int Least, int Most, string What)? range = question.Kind switch
        {
            QuestionKind.Text => (1, question.HasLines ? Question.MaxParagraph : Question.MaxLine, "characters"),
            QuestionKind.Choices when question.Choices is { } choices => (1, choices.Count, "choices"),
            QuestionKind.Date => (-MostDays, MostDays, "days from today"),
            QuestionKind.Files => (1, Attachment.Most, "files"),
            QuestionKind.Number or QuestionKind.Choices => (int.MinValue, int.MaxValue, ""),
            _ => null,
        };
        if (range is not var (least, most, what))
        {
            members.Fault(name, $"is for the kinds text, choices, date, number and files, and this one is {kind}: remove it");
            return false;
        }

        if (value >= least && value <= most)
            return true;
        members.Fault(name, string.Create(CultureInfo.InvariantCulture, $"is {value}; {least} to {most} {what} are possible"));
        return false;
    }

    private static void CheckQuick(Question question, Members members)
    {
        foreach (var quick in question.Quick ?? [])
        {
            var length = CodePoints.CountIn(quick);
            if (question.Kind == QuestionKind.Text && (length < question.Min || length > question.Limit))
                members.Fault("quick", $"has \"{quick}\", whose length min or max does not allow");
            if (question.Kind == QuestionKind.Number
                && (WrittenNumber.Read(quick) is not { } number || number < question.Min || number > question.Max))
            {
                members.Fault("quick", $"has \"{quick}\", which is no number that min and max allow");
            }
        }
    }
}
