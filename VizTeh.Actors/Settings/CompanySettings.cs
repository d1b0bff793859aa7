namespace VizTeh.Actors.Settings;

/// <summary>The firm that the bot speaks for: section <c>vizteh</c> of hocon.conf.</summary>
/// <param name="Name">The firm's name, plain text.</param>
/// <param name="AboutHtml">
/// The text of «О компании», in Telegram's HTML subset, with the phone and the site; at most 1024 characters once parsed, the limit of a
/// photo's caption.
/// </param>
/// <param name="Phone">As shown to a client.</param>
/// <param name="Site">As shown to a client, without scheme.</param>
/// <param name="Directions">
/// The labels of the direction buttons, in order: 1 to 20 of them, distinct without regard to case, each up to 64 characters.
/// </param>
/// <param name="TimeZone">The zone in which cards show times.</param>
public sealed record CompanySettings(
    string Name,
    string AboutHtml,
    string Phone,
    string Site,
    IReadOnlyList<string> Directions,
    TimeZoneInfo TimeZone);
