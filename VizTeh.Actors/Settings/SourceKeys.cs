using Akka.Configuration.Hocon;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Settings;

/// <summary>Reads <c>vizteh.sources</c>: what the source of a form answers in it.</summary>
internal static class SourceKeys
{
    public const string Key = "vizteh.sources";

    private const string Example = "{ expo-2026 { direction = \"...\" } }";

    /// <summary>Collects all mistakes, so that an operator can mend them at once. Each is a sentence that begins with its key.</summary>
    /// <param name="value">The section; null when there is none.</param>
    /// <param name="form">The questions; null when they have mistakes of their own.</param>
    /// <returns>For each source the choices by the ids of the questions.</returns>
    public static (IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Sources, IReadOnlyList<string> Mistakes) Read(
        HoconValue? value, FormDefinition? form)
    {
        var sources = new Dictionary<string, IReadOnlyDictionary<string, string>>();
        var mistakes = new List<string>();
        if (value is not null && !value.IsObject())
            mistakes.Add($"{Key} must be a section: {Example}");
        foreach (var (name, choices) in value is not null && value.IsObject() ? value.GetObject().Items : [])
        {
            var source = name.Trim('"');
            var key = $"{Key}.{source}";
            if (!StartPayload.IsValid(source))
                mistakes.Add($"{key} cannot be in a link: write 1 to {StartPayload.Longest} of a-z, A-Z, 0-9, - and _");
            else if (!choices.IsObject() || choices.GetObject().Items.Count == 0)
                mistakes.Add($"{key} must be a section with the id of a question and one of its choices, as in {Example}");
            else
                sources[source] = ReadChoices(key, choices.GetObject().Items, form, mistakes);
        }

        return (sources, mistakes);
    }

    private static Dictionary<string, string> ReadChoices(
        string source, IDictionary<string, HoconValue> items, FormDefinition? form, List<string> mistakes)
    {
        var choices = new Dictionary<string, string>();
        foreach (var (name, value) in items)
        {
            var id = name.Trim('"');
            var choice = value.IsString() ? (value.GetString() ?? "").Trim() : null;
            if (choice is null)
                mistakes.Add($"{source}.{id} must be a text in quotes: one of the choices of that question");
            else if (form is not null && WhatIsWrong(id, choice, form) is { } fault)
                mistakes.Add($"{source}.{id} {fault}");
            else
                choices[id] = choice;
        }

        return choices;
    }

    private static string? WhatIsWrong(string id, string choice, FormDefinition form)
    {
        if (form.Find(id) is not { } question)
            return $"is no question{DidYouMean(id, form.Questions.Select(known => known.Id))}";
        if (question.Kind != QuestionKind.Choice)
            return $"is of the kind {QuestionKeys.NameOf(question.Kind)}; a source can answer a question of the kind choice only";
        var choices = question.Choices ?? [];
        if (choices.Contains(choice))
            return null;
        var meant = DidYouMean(choice, choices) is { Length: > 0 } hint ? hint : $"; there are {string.Join(", ", choices)}";
        return $"is \"{choice}\", which is no choice of that question{meant}";
    }

    private static string DidYouMean(string name, IEnumerable<string> known) =>
        Nearest.To(name, known) is { } meant ? $": did you mean \"{meant}\"" : "";
}
