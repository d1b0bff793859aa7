using VizTeh.Actors.Messages;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Forms;

/// <summary>The context of a decision, besides the form and the input.</summary>
/// <param name="UpdateId">The update that is being decided; stored in the event.</param>
/// <param name="At">The time of the decision; stored in the event.</param>
/// <param name="NewFormId">The id of the form that this input may begin.</param>
/// <param name="Username">The client's Telegram username, without @; null when there is none.</param>
/// <param name="AccountName">The account's display name; null when it has a username, and when no character of the name is visible.</param>
public sealed record FormContext(
    CompanySettings Company, long UpdateId, DateTimeOffset At, Guid NewFormId, string? Username, string? AccountName = null);

/// <summary>The consequences of an input: the event is stored first, then the replies are sent in order.</summary>
/// <param name="Event">Null when nothing changes the form.</param>
/// <param name="Replies">Empty only while the form is, or becomes, <see cref="Form.Submitting"/>.</param>
/// <param name="Toast">
/// For a press: the text that answers the callback query, plain, at most 200 characters; null: answer it without a text.
/// </param>
public sealed record Decision(ConversationEvent? Event, IReadOnlyList<Reply> Replies, string? Toast = null);

/// <summary>A message to send to the client.</summary>
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
