using VizTeh.Actors.Questions;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Settings;

/// <summary>
/// Finds what else a firm's label of a button could mean when a client writes it, or presses the button of a menu, which does the same.
/// </summary>
internal static class LabelClashes
{
    /// <param name="form">The questions; null when they are not known.</param>
    /// <param name="mistakes">Gets a sentence for each clash.</param>
    public static void Find(Label label, FirmTexts texts, FormDefinition? form, List<string> mistakes)
    {
        var words = AnswerText.WordKey(texts[label]);
        foreach (var other in Labels.All.Where(other => other != label && MayMeet(label, other)))
        {
            if (AnswerText.WordKey(texts[other]) == words)
                Add($"as {TextKeys.Key}.{other.Key} has");
            else if (other.Synonyms.Prepend(other.Shipped).Any(known => AnswerText.WordKey(known) == words))
                Add($"which means {TextKeys.Key}.{other.Key} to the program");
        }

        foreach (var question in form?.Questions ?? [])
        {
            if (IsBeside(label, question) && (question.Choices ?? []).Concat(question.Quick ?? []).Any(IsMeant))
                Add($"as an answer to the question {question.Id} has");
            if (label.Place is ButtonPlace.Menu or ButtonPlace.Review && IsMeant(question.Label))
                Add($"as the question {question.Id} has on the review");
        }

        bool IsMeant(string shown) => AnswerText.WordKey(shown) == words;

        void Add(string where) => mistakes.Add(
            $"{TextKeys.Key}.{label.Key} is \"{texts[label]}\", {where}; a client who writes it would not be understood");
    }

    private static bool MayMeet(Label one, Label other) =>
        one.Place == other.Place || one.Place == ButtonPlace.Menu || other.Place == ButtonPlace.Menu;

    /// <summary>Whether a button is on the screen together with a question's answers.</summary>
    private static bool IsBeside(Label label, Question question) =>
        label == Labels.Back || label == Labels.Cancel || label == Labels.KeepAnswer
        || (label == Labels.Skip && question.IsOptional)
        || (label == Labels.Done && (question.Kind == QuestionKind.Choices || question.AcceptsFiles))
        || (label == Labels.ShareContact && question.Kind == QuestionKind.Phone);
}
