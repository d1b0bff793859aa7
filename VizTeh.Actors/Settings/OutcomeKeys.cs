using Akka.Configuration.Hocon;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Settings;

/// <summary>Reads <c>vizteh.outcomes</c>: what a manager chooses from when closing a ticket.</summary>
internal static class OutcomeKeys
{
    public const string Key = "vizteh.outcomes";

    /// <summary>As many as a card has room for.</summary>
    public const int Most = 12;

    // The value of a ticket that its client withdrew.
    private const string Reserved = "withdrawn";

    private const string Example = "[\"Заказ\", \"Отказ\"], or [] to close a ticket without an outcome";

    public static IReadOnlyList<string> Shipped { get; } = ["Заказ", "Отказ", "Спам", "Дубль"];

    /// <param name="value">Null when it is not written.</param>
    /// <returns>The labels in their order, and all mistakes, each a sentence that begins with the key.</returns>
    public static (IReadOnlyList<string> Outcomes, IReadOnlyList<string> Mistakes) Read(HoconValue? value)
    {
        if (value is null)
            return (Shipped, []);
        // The parser's own check does not recognise an empty list.
        var entries = value.IsObject() || value.IsString() ? null : value.IsArray() ? value.GetArray() : [];
        if (entries is null || !entries.All(entry => entry.IsString()))
            return ([], [$"{Key} must be a list of texts: {Example}"]);
        string[] labels = [.. entries.Select(entry => (entry.GetString() ?? "").Trim())];
        return (labels, [.. MistakesIn(labels)]);
    }

    private static IEnumerable<string> MistakesIn(string[] labels)
    {
        if (labels.Length > Most)
            yield return $"{Key} has {labels.Length} entries; {Most} are possible";
        foreach (var label in labels)
        {
            if (LabelRules.WhatIsWrong(label, OutcomePhrases.LongestOutcome) is { } fault)
                yield return $"{Key} has an entry that is {fault}";
            else if (LabelRules.AreAlike(label, Reserved))
                yield return $"{Key} has \"{label}\", which stands for a ticket that its client withdrew: choose another word";
        }

        foreach (var twins in labels.GroupBy(LabelRules.KeyOf).Where(alike => alike.Count() > 1))
            yield return $"{Key} has \"{twins.First()}\" {twins.Count()} times; letter case, white space, ё and е make no difference";
    }
}
