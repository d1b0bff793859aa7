using System.Globalization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Manager.Commands;

/// <summary>What the commands about bans read and say.</summary>
internal static class BanText
{
    private const int LongestName = 30;

    private static readonly TimeSpan StoreDeadline = TimeSpan.FromSeconds(10);

    /// <summary>The number that a manager wrote, maybe after № or #; null when it is anything else.</summary>
    public static long? NumberIn(string arguments) =>
        long.TryParse(arguments.TrimStart('№', '#').Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : null;

    public static string AlreadyBanned(this FirmTexts texts, long ticketId, Ban ban, TimeZoneInfo zone) => texts.With(
        BanPhrases.AlreadyBanned, ("number", ticketId.ToString(CultureInfo.InvariantCulture)), ("by", ByOf(ban, zone)));

    /// <summary>The ban's line in the list.</summary>
    public static string OfBan(this FirmTexts texts, Ban ban, TimeZoneInfo zone)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"id {ban.UserId}");
        var client = AccountName.Visible(ban.ClientName) is { } name ? $"{CodePoints.Cut(name, LongestName)}, {id}" : id;
        return ban.TicketId is { } ticketId
            ? texts.With(
                BanPhrases.Line, ("number", ticketId.ToString(CultureInfo.InvariantCulture)), ("client", client), ("by", ByOf(ban, zone)))
            : texts.With(BanPhrases.LineOfId, ("client", client), ("by", ByOf(ban, zone)));
    }

    public static Task<T> WithinDeadlineAsync<T>(Func<CancellationToken, Task<T>> step, CancellationToken cancellationToken) =>
        Deadline.RunAsync(step, StoreDeadline, cancellationToken);

    /// <summary>Carries out a command about a ban.</summary>
    /// <exception cref="TimeoutException">It takes too long: it may have been carried out.</exception>
    public static Task<BanReport> ChangeWithinDeadlineAsync(
        this BanList list, Func<CancellationToken, Task<BanReport>> command, CancellationToken cancellationToken) =>
        WithinDeadlineAsync(token => list.ChangeAsync(command, token), cancellationToken);

    private static string ByOf(Ban ban, TimeZoneInfo zone)
    {
        var at = new DateTimeOffset(DateTime.SpecifyKind(ban.BannedAt, DateTimeKind.Utc));
        return TicketCard.By(new StatusChange(TicketStatus.Open, ban.ManagerId, ban.ManagerName, UpdateId: null, at), at, zone);
    }
}
