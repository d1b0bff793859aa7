using Akka.Configuration.Hocon;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Settings;

/// <summary>Reads <c>vizteh.texts</c>: the firm's own wording of texts for clients and managers.</summary>
internal static class TextKeys
{
    public const string Key = "vizteh.texts";

    private static readonly Dictionary<string, Phrase> Known = FirmTexts.All.ToDictionary(phrase => phrase.Key, StringComparer.Ordinal);

    /// <summary>Collects all mistakes, so that an operator can mend them at once. Each is a sentence that begins with its key.</summary>
    /// <param name="value">The section; null when there is none.</param>
    /// <param name="form">The questions; null when they have mistakes of their own.</param>
    /// <param name="hasOwnTickets">Whether clients are offered «Мои заявки».</param>
    /// <returns>The texts, which are complete even if there are mistakes.</returns>
    public static (FirmTexts Texts, IReadOnlyList<string> Mistakes) Read(
        HoconValue? value, string name, string phone, string site, FormDefinition? form, bool hasOwnTickets = true)
    {
        var mistakes = new List<string>();
        var reworded = new Dictionary<string, string>();
        if (value is not null && !value.IsObject())
            mistakes.Add($"{Key} must be a section: {{ greeting = \"...\", button.new-form = \"...\" }}");
        else if (value is not null)
            ReadSection("", value, reworded, mistakes);

        var texts = new FirmTexts(name, phone, site, reworded, hasOwnTickets);
        foreach (var phrase in FirmTexts.All)
        {
            if (WhatIsWrong(phrase, texts) is { } fault)
                mistakes.Add($"{Key}.{phrase.Key} {fault}");
        }

        foreach (var label in Labels.All.Where(label => reworded.ContainsKey(label.Key)))
            LabelClashes.Find(label, texts, form, mistakes);
        return (texts, mistakes);
    }

    // A key with a dot is a section of its own to the parser, unless it is in quotes.
    private static void ReadSection(string prefix, HoconValue section, Dictionary<string, string> reworded, List<string> mistakes)
    {
        foreach (var (name, value) in section.GetObject().Items)
        {
            var key = prefix + name.Trim('"');
            if (value.IsObject())
                ReadSection($"{key}.", value, reworded, mistakes);
            else if (!Known.TryGetValue(key, out var phrase))
                mistakes.Add($"{Key}.{key} is not known{DidYouMean(key)}");
            else if (!value.IsString())
                mistakes.Add($"{Key}.{key} must be a text in quotes");
            else if (ReadText(phrase, value.GetString() ?? "", mistakes) is { } text)
                reworded[key] = text;
        }
    }

    private static string DidYouMean(string key) => Nearest.To(key, Known.Keys) is { } near
        ? $": did you mean {near}"
        : ": docs/texts.md lists the keys. Remove it, to use the text of the program";

    /// <returns>Null when there is a mistake.</returns>
    private static string? ReadText(Phrase phrase, string written, List<string> mistakes)
    {
        var text = string.Join('\n', written.Split('\n').Select(line => line.Trim())).Trim();
        var faults = Faults(phrase, text).ToList();
        mistakes.AddRange(faults.Select(fault => $"{Key}.{phrase.Key} {fault}"));
        return faults.Count == 0 ? text : null;
    }

    private static IEnumerable<string> Faults(Phrase phrase, string text)
    {
        if (text.Length == 0)
        {
            yield return "is blank: remove it, to use the text of the program";
            yield break;
        }

        if ((phrase.IsOnButton || phrase.Form == PhraseForm.Line) && text.Contains('\n', StringComparison.Ordinal))
            yield return "has several lines; write one";
        if (text.Any(sign => char.IsControl(sign) && sign != '\n'))
            yield return "has a character that is not shown, such as a tab";
        if (phrase.Form == PhraseForm.Label && (text[0] == '/' || AnswerText.WordKey(text).Length == 0))
            yield return "must have a letter or a digit and must not begin with /: a client may write it instead of pressing the button";

        var names = Template.Parse(text).Names.ToHashSet();
        var possible = PlaceholdersOf(phrase);
        foreach (var name in names.Where(name => !possible.Contains(name)))
        {
            var meant = possible.Count == 0 ? "a label takes none"
                : Nearest.To(name, possible) is { } near ? $"did you mean {{{near}}}"
                : $"there are {string.Join(", ", possible.Select(other => $"{{{other}}}"))}";
            yield return $"has {{{name}}}, which is not known: {meant}";
        }

        foreach (var placeholder in phrase.Placeholders.Where(placeholder => placeholder.IsRequired && !names.Contains(placeholder.Name)))
            yield return $"lacks {{{placeholder.Name}}}: write it where this belongs: {placeholder.Meaning}";
    }

    private static List<string> PlaceholdersOf(Phrase phrase) => phrase.IsOnButton
        ? [.. phrase.Placeholders.Select(placeholder => placeholder.Name)]
        :
        [
            .. phrase.Placeholders.Select(placeholder => placeholder.Name),
            .. FirmTexts.FirmPlaceholders.Select(placeholder => placeholder.Name),
            .. FirmTexts.Buttons.Select(button => button.Placeholder),
        ];

    // A text that the firm left as it is may get too long by a value of the firm.
    private static string? WhatIsWrong(Phrase phrase, FirmTexts texts)
    {
        var text = texts.With(phrase, [.. phrase.Placeholders.Select(placeholder => (placeholder.Name, placeholder.Sample))]);
        if (phrase.IsHtml)
        {
            try
            {
                text = CaptionHtml.ToPlainText(text);
            }
            catch (FormatException fault)
            {
                return $"has a fault that Telegram would refuse: {fault.Message}";
            }
        }

        if (AnswerText.IsBlank(text))
            return "shows nothing: write some words";
        if (text.AsSpan().IndexOfAny(phrase.Forbidden) is >= 0 and var at)
        {
            return $"has {text[at]} with its values, which cannot stand there: {string.Join(' ', phrase.Forbidden.ToCharArray())} are "
                + "refused";
        }

        // Buttons and the notes on presses cannot be replied to.
        if (phrase is { IsOnButton: false, Form: not PhraseForm.Toast }
            && phrase.Placeholders.FirstOrDefault(placeholder => placeholder.IsOfClientsTicket) is { } number
            && !TicketNumbers.In(text).Contains(number.Sample))
        {
            return $"has {{{number.Name}}} without № before it: write №{{{number.Name}}}, since a client's reply to the message finds its "
                + "request by that";
        }

        return CodePoints.CountIn(text) is var length && length > phrase.Limit
            ? $"has {length} characters with its values{(phrase.IsHtml ? " and without its tags" : "")}; {phrase.Limit} are possible"
            : null;
    }
}
