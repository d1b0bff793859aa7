using System.Globalization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Settings;

/// <summary>Which members a kind of question takes, and in which range.</summary>
internal static class KindLimits
{
    // A hundred years.
    private const int MostDays = 36_525;

    /// <param name="question">Each member of it is right by itself.</param>
    /// <param name="members">Gets the mistakes.</param>
    public static void Check(Question question, Members members)
    {
        var kind = QuestionKeys.NameOf(question.Kind);
        var chooses = question.Kind is QuestionKind.Choice or QuestionKind.Choices;
        if (chooses && question.Choices is null)
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
        CheckRange(question, kind, "min", question.Min, members);
        CheckRange(question, kind, "max", question.Max, members);
        CheckQuick(question, members);
    }

    private static void CheckRange(Question question, string kind, string name, int? bound, Members members)
    {
        if (bound is not { } value)
            return;
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
            members.Fault(name, $"is for the kinds text, choices, date, number and files, and this one is {kind}: remove it");
        else if (value < least || value > most)
            members.Fault(name, string.Create(CultureInfo.InvariantCulture, $"is {value}; {least} to {most} {what} are possible"));
    }

    private static void CheckQuick(Question question, Members members)
    {
        foreach (var quick in question.Quick ?? [])
        {
            var length = CodePoints.CountIn(quick);
            if (question.Kind == QuestionKind.Text && (length < question.Min || length > question.Limit))
                members.Fault("quick", $"has \"{quick}\", whose length min or max does not allow");
            if (question.Kind == QuestionKind.Number
                && (!decimal.TryParse(quick.Replace(',', '.'), NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
                    || number < question.Min || number > question.Max))
            {
                members.Fault("quick", $"has \"{quick}\", which is no number that min and max allow");
            }
        }
    }
}
