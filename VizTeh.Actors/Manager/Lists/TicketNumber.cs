using System.Globalization;

namespace VizTeh.Actors.Manager.Lists;

/// <summary>The number of a ticket as managers write it: «34», «№34», «#34», «№ 34.». Pure.</summary>
internal static class TicketNumber
{
    /// <summary>Null for anything else.</summary>
    public static long? Read(string written)
    {
        var digits = written.Trim().TrimStart('№', '#').Trim().TrimEnd('.', ',', '!');
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
    }
}
