namespace VizTeh.Actors.Texts;

/// <summary>Where a text stands, and so what it may hold.</summary>
public enum PhraseForm
{
    /// <summary>A message, or the beginning of one: HTML.</summary>
    Message,

    /// <summary>A short part of a message: HTML.</summary>
    Part,

    /// <summary>The label of a button: plain, one line.</summary>
    Label,

    /// <summary>The label of a button that a press does not write and nobody types: plain, one line.</summary>
    Button,

    /// <summary>A line about a command, of the review, or of a card: plain, one line.</summary>
    Line,

    /// <summary>The note that a press of a button shows: plain.</summary>
    Toast,
}

/// <summary>A place in a text for a value that differs from message to message: <c>{name}</c>.</summary>
/// <param name="Meaning">What stands there, for docs/texts.md.</param>
/// <param name="Sample">A value as long as any, but for a client's own words.</param>
public sealed record Placeholder(string Name, string Meaning, string Sample, bool IsRequired = true)
{
    /// <summary>
    /// Whether it is the number of a ticket in a message to its client: a reply to the message finds the ticket by it
    /// (<see cref="TicketNumbers"/>).
    /// </summary>
    public bool IsOfClientsTicket { get; init; }
}

/// <summary>A text for clients or managers that a firm may word anew in hocon.conf.</summary>
/// <param name="key">Its name in the section <c>vizteh.texts</c>: permanent.</param>
/// <param name="shipped">The wording that comes with the program, with placeholders.</param>
public class Phrase(string key, PhraseForm form, string shipped, params IReadOnlyList<Placeholder> placeholders)
{
    public string Key { get; } = key;

    public PhraseForm Form { get; } = form;

    public string Shipped { get; } = shipped;

    public IReadOnlyList<Placeholder> Placeholders { get; } = placeholders;

    public bool IsHtml => Form is PhraseForm.Message or PhraseForm.Part;

    /// <summary>Whether it is all that stands on a button.</summary>
    public bool IsOnButton => Form is PhraseForm.Label or PhraseForm.Button;

    /// <summary>
    /// How long it may be, in code points without tags: at most what Telegram takes where it stands (Bot API: sendMessage, BotCommand,
    /// answerCallbackQuery).
    /// </summary>
    public int Limit { get; init; } = LimitOf(form);

    /// <summary>The characters that it must not have where it stands, also in its values.</summary>
    public string Forbidden { get; init; } = "";

    public override string ToString() => Key;

    private static int LimitOf(PhraseForm form) => form switch
    {
        PhraseForm.Message => 4096,
        PhraseForm.Line => 256,
        PhraseForm.Label or PhraseForm.Button => 64,
        _ => 200,
    };
}

/// <summary>Where a button stands, and so what else its label could mean when it is typed.</summary>
public enum ButtonPlace
{
    /// <summary>Under the input field: it is recognised everywhere.</summary>
    Menu,

    /// <summary>Under a question.</summary>
    Question,

    /// <summary>Under the review or the list of its answers.</summary>
    Review,

    /// <summary>Under the question for consent.</summary>
    Consent,
}

/// <summary>The label of a button, and the words that people write instead of pressing it.</summary>
/// <param name="name">Its placeholder in other texts, and the last part of its key.</param>
/// <param name="synonyms">
/// As a whole message; letter case, ё and е, punctuation and emoji make no difference. Each list is short: a word that may be an answer
/// («Старт» is the name of many firms) does not belong here.
/// </param>
public sealed class Label(string name, ButtonPlace place, string shipped, params IReadOnlyList<string> synonyms)
    : Phrase(KeyPrefix + name, PhraseForm.Label, shipped)
{
    public const string KeyPrefix = "button.";

    public string Name { get; } = name;

    public ButtonPlace Place { get; } = place;

    public IReadOnlyList<string> Synonyms { get; } = synonyms;
}
