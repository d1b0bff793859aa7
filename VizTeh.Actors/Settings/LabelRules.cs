using VizTeh.Actors.Messages;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Settings;

/// <summary>What a label may be: of a question, a choice or a quick answer. It stands on a button.</summary>
internal static class LabelRules
{
    /// <summary>In code points.</summary>
    public const int Longest = 64;

    /// <summary>How many buttons a list may make.</summary>
    public const int Most = 100;

    /// <returns>The fault, as part of a sentence; null if there is none.</returns>
    public static string? WhatIsWrong(string label, int most)
    {
        if (AnswerText.IsBlank(label))
            return "blank";
        if (label.Any(char.IsControl))
            return $"\"{label}\", which is not on one line";
        return CodePoints.CountIn(label) is var length && length > most
            ? $"\"{label}\", which has {length} characters; {most} are possible"
            : null;
    }

    /// <summary>Whether a typed label could mean either.</summary>
    public static bool AreAlike(string one, string other) => KeyOf(one) == KeyOf(other);

    /// <summary>By which the buttons of a question are told apart, too.</summary>
    public static string KeyOf(string label) => AnswerText.LabelKey(label);
}
