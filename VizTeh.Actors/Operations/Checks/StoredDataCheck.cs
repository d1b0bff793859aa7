using System.Globalization;
using VizTeh.Actors.Database;
using VizTeh.Actors.Serialization;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Operations.Checks;

/// <summary>
/// Whether this version can read what is stored. A later version may have written events of a shape that this one does not know; its tables
/// this one can use, since migrations only add.
/// </summary>
internal static class StoredDataCheck
{
    private const string Subject = "stored data";

    public static async Task<Check> RunAsync(DatabaseSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            await using var probe = await DatabaseProbe.ConnectAsync(settings, cancellationToken);
            var (conversations, reason) = await probe.FindUnreadableAsync(
                (bytes, manifest) => EventSerializer.Read(bytes, manifest), cancellationToken);
            return conversations > 0
                ? Check.Failed(
                    Subject, "this version cannot read a part of it",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{conversations} conversations hold what this version cannot read ({reason}): these clients would wait for the "
                        + $"version that wrote it."))
                : Check.Well(Subject, "this version can read all of the conversations");
        }
        catch (SettingsException mistake)
        {
            return Check.Failed(Subject, "it cannot be read", mistake.Message);
        }
    }
}
