using System.Collections.Frozen;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Forms;

/// <summary>What people mean who write the label of a button, or a word for it, instead of pressing it.</summary>
internal static class Synonyms
{
    private static readonly FrozenDictionary<Label, ClientIntent> Intents = new Dictionary<Label, ClientIntent>
    {
        [Labels.NewForm] = new ClientIntent.NewForm(),
        [Labels.AboutCompany] = new ClientIntent.AboutCompany(),
        [Labels.OwnTickets] = new ClientIntent.OwnTickets(),
        [Labels.Resume] = new ClientIntent.Resume(),
        [Labels.Back] = new ClientIntent.Back(),
        [Labels.Cancel] = new ClientIntent.Cancel(),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<Label, ReviewChoice> Choices = new Dictionary<Label, ReviewChoice>
    {
        [Labels.Send] = new ReviewChoice.Send(),
        [Labels.Change] = new ReviewChoice.Change(),
        [Labels.KeepAll] = new ReviewChoice.KeepAll(),
    }.ToFrozenDictionary();

    /// <summary>The menu button that a text stands for; null when there is none.</summary>
    public static ClientIntent? IntentOf(string typed, FirmTexts texts) =>
        texts.Named(ButtonPlace.Menu, typed) is { } label ? Intents[label] : null;

    /// <summary>The button of the review that a text stands for; null when there is none.</summary>
    public static ReviewChoice? ChoiceOf(string typed, FormContext context)
    {
        if (context.Texts.Named(ButtonPlace.Review, typed) is { } label)
            return Choices[label];
        return context.Questions.Questions.FirstOrDefault(question => SameWords(question.Label, typed)) is { } question
            ? new ReviewChoice.ChangeAnswer(question.Id) : null;
    }

    /// <summary>The answer to a yes-no question; null when it is neither.</summary>
    public static bool? YesOrNo(string typed, FirmTexts texts) => texts.Named(ButtonPlace.Question, typed) is var label
        && label == Labels.Yes ? true : label == Labels.No ? false : null;

    /// <summary>Whether two labels have the same words.</summary>
    public static bool SameWords(string one, string other) =>
        AnswerText.WordKey(one) is { Length: > 0 } words && words == AnswerText.WordKey(other);
}
