using Akka.Configuration.Hocon;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Settings;

/// <summary>Reads <c>vizteh.consent</c>: what a client has to consent to before a form.</summary>
internal sealed class ConsentKeys
{
    public const string Key = "vizteh.consent";

    private const string Withdrawal = "/forget";
    private const string Link = "link";
    private const string Version = "version";

    /// <summary>The members, each with an example.</summary>
    private static readonly (string Name, string Example)[] Members =
    [
        ("operator", "the firm's name, INN and address"),
        ("purpose", "why the data are needed, such as \"ответ на заявку\""),
        ("actions", "what is done with the data, such as \"сбор, запись, хранение, использование, удаление\""),
        ("term", "until when, such as \"до отзыва согласия\""),
        (Link, "the address of the firm's policy, such as \"https://example.org/privacy\""),
        (Version, "a name of this text, such as \"2027-01\""),
    ];

    private readonly List<string> _mistakes = [];

    private ConsentKeys()
    {
    }

    /// <summary>Collects all mistakes, so that an operator can mend them at once. Each is a sentence that begins with its key.</summary>
    /// <param name="value">The section; null when there is none.</param>
    /// <param name="form">The questions; null when they have mistakes of their own.</param>
    /// <returns>Null when they are not given, or have mistakes.</returns>
    public static (ConsentTerms? Terms, IReadOnlyList<string> Mistakes) Read(HoconValue? value, FirmTexts texts, FormDefinition? form)
    {
        if (value is null)
            return (null, []);
        if (!value.IsObject())
            return (null, [$"{Key} must be a section: {{ {string.Join(", ", Members.Select(member => $"{member.Name} = \"...\""))} }}"]);
        var keys = new ConsentKeys();
        var terms = keys.ReadSection(value.GetObject().Items, texts, form);
        return (keys._mistakes.Count == 0 ? terms : null, keys._mistakes);
    }

    private ConsentTerms? ReadSection(IDictionary<string, HoconValue> items, FirmTexts texts, FormDefinition? form)
    {
        var known = Members.Select(member => member.Name).ToList();
        foreach (var name in items.Keys.Select(name => name.Trim('"')).Where(name => !known.Contains(name)))
        {
            var meant = Nearest.To(name, known) is { } near ? $"did you mean {near}" : $"known are {string.Join(", ", known)}";
            Fault(name, $"is not known: {meant}");
        }

        var values = Members.ToDictionary(member => member.Name, member => ReadText(member.Name, member.Example, items));
        if (values[Link] is { Length: > 0 } link && !IsAddress(link))
            Fault(Link, $"is \"{link}\", which is no address of a page: write it whole, such as https://example.org/privacy");
        if (values[Version] is { Length: > 0 } version && LabelRules.WhatIsWrong(version, ConsentTerms.LongestVersion) is { } fault)
            Fault(Version, $"is {fault}");
        return _mistakes.Count == 0 && form is not null ? ToTerms(values, texts, form) : null;
    }

    private ConsentTerms? ToTerms(Dictionary<string, string> values, FirmTexts texts, FormDefinition form)
    {
        (string, string)[] filled =
        [
            .. values.Select(value => (value.Key, value.Value)),
            ("data", string.Join(", ", form.Questions.Select(question => question.Label))),
        ];
        ConsentTerms terms;
        try
        {
            terms = new ConsentTerms(values[Version], texts.With(ConsentPhrases.Text, filled));
        }
        catch (FormatException)
        {
            // Of the phrase, which is reported under its own key.
            return null;
        }

        if (CodePoints.CountIn(terms.Text) is var length && length > TextLine.LongestText)
        {
            _mistakes.Add(
                $"{Key} makes a text of {length} characters with the labels of all questions; Telegram takes {TextLine.LongestText}. "
                + "Shorten the longest of its texts");
        }

        if (!terms.Text.Contains(Withdrawal, StringComparison.Ordinal))
            _mistakes.Add($"{TextKeys.Key}.{ConsentPhrases.Text.Key} lacks {Withdrawal}: say how a consent is withdrawn");
        return terms;
    }

    private string ReadText(string name, string example, IDictionary<string, HoconValue> items)
    {
        var value = items.FirstOrDefault(item => item.Key.Trim('"') == name).Value;
        if (value is null)
            Fault(name, $"is missing: write {example}");
        else if (!value.IsString())
            Fault(name, "must be a text in quotes");
        else if (Lines(value.GetString() ?? "") is { Length: > 0 } text && !AnswerText.IsBlank(text))
            return text;
        else
            Fault(name, $"is blank: write {example}");
        return "";
    }

    private static string Lines(string written) => string.Join('\n', written.Split('\n').Select(line => line.Trim())).Trim();

    private static bool IsAddress(string link) =>
        !link.Any(char.IsWhiteSpace) && Uri.TryCreate(link, UriKind.Absolute, out var address)
        && address is { Scheme: "http" or "https", Host.Length: > 0 };

    private void Fault(string name, string what) => _mistakes.Add($"{Key}.{name} {what}");
}
