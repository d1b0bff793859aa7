using System.Globalization;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Clients;

/// <summary>The question which ticket kept messages belong to. Pure.</summary>
internal static class MessageOffer
{
    // Of a button's label, in UTF-16 units: an app shows about so much.
    private const int LongestSubject = 32;

    /// <param name="note">A sentence to begin with, as HTML; null for none.</param>
    /// <param name="without">An offered ticket that is gone since; null for none. The others keep the labels that can be typed.</param>
    public static Message Of(KeptMessages kept, FirmTexts texts, string? note = null, long? without = null)
    {
        var question = without is null || kept.Offered.Length > 2 ? QuestionOf(kept, texts) : texts[Phrases.OfferMany];
        return new Message(note is null ? question : $"{note}\n\n{question}", new Keyboard.Inline(
        [
            .. kept.Offered.Where(ticket => ticket.Id != without)
                .Select(ticket => new[] { Button(kept, ticket.Id, LabelOf(ticket, kept, texts)) }),
            [Button(kept, null, texts[Phrases.OfferNew])],
        ]));
    }

    /// <summary>The button that a typed text names; null when it names none.</summary>
    public static OfferButton? Named(string typed, KeptMessages kept, FirmTexts texts)
    {
        if (AnswerText.SameLabel(typed, texts[Phrases.OfferNew]))
            return new(kept.Token, null);
        return kept.Offered.FirstOrDefault(ticket => AnswerText.SameLabel(typed, LabelOf(ticket, kept, texts))) is { } named
            ? new(kept.Token, named.Id)
            : null;
    }

    /// <summary>The question with the choice that was made, in place of the buttons.</summary>
    public static UsedMessage Answered(KeptMessages kept, OfferedTicket? chosen, FirmTexts texts) => new(FormText.Used(
        QuestionOf(kept, texts), chosen is null ? texts[Phrases.OfferNew] : LabelOf(chosen, kept, texts)));

    private static string QuestionOf(KeptMessages kept, FirmTexts texts) => kept.Offered switch
    {
        [{ IsClosed: true } closed] => texts.OfTicket(Phrases.OfferClosed, closed.Id),
        [var open] => texts.OfTicket(Phrases.OfferOne, open.Id),
        // There may be more than are read.
        { Length: >= ClientTicketStore.MostOpen } when texts.HasOwnTickets =>
            $"{texts[Phrases.OfferMany]}\n\n{texts[Phrases.OfferMore]}",
        _ => texts[Phrases.OfferMany],
    };

    private static string LabelOf(OfferedTicket ticket, KeptMessages kept, FirmTexts texts) => ticket switch
    {
        { IsClosed: true } => texts.With(Phrases.OfferReopen, ("number", Number(ticket.Id))),
        _ when kept.Offered.Length == 1 => texts[Phrases.OfferAdd],
        { Subject: { } subject } => $"№{Number(ticket.Id)} · {Short(subject)}",
        _ => $"№{Number(ticket.Id)}",
    };

    private static InlineButton Button(KeptMessages kept, long? ticket, string label) =>
        new(label, new OfferButton(kept.Token, ticket).ToData());

    private static string Short(string subject) =>
        subject.Length <= LongestSubject ? subject : CodePoints.Cut(subject, LongestSubject - 1) + "…";

    private static string Number(long id) => id.ToString(CultureInfo.InvariantCulture);
}
