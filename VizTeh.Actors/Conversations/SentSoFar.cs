using VizTeh.Actors.Clients;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Conversations;

/// <summary>What this process has sent to a client. It is not stored: after a restart nothing of it is known.</summary>
internal sealed class SentSoFar
{
    private readonly LiveKeyboards _keyboards = new();
    private long? _update;
    private string? _press;
    private LastText? _text;
    private string? _album;

    /// <summary>The message of the open question; null when it is unknown, or may be on the screen more than once.</summary>
    public SaidMessage? Question { get; private set; }

    /// <summary>The buttons of «Мои заявки», if nothing was said after them; else null.</summary>
    public Keyboard.Inline? OwnTickets { get; private set; }

    /// <summary>Whether the newest reply was to this update.</summary>
    public bool IsReplyTo(long updateId) => _update == updateId;

    /// <summary>The decision without a reply that is on the screen already.</summary>
    public Decision WithoutRepeats(Decision decision, ClientUpdate update, FirmTexts texts)
    {
        // A message that was edited before the bot had it may come with its new text, and the edit after it.
        if (update.Input is ClientInput.Edited && LastText.Of(update) == _text)
            return FormRules.Silence;
        // An album that is not taken is answered once.
        if (decision is { Event: null, Addition: null } && update.Input is ClientInput.File { AlbumId: { } album } && album == _album)
            return FormRules.Silence;
        // What only changes a message, and leaves it buttons, is done again: the edit may not have been taken.
        if (decision is { Replies: [], Used.Keyboard: not null })
            return decision;
        return decision.Event is null && update.Input is ClientInput.Press { Data: { } data } && data == _press
            ? decision with { Replies = [], Toast = decision.Toast ?? texts[Phrases.ToastAlreadySaid], Used = null }
            : decision;
    }

    /// <summary>The messages whose buttons a decision uses up, when it leaves the open question open.</summary>
    public UsedUp UsedUpBy(Decision decision, ClientUpdate update)
    {
        var answered = AnsweredBy(update);
        if (decision.Used is { Keyboard: null } && answered is { } message)
            _keyboards.Remove(message);
        return new(answered, decision.Used, []);
    }

    /// <summary>The messages whose buttons a decision uses up that ends the open question. They and the question are forgotten.</summary>
    public UsedUp EndQuestion(Decision decision, ClientUpdate update)
    {
        var answered = AnsweredBy(update);
        Question = null;
        return new(answered, decision.Used, _keyboards.TakeAllBut(decision.Used is null ? null : answered));
    }

    /// <summary>Remembers the replies to an update.</summary>
    /// <param name="last">The last reply's message, if it was sent once only; else null.</param>
    /// <param name="putsQuestion">Whether that is a question that was not said before.</param>
    /// <param name="shown">The buttons that a message has got in place of a reply; null for none.</param>
    public void Add(
        ClientUpdate update, IReadOnlyList<Reply> replies, SaidMessage? last, bool putsQuestion, Keyboard.Inline? shown = null)
    {
        if (replies is [.., var newest])
            shown = (newest as Reply.Say)?.Message.Keyboard as Keyboard.Inline;
        if (replies.Count > 0 || shown is not null)
            OwnTickets = shown is not null && OwnTicketWords.IsMeant(shown) ? shown : null;
        (_update, _press, _text) = (update.UpdateId, (update.Input as ClientInput.Press)?.Data, LastText.Of(update));
        _album = (update.Input as ClientInput.File)?.AlbumId;
        if (putsQuestion)
            Question ??= last;
        if (last is not null && replies is [.., Reply.Say { Message.Keyboard: Keyboard.Inline buttons }]
            && OwnTicketButton.MayBeUsedUp(buttons))
        {
            _keyboards.Add(last.Id);
        }
    }

    // What is typed answers the newest message that asks.
    private long? AnsweredBy(ClientUpdate update) =>
        update.Input is ClientInput.Press press ? press.MessageId : _keyboards.Newest ?? Question?.Id;
}
