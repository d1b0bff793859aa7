using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Forms;

/// <summary>The context of a decision, besides the form and the input.</summary>
/// <param name="UpdateId">The update that is being decided; stored in the event.</param>
/// <param name="At">The time of the decision; stored in the event.</param>
/// <param name="NewFormId">The id of the form that this input may begin.</param>
/// <param name="Username">The client's Telegram username, without @; null when there is none.</param>
/// <param name="AccountName">The account's display name; null when it has a username, and when no character of the name is visible.</param>
/// <param name="MessageId">The client's message that is being decided; stored with the answer that it gives. Null for a press.</param>
public sealed record FormContext(
    CompanySettings Company, long UpdateId, DateTimeOffset At, Guid NewFormId, string? Username, string? AccountName = null,
    long? MessageId = null)
{
    /// <summary>The configured form.</summary>
    public FormDefinition Questions => Company.Form;

    /// <summary>The texts of the dialogue, in the firm's wording.</summary>
    public FirmTexts Texts => Company.Texts;

    /// <summary>The payload of the newest link by which the client came, for the next ticket; null for none.</summary>
    public string? Source { get; init; }

    /// <summary>What the client answered in the form that was sent last, as far as it can be offered again.</summary>
    public Answers LastAnswers { get; init; } = Answers.None;

    /// <summary>Outside of a form: whether messages wait that will go to the ticket of the next form.</summary>
    public bool HasKept { get; init; }

    /// <summary>Outside of a form: whether the cancelled form can be taken up again.</summary>
    public bool CanResume { get; init; }

    /// <summary>The menu outside of a form.</summary>
    internal Keyboard.Menu Menu => CanResume ? FormKeyboard.AfterCancel(Texts) : FormKeyboard.MainMenu(Texts);

    /// <summary>The context of a decision outside of a form.</summary>
    internal FormContext Outside(Form form) => this with { CanResume = form is Form.Cancelled cancelled && cancelled.CanBeResumed(At) };

    /// <summary>The day of the decision where the firm is.</summary>
    public DateOnly Today => FormPrompt.DayOf(At, Company);
}

/// <summary>The consequences of an input: the event is stored first, then the replies are sent in order.</summary>
/// <param name="Event">Null when nothing changes the form.</param>
/// <param name="Replies">
/// Empty while the form is, or becomes, <see cref="Form.Submitting"/>, and where the toast or the changed message says all.
/// </param>
/// <param name="Toast">
/// For a press: the text that answers the callback query, plain, at most 200 characters; null: answer it without a text.
/// </param>
/// <param name="Used">
/// What becomes of the message whose button was pressed, or of the open question that was answered by typing; null leaves it as it is.
/// </param>
/// <param name="Addition">Stored before the event, and before the replies are sent; null for none.</param>
public sealed record Decision(
    ConversationEvent? Event, IReadOnlyList<Reply> Replies, string? Toast = null, UsedMessage? Used = null, Addition? Addition = null);

/// <summary>What a client says about a ticket that exists.</summary>
/// <param name="SubmissionId">Identifies the ticket beyond its number; null for a ticket of an earlier bot.</param>
/// <param name="Messages">One or more, in order.</param>
/// <param name="Reopens">Whether the ticket is opened again, if it is closed.</param>
public sealed record Addition(long TicketId, Guid? SubmissionId, IReadOnlyList<KeptMessage> Messages, bool Reopens = false)
{
    // A log must not hold what a client wrote.
    public override string ToString() => $"{nameof(Addition)} to ticket {TicketId}";
}

/// <summary>The new content of a message that the client has answered. An edit of it is tried once, and is never waited for.</summary>
/// <param name="Html">Null leaves the text as it is.</param>
/// <param name="Keyboard">Null takes the buttons away.</param>
public sealed record UsedMessage(string? Html, Keyboard.Inline? Keyboard = null);

/// <summary>A message to send to the client.</summary>
public abstract record Reply
{
    private Reply()
    {
    }

    /// <summary>A text message.</summary>
    public sealed record Say(Message Message) : Reply;

    /// <summary>A file that the bot makes.</summary>
    /// <param name="Caption">The text under it, at most 1024 characters, with the keyboard to show.</param>
    public sealed record SendDocument(string FileName, byte[] Content, Message Caption) : Reply
    {
        // A log must not hold what is stored about a client.
        public override string ToString() => $"{nameof(SendDocument)} {FileName}";
    }

    /// <summary>«О компании»: the photo with its caption, or the text alone.</summary>
    /// <param name="Keyboard">The keyboard to show with it; null leaves the one that is on screen.</param>
    public sealed record ShowCompany(Keyboard? Keyboard) : Reply;
}
