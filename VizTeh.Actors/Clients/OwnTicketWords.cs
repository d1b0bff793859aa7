using System.Globalization;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Clients;

/// <summary>What the client wrote in place of a press on a button of «Мои заявки».</summary>
/// <param name="Button">What it does.</param>
/// <param name="IsUnclear">Whether it is not known of which ticket: the list is shown, and the client is asked to press a button.</param>
internal sealed record OwnTicketWord(OwnTicketButton Button, bool IsUnclear = false);

/// <summary>
/// Outside of a form a client may write the label of a button of «Мои заявки», or a word for it. It does what the button does that the
/// client sees; without such a button in sight no ticket is meant for certain. Pure.
/// </summary>
internal static class OwnTicketWords
{
    // Longer than any label and any of these words.
    private const int MostTyped = 80;

    // No bare «да» or «нет»: a manager's answer may have come after the buttons, and be what they answer.
    private static readonly (Phrase Label, string[] Words)[] Synonyms =
    [
        (OwnTicketPhrases.AddButton, ["дополнить заявку", "добавить к заявке", "добавить"]),
        (OwnTicketPhrases.ReopenButton, ["открыть заявку", "открыть"]),
        (OwnTicketPhrases.WithdrawButton, ["отозвать заявку", "отзови", "отзовите", "отзываю"]),
        (OwnTicketPhrases.KeepButton, ["не отзывайте"]),
        (OwnTicketPhrases.ListButton, ["список", "назад к списку", "назад"]),
    ];

    // What means one of the buttons wherever it is written. Any other word may be meant for a ticket.
    private static readonly Phrase[] Clear =
        [OwnTicketPhrases.AddButton, OwnTicketPhrases.WithdrawButton, OwnTicketPhrases.ListButton];

    /// <param name="addition">The newest step of «Дополнить»; null for none.</param>
    /// <param name="shown">The buttons of «Мои заявки» that the client has seen last; null when something else came after them.</param>
    /// <returns>Null for any other input.</returns>
    public static OwnTicketWord? Of(
        Form form, KeptMessages kept, ConversationEvent.AdditionProgressed? addition, ClientUpdate update, Keyboard.Inline? shown,
        FormContext context)
    {
        if (TypedIn(form, kept, addition, update, context) is not { } typed)
            return null;
        if (shown?.Rows.SelectMany(row => row).FirstOrDefault(button => IsNamed(button, typed, context.Texts)) is { } named)
            return new(OwnTicketButton.Parse(named.Data)!);
        if (!context.Texts.HasOwnTickets || Clear.FirstOrDefault(label => IsLabel(label, typed, context.Texts)) is not { } label)
            return null;
        return new(new OwnTicketButton.Page(0), IsUnclear: label != OwnTicketPhrases.ListButton);
    }

    /// <summary>
    /// Whether a text may have withdrawn a ticket or opened one, in place of a button that was in sight: it is a word for such a button.
    /// </summary>
    /// <param name="addition"><inheritdoc cref="Of" path="/param[@name='addition']"/></param>
    public static bool MayHaveActed(
        Form form, KeptMessages kept, ConversationEvent.AdditionProgressed? addition, ClientUpdate update, FormContext context) =>
        TypedIn(form, kept, addition, update, context) is { } typed
        && (IsLabel(OwnTicketPhrases.WithdrawButton, typed, context.Texts) || IsSynonym(OwnTicketPhrases.WithdrawButton, typed)
            || NumberIn(typed) is { } ticket
                && Forms.Synonyms.SameWords(typed, context.Texts.OfTicket(Phrases.OfferReopen, ticket)));

    /// <summary>Whether a keyboard has buttons of «Мои заявки» that can be named.</summary>
    public static bool IsMeant(Keyboard.Inline keyboard) => keyboard.Rows.SelectMany(row => row).Any(button => IsNameable(button.Data));

    // Within a form it may be an answer; in reply to a message, or after «Дополнить», it is meant for that ticket.
    private static string? TypedIn(
        Form form, KeptMessages kept, ConversationEvent.AdditionProgressed? addition, ClientUpdate update, FormContext context) =>
        update is not { Input: ClientInput.Text { Value: { Length: <= MostTyped } typed }, QuotedId: null, Quoted: null }
            || form is Form.Draft or Form.Submitting || AdditionRules.Chosen(addition, context.At) is not null
            || MessageRules.IsChoice(form, kept, update.Input, context.Texts)
            ? null
            : typed;

    // «Не дополнять» ends a step of its own.
    private static bool IsNameable(string? data) =>
        OwnTicketButton.Parse(data) is not (null or OwnTicketButton.Of { Step: OwnTicketStep.Leave });

    private static bool IsNamed(InlineButton button, string typed, FirmTexts texts) =>
        IsNameable(button.Data)
        && (Forms.Synonyms.SameWords(typed, button.Label)
            || Synonyms.Any(known => texts[known.Label] == button.Label
                && known.Words.Prepend(known.Label.Shipped).Any(word => Forms.Synonyms.SameWords(typed, word))));

    private static long? NumberIn(string typed) =>
        long.TryParse(string.Concat(typed.Where(char.IsAsciiDigit)), CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool IsSynonym(Phrase label, string typed) =>
        Synonyms.Any(known => known.Label == label && known.Words.Any(word => Forms.Synonyms.SameWords(typed, word)));

    private static bool IsLabel(Phrase label, string typed, FirmTexts texts) =>
        Forms.Synonyms.SameWords(typed, texts[label]) || Forms.Synonyms.SameWords(typed, label.Shipped);
}
