using System.Globalization;
using Akka.Configuration.Hocon;
using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Settings;

/// <summary>
/// The members of one question, or of another entry of a list; a member that is missing or of the wrong type is noted, and read as null.
/// </summary>
/// <param name="place">What each mistake begins with.</param>
/// <param name="items">The members by their names.</param>
/// <param name="mistakes">Gets a sentence for each mistake.</param>
internal sealed class Members(string place, IDictionary<string, HoconValue> items, List<string> mistakes)
{
    public void Fault(string name, string what) => mistakes.Add($"{place}: {name} {what}");

    /// <summary>Whether it is there, right or wrong.</summary>
    public bool Has(string name) => items.ContainsKey(name);

    public void RequireKnown(IReadOnlyList<string> known)
    {
        foreach (var name in items.Keys.Where(name => !known.Contains(name)))
        {
            var meant = Nearest.To(name, known) is { } near ? $"did you mean {near}" : $"known are {string.Join(", ", known)}";
            Fault(name, $"is not known: {meant}");
        }
    }

    /// <summary>A text that has to be there.</summary>
    public string? Text(string name)
    {
        if (!items.TryGetValue(name, out var value))
            Fault(name, "is missing");
        else if (!value.IsString())
            Fault(name, "must be a text in quotes");
        else if (value.GetString() is { } text && !string.IsNullOrWhiteSpace(text))
            return text.Trim();
        else
            Fault(name, "is blank");
        return null;
    }

    /// <summary>A text of one line that has to be there.</summary>
    public string? Line(string name, int most)
    {
        if (Text(name) is not { } line)
            return null;
        if (LabelRules.WhatIsWrong(line, most) is { } fault)
            Fault(name, $"is {fault}");
        return line;
    }

    /// <summary>Texts for buttons; null when there are none.</summary>
    public IReadOnlyList<string>? Labels(string name)
    {
        if (!items.TryGetValue(name, out var value) || Texts(name, value) is not { } labels)
            return null;
        if (labels.Count is 0 or > LabelRules.Most)
            Fault(name, $"has {labels.Count} entries; 1 to {LabelRules.Most} are possible");
        foreach (var label in labels)
        {
            if (LabelRules.WhatIsWrong(label, LabelRules.Longest) is { } fault)
                Fault(name, $"has an entry that is {fault}");
        }

        foreach (var twins in labels.GroupBy(LabelRules.KeyOf).Where(alike => alike.Count() > 1))
            Fault(name, $"has \"{twins.First()}\" {twins.Count()} times; letter case, white space, ё and е make no difference");
        return labels;
    }

    public bool? Flag(string name)
    {
        if (!items.TryGetValue(name, out var value))
            return null;
        switch (value.IsString() ? value.GetString() : null)
        {
            case "true":
                return true;
            case "false":
                return false;
            default:
                Fault(name, "must be true or false");
                return null;
        }
    }

    public int? Number(string name)
    {
        if (!items.TryGetValue(name, out var value))
            return null;
        if (value.IsString()
            && int.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        Fault(name, $"must be a whole number from {int.MinValue} to {int.MaxValue}");
        return null;
    }

    /// <summary>The number of a chat, which has to be there.</summary>
    public long? ChatId(string name)
    {
        if (!items.TryGetValue(name, out var value))
        {
            Fault(name, "is missing: write the number of a chat, such as -1001234567890");
            return null;
        }

        if (value.IsString() && value.GetString() is { } written
            && long.TryParse(written.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) && id != 0)
        {
            return id;
        }

        Fault(name, "must be the number of a chat, such as -1001234567890");
        return null;
    }

    public IReadOnlyList<Condition>? Conditions(string name)
    {
        if (!items.TryGetValue(name, out var value))
            return null;
        if (!value.IsObject() || value.GetObject().Items.Count == 0)
        {
            Fault(name, "must be like { question = [\"answer\"] }");
            return null;
        }

        var conditions = new List<Condition>();
        foreach (var (question, listed) in value.GetObject().Items)
        {
            if (Texts($"{name}.{question}", listed) is not { } answers)
                continue;
            if (answers.Count == 0)
                Fault($"{name}.{question}", "lists no answer, so this question would never be asked");
            conditions.Add(new Condition(question, answers));
        }

        return conditions;
    }

    private List<string>? Texts(string name, HoconValue value)
    {
        // The parser's own check does not recognise an empty list.
        if (value.IsObject() || value.IsString())
        {
            Fault(name, "must be a list: [\"...\", \"...\"]");
            return null;
        }

        var entries = value.IsArray() ? value.GetArray() : [];
        if (entries.All(entry => entry.IsString() && entry.GetString() is not null))
            return [.. entries.Select(entry => entry.GetString().Trim())];
        Fault(name, "has an entry that is no text");
        return null;
    }
}
