using VizTeh.Actors.Messages;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Forms;

/// <summary>What a decision needs besides the form and the input.</summary>
/// <param name="UpdateId">The update that is being decided; goes into the event.</param>
/// <param name="At">The time of the decision; goes into the event.</param>
/// <param name="NewFormId">The id that a form gets if this input begins one.</param>
/// <param name="Username">The client's Telegram username, without @; null when there is none.</param>
/// <param name="AccountName">What the client's account calls itself; null when it has a username, and when nothing of it can be
/// seen.</param>
public sealed record FormContext(
    CompanySettings Company, long UpdateId, DateTimeOffset At, Guid NewFormId, string? Username, string? AccountName = null);

/// <summary>What is to be done about an input: first the event is stored, then the replies are said in order.</summary>
/// <param name="Event">What happened; null when nothing that the form remembers did.</param>
/// <param name="Replies">Empty only where the form is, or becomes, <see cref="Form.Submitting"/>.</param>
/// <param name="Toast">
/// For a press: what to answer the callback query with, plain text of at most 200 characters; null: answer it without a text.
/// </param>
public sealed record Decision(ConversationEvent? Event, IReadOnlyList<Reply> Replies, string? Toast = null);

/// <summary>One thing to send to the client.</summary>
public abstract record Reply
{
    private Reply()
    {
    }

    /// <summary>A text message.</summary>
    public sealed record Say(Message Message) : Reply;

    /// <summary>«О компании»: the photo with its caption, or the text alone.</summary>
    /// <param name="Keyboard">The keyboard to show with it; null leaves the one that is on screen.</param>
    public sealed record ShowCompany(Keyboard? Keyboard) : Reply;
}
