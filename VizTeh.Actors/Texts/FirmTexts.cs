using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Texts;

/// <summary>
/// All texts in the wording of one firm: those of the client's dialogue, those for managers, and those of the card. The firm's own values
/// and the labels are filled in once; only what differs from message to message is filled in when it is said.
/// </summary>
public sealed class FirmTexts
{
    // Longer than any label or synonym, so that a long text is not searched for words.
    private const int MostTyped = 160;

    private readonly FrozenDictionary<Phrase, Template> _templates;
    private readonly FrozenDictionary<string, Label>[] _byWords;
    private readonly FrozenSet<string> _reworded;

    /// <param name="name">The firm's name, like the other values plain text.</param>
    /// <param name="phone">As shown to a client.</param>
    /// <param name="site">As shown to a client.</param>
    /// <param name="reworded">The firm's wording by key; null for none.</param>
    /// <param name="hasOwnTickets">Whether clients are offered «Мои заявки».</param>
    public FirmTexts(
        string name, string phone, string site, IReadOnlyDictionary<string, string>? reworded = null, bool hasOwnTickets = true)
    {
        HasOwnTickets = hasOwnTickets;
        var fixedValues = new Dictionary<string, (string Plain, string Html)>
        {
            ["company"] = (QuotedName.Of(name), QuotedName.ToHtml(name)),
            ["name"] = (name, Html.Escape(name)),
            ["phone"] = (phone, Html.Escape(phone)),
            ["site"] = (site, Html.Escape(site)),
        };
        foreach (var (placeholder, label) in Buttons)
            fixedValues[placeholder] = (WordingOf(label), Html.Escape(WordingOf(label)));
        _templates = All.ToFrozenDictionary(
            phrase => phrase,
            phrase => Template.Parse(WordingOf(phrase)).With(placeholder =>
                phrase.IsOnButton || !fixedValues.TryGetValue(placeholder, out var value) ? null
                : phrase.IsHtml ? value.Html : value.Plain));
        _reworded = reworded?.Keys.ToFrozenSet() ?? [];
        _byWords = [.. Enum.GetValues<ButtonPlace>().Select(WordsOf)];

        string WordingOf(Phrase phrase) => reworded?.GetValueOrDefault(phrase.Key) ?? phrase.Shipped;
    }

    private FirmTexts(FirmTexts other) =>
        (_templates, _byWords, _reworded, HasOwnTickets) = (other._templates, other._byWords, other._reworded, other.HasOwnTickets);

    /// <summary>The same texts of a firm that does not offer some of the clients' commands.</summary>
    public FirmTexts WithoutCommands(params IEnumerable<string> names) => new(this) { CommandsLeftOut = [.. CommandsLeftOut, .. names] };

    /// <summary>The names of the clients' commands that the firm does not offer, in lower case.</summary>
    public ImmutableHashSet<string> CommandsLeftOut { get; private init; } = [];

    /// <summary>All texts: the labels of the dialogue first.</summary>
    public static ImmutableArray<Phrase> All { get; } =
    [
        .. Phrases.All,
        .. ReminderPhrases.All,
        .. PrivacyPhrases.All,
        .. ConsentPhrases.All,
        .. OwnTicketPhrases.All,
        .. ManagerPhrases.All,
        .. ListPhrases.All,
        .. CardPhrases.All,
        .. ClaimPhrases.All,
        .. OutcomePhrases.All,
        .. SnoozePhrases.All,
        .. WaitingPhrases.All,
        .. NoticePhrases.All,
        .. FileWords.All,
        .. AnswerPhrases.All,
        .. RightsPhrases.All,
        .. BanPhrases.All,
        .. StatsPhrases.All,
        .. ExportPhrases.All,
        .. AlertPhrases.All,
    ];

    /// <summary>What is on the buttons, each with its placeholder in other texts.</summary>
    public static ImmutableArray<(string Placeholder, Phrase Label)> Buttons { get; } =
    [
        .. Labels.All.Select(label => (label.Name, (Phrase)label)),
        .. CardPhrases.Buttons.Concat(ClaimPhrases.Buttons).Concat(OutcomePhrases.Buttons).Concat(SnoozePhrases.Buttons)
            .Select(button => (button.Name, (Phrase)button)),
    ];

    /// <summary>What the placeholders of any text but a label can stand for, beside the labels: the name, and its meaning.</summary>
    public static ImmutableArray<(string Name, string Meaning)> FirmPlaceholders { get; } =
    [
        ("company", "the firm's name in quotation marks"),
        ("name", "the firm's name"),
        ("phone", "the firm's phone"),
        ("site", "the firm's site"),
    ];

    /// <summary>Whether clients are offered «Мои заявки»; otherwise neither its label nor its command means anything.</summary>
    public bool HasOwnTickets { get; }

    /// <summary>
    /// The text for a case that has its own, unless the firm has worded only the general one anew: then that holds for the case too.
    /// </summary>
    public Phrase ForCase(Phrase general, Phrase own) => _reworded.Contains(general.Key) && !_reworded.Contains(own.Key) ? general : own;

    /// <summary>A text without values of its own.</summary>
    public string this[Phrase phrase] =>
        _templates[phrase].Whole ?? throw new ArgumentException($"{phrase.Key} needs its values", nameof(phrase));

    /// <summary>A text whose only value is the number of a ticket.</summary>
    public string OfTicket(Phrase phrase, long ticketId) =>
        With(phrase, ("number", ticketId.ToString(CultureInfo.InvariantCulture)));

    /// <summary>A text with its values, which are plain and are escaped where the text is HTML.</summary>
    public string With(Phrase phrase, params ReadOnlySpan<(string Name, string Value)> values)
    {
        if (!phrase.IsHtml)
            return _templates[phrase].Render(values);
        var escaped = new (string, string)[values.Length];
        for (var at = 0; at < values.Length; at++)
            escaped[at] = (values[at].Name, Html.Escape(values[at].Value));
        return _templates[phrase].Render(escaped);
    }

    /// <summary>The button at a place that a typed text names, in this wording, in the shipped one, or by a synonym; else null.</summary>
    public Label? Named(ButtonPlace place, string typed) =>
        typed.Length <= MostTyped ? _byWords[(int)place].GetValueOrDefault(AnswerText.WordKey(typed)) : null;

    /// <summary>Whether a text is the label of a button, in this wording or in the shipped one.</summary>
    public bool IsLabel(Label label, string typed) =>
        AnswerText.SameLabel(typed, this[label]) || AnswerText.SameLabel(typed, label.Shipped);

    // The first meaning counts: the wording of the firm goes before the words that the program knows.
    private FrozenDictionary<string, Label> WordsOf(ButtonPlace place)
    {
        var labels = Labels.All.Where(label => label.Place == place && (HasOwnTickets || label != Labels.OwnTickets)).ToList();
        var words = new Dictionary<string, Label>();
        foreach (var label in labels)
            words.TryAdd(AnswerText.WordKey(this[label]), label);
        foreach (var label in labels)
        {
            foreach (var word in label.Synonyms.Prepend(label.Shipped))
                words.TryAdd(AnswerText.WordKey(word), label);
        }

        words.Remove("");
        return words.ToFrozenDictionary();
    }
}
