namespace VizTeh.Actors.Schedule;

/// <summary>The moments of a clock on the wall that is set forward and back.</summary>
internal static class LocalTime
{
    // No clock is set forward or back twice within this time on both sides of a moment.
    private static readonly TimeSpan Around = TimeSpan.FromHours(26);

    /// <summary>
    /// The first moment at which the clock shows this time or a later one. A time that is skipped, since the clock is set forward, comes at
    /// the moment of that; of a time that is shown twice, the first counts.
    /// </summary>
    /// <param name="time">As the clock shows it.</param>
    public static DateTimeOffset First(DateTime time, TimeZoneInfo zone)
    {
        var utc = DateTime.SpecifyKind(time, DateTimeKind.Utc);
        var (before, after) = (zone.GetUtcOffset(utc - Around), zone.GetUtcOffset(utc + Around));
        var (early, late) = (utc - before, utc - after);
        if (before == after || zone.GetUtcOffset(early) == before)
            return new DateTimeOffset(early);
        return new DateTimeOffset(zone.GetUtcOffset(late) == after ? late : Change(late, early, after, zone));
    }

    // The later offset begins after the one moment and not after the other.
    private static DateTime Change(DateTime notYet, DateTime already, TimeSpan after, TimeZoneInfo zone)
    {
        while (already - notYet > TimeSpan.FromTicks(1))
        {
            var middle = notYet + ((already - notYet) / 2);
            if (zone.GetUtcOffset(middle) == after)
                already = middle;
            else
                notYet = middle;
        }

        return already;
    }
}
