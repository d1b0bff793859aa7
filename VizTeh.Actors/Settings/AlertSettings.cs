namespace VizTeh.Actors.Settings;

/// <summary>Where alerts go.</summary>
/// <param name="OpsChatId">The chat for alerts, which may be a managers' chat too; null for none: OPS_CHAT_ID.</param>
/// <param name="Mail">Null for no e-mail.</param>
public sealed record AlertChannels(long? OpsChatId, MailSettings? Mail)
{
    public static AlertChannels None { get; } = new(null, null);

    public bool AreAny => OpsChatId is not null || Mail is not null;
}

/// <summary>When an alert begins, and how often it is repeated: <c>vizteh.alerts</c> of hocon.conf.</summary>
/// <param name="Database">How long the database is out of reach before the alert.</param>
/// <param name="Outbox">How long a message waits before the alert.</param>
/// <param name="Telegram">How long Telegram is out of reach before the alert.</param>
/// <param name="Card">How long a new ticket's card waits before the ticket goes by e-mail; null for never.</param>
/// <param name="Repeat">The shortest time between two alerts of one kind.</param>
public sealed record AlertThresholds(TimeSpan Database, TimeSpan Outbox, TimeSpan Telegram, TimeSpan? Card, TimeSpan Repeat)
{
    public static AlertThresholds Shipped { get; } = new(
        Database: TimeSpan.FromMinutes(1), Outbox: TimeSpan.FromMinutes(5), Telegram: TimeSpan.FromMinutes(5),
        Card: TimeSpan.FromMinutes(15), Repeat: TimeSpan.FromHours(1));

    /// <summary>
    /// How long all has to be well again before that is said. Longer than it takes to notice that Telegram is still away (PollHealth, the
    /// length of a poll), so that a restart does not end an outage.
    /// </summary>
    public TimeSpan Calm { get; init; } = TimeSpan.FromMinutes(3);
}
