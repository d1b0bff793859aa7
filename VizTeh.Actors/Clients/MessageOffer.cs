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
    public static Message Of(KeptMessages kept, FirmTexts texts, string? note = null, long? without = null) =>
        Of(new KeptOffer(kept.Token, kept.Offered), texts, note, without);

    /// <summary>The question once more, after the form was cancelled that the messages had been for.</summary>
    public static Message Again(KeptOffer offer, FirmTexts texts) => Of(offer, texts, texts[Phrases.OfferAgain]);

    /// <summary>The button that a typed text names; null when it names none.</summary>
    public static OfferButton? Named(string typed, KeptMessages kept, FirmTexts texts)
    {
        if (AnswerText.SameLabel(typed, texts[Phrases.OfferNew]))
            return new(kept.Token, null);
        return kept.Offered.FirstOrDefault(ticket => AnswerText.SameLabel(typed, LabelOf(ticket, kept.Offered, texts))) is { } named
            ? new(kept.Token, named.Id)
            : null;
    }

    /// <summary>The question with the choice that was made, in place of the buttons.</summary>
    public static UsedMessage Answered(KeptMessages kept, OfferedTicket? chosen, FirmTexts texts) => new(FormText.Used(
        QuestionOf(kept.Offered, texts), chosen is null ? texts[Phrases.OfferNew] : LabelOf(chosen, kept.Offered, texts)));

    private static Message Of(KeptOffer offer, FirmTexts texts, string? note, long? without = null)
    {
        var question = without is null || offer.Offered.Count > 2 ? QuestionOf(offer.Offered, texts) : texts[Phrases.OfferMany];
        return new Message(note is null ? question : $"{note}\n\n{question}", new Keyboard.Inline(
        [
            .. offer.Offered.Where(ticket => ticket.Id != without)
                .Select(ticket => new[] { Button(offer.Token, ticket.Id, LabelOf(ticket, offer.Offered, texts)) }),
            [Button(offer.Token, null, texts[Phrases.OfferNew])],
        ]));
    }

    private static string QuestionOf(IReadOnlyList<OfferedTicket> offered, FirmTexts texts) => offered switch
    {
        [{ IsClosed: true } closed] => texts.OfTicket(Phrases.OfferClosed, closed.Id),
        [var open] => texts.OfTicket(Phrases.OfferOne, open.Id),
        // There may be more than are read.
        { Count: >= ClientTicketStore.MostOpen } when texts.HasOwnTickets =>
            $"{texts[Phrases.OfferMany]}\n\n{texts[Phrases.OfferMore]}",
        _ => texts[Phrases.OfferMany],
    };

    private static string LabelOf(OfferedTicket ticket, IReadOnlyList<OfferedTicket> offered, FirmTexts texts) => ticket switch
    {
        { IsClosed: true } => texts.With(Phrases.OfferReopen, ("number", Number(ticket.Id))),
        _ when offered.Count == 1 => texts[Phrases.OfferAdd],
        { Subject: { } subject } => $"№{Number(ticket.Id)} · {Short(subject)}",
        _ => $"№{Number(ticket.Id)}",
    };

    private static InlineButton Button(long token, long? ticket, string label) =>
        new(label, new OfferButton(token, ticket).ToData());

    private static string Short(string subject) =>
        subject.Length <= LongestSubject ? subject : CodePoints.Cut(subject, LongestSubject - 1) + "…";

    private static string Number(long id) => id.ToString(CultureInfo.InvariantCulture);
}
