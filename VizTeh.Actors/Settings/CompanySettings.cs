using VizTeh.Actors.Questions;
using VizTeh.Actors.Schedule;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Settings;

/// <summary>The firm that the bot speaks for: section <c>vizteh</c> of hocon.conf.</summary>
/// <param name="Name">The firm's name, plain text.</param>
/// <param name="AboutHtml">
/// The text of «О компании», in Telegram's HTML subset, with the phone and the site; at most 1024 characters once parsed, the limit of a
/// photo's caption.
/// </param>
/// <param name="Phone">As shown to a client.</param>
/// <param name="Site">As shown to a client, without scheme.</param>
/// <param name="Form">The questions that a client is asked.</param>
/// <param name="TimeZone">The zone in which cards show times.</param>
public sealed record CompanySettings(
    string Name,
    string AboutHtml,
    string Phone,
    string Site,
    FormDefinition Form,
    TimeZoneInfo TimeZone)
{
    /// <summary>The text of the chat before its first message: plain, up to 512 characters; empty leaves the text in force.</summary>
    public string Description { get; init; } = "";

    /// <summary>The text on the bot's page and beside a link to it: plain, up to 120 characters; empty leaves it.</summary>
    public string ShortDescription { get; init; } = "";

    /// <summary>When the firm works, in its time zone; null when that is not configured.</summary>
    public WorkingHours? Hours { get; init; }

    /// <summary>Whether managers take tickets into work, and from each other.</summary>
    public ClaimSettings Claim { get; init; } = ClaimSettings.Shipped;

    /// <summary>With what a manager closes a ticket: labels of buttons; empty where a ticket is closed without an outcome.</summary>
    public IReadOnlyList<string> Outcomes { get; init; } = OutcomeKeys.Shipped;

    /// <summary>Whether a manager can be reminded of a ticket.</summary>
    public bool Snooze { get; init; } = true;

    /// <summary>
    /// When the managers are reminded of a ticket whose client waits: times of waiting, each longer than the one before, and mornings after
    /// them; empty for never.
    /// </summary>
    public IReadOnlyList<WaitingStep> WaitingSteps { get; init; } = WaitingStepKeys.Shipped;

    /// <summary>What a client has to consent to before a form; null when no consent is asked for.</summary>
    public ConsentTerms? Consent { get; init; }

    /// <summary>What a client is told of a ticket.</summary>
    public NoticeSettings Notices { get; init; } = NoticeSettings.Shipped;

    /// <summary>What the source of a form answers in it: for each source the choices by the ids of the questions.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Sources { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>The managers' chats of single directions, each of which has one at most; other tickets go to MANAGER_CHAT_ID.</summary>
    public IReadOnlyList<TicketRoute> Routes { get; init; } = [];

    /// <summary>The ids of the people who may act in the managers' chats; null for everybody there.</summary>
    public IReadOnlySet<long>? Managers { get; init; }

    /// <summary>What becomes of a form that is left unfinished.</summary>
    public ReminderSettings Reminder { get; init; } = ReminderKeys.Usual(TimeZone);

    /// <summary>
    /// When the managers' chats get their digest on working days: a time of the firm's clock; null for no digest.
    /// </summary>
    public TimeOnly? DigestAt { get; init; }

    /// <summary>Whether the card shows what Telegram says about a phone number: that it is the client's own, or an anonymous one.</summary>
    public bool PhoneMarks { get; init; } = true;

    /// <summary>Whether the payload of a link to the bot is the source of the client's next ticket.</summary>
    public bool Source { get; init; } = true;

    /// <summary>When alerts begin, and how often they are repeated.</summary>
    public AlertThresholds Alerts { get; init; } = AlertThresholds.Shipped;

    /// <summary>How long personal data and done rows are kept.</summary>
    public RetentionSettings Retention { get; init; } = RetentionSettings.Shipped;

    /// <summary>Whether what a client writes outside of a form, without a reply, is offered to the client's tickets.</summary>
    public bool Additions { get; init; } = true;

    /// <summary>Whether a manager's reply to a card goes to the ticket's client.</summary>
    public bool Answers { get; init; } = true;

    /// <summary>The texts for clients and managers in the firm's wording, made with the values above.</summary>
    public FirmTexts Texts { get; init; } = new(Name, Phone, Site);
}
