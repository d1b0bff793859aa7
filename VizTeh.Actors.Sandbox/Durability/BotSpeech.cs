using System.Collections.Immutable;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.Clients;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>The meaning of a message of the bot, as a client understands it.</summary>
/// <param name="Place">The order of the questions, the review last; other messages come after it.</param>
internal sealed record Speech(int Place, string Name)
{
    public static readonly Speech Review = new(FormScript.Questions.Length, nameof(Review));
    public static readonly Speech WhatToChange = new(Review.Place + 1, nameof(WhatToChange));
    public static readonly Speech Accepted = new(Review.Place + 2, nameof(Accepted));
    public static readonly Speech Cancelled = new(Review.Place + 3, nameof(Cancelled));
    public static readonly Speech Other = new(Review.Place + 4, nameof(Other));

    /// <summary>The form's questions, in the order they are asked.</summary>
    public static readonly ImmutableArray<Speech> Questions =
        [.. FormScript.Questions.Index().Select(question => new Speech(question.Index, question.Item.Label))];

    /// <summary>Whether the message asks for something: a question of the form, or the review.</summary>
    public bool IsQuestion => Place <= Review.Place;

    public bool IsFirst => Place == 0;

    /// <summary>The question of the form; only for such a message.</summary>
    public ScriptedQuestion Question => FormScript.Questions[Place];

    /// <summary>The question after this one; only for a question of the form.</summary>
    public Speech Next => Place + 1 < Questions.Length ? Questions[Place + 1] : Review;

    /// <summary>The question before this one; not for the first.</summary>
    public Speech Previous => Questions[Place - 1];

    public override string ToString() => Name;
}

internal static class BotSpeech
{
    /// <summary>A word of «О компании».</summary>
    public const string AboutCompany = "контрактов";

    private static readonly (string Word, Speech Means)[] Words =
    [
        // The firm's own text, which may contain a question's key word.
        (AboutCompany, Speech.Other),
        (FormScript.Review, Speech.Review),
        ("Что поправить?", Speech.WhatToChange),
        ("Заявка отменена", Speech.Cancelled),
        .. Speech.Questions.Select(asked => (asked.Question.KeyWord, asked)),
    ];

    public static Speech Of(ChatMessage message)
    {
        var text = message.Text;
        if (text.Contains('№', StringComparison.Ordinal) && text.Contains("принята", StringComparison.Ordinal))
            return Speech.Accepted;
        foreach (var (word, means) in Words)
        {
            if (text.Contains(word, StringComparison.Ordinal))
                return means;
        }

        return Speech.Other;
    }
}
