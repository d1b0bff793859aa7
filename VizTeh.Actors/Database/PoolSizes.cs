using Akka.Configuration;

namespace VizTeh.Actors.Database;

/// <summary>How the connections of a process (DB_CONNECTIONS) are divided between its two pools, and what depends on their sizes.</summary>
/// <param name="Tables">The most connections of the pool of the tables.</param>
/// <param name="Journal">The most connections of the pool of the journal and the snapshots.</param>
public sealed record PoolSizes(int Tables, int Journal)
{
    private const string RecoveriesKey = "akka.persistence.max-concurrent-recoveries";

    // Akka's own default, for a hocon.conf without the key.
    private const int UsualRecoveries = 50;

    // With fewer, a queue of the outbox that is being sent would leave hardly any for the inbox and the tickets.
    private const int LeastTables = 5;

    // More has no use for as long as the journal has fewer than two thirds.
    private const int EnoughTables = 24;

    // Of the journal's connections: for the writer of events, and for snapshots and deletions.
    private const int LeastBesideRecoveries = 2;

    /// <summary>
    /// How many chats the outbox serves at once, managers' chats and clients' chats apart: each takes a connection of the tables' pool
    /// while its message is being sent, and more than half of the pool stays for everything else.
    /// </summary>
    public int ManagersChatsAtOnce => Math.Clamp(Tables / 3, 1, 8);

    /// <inheritdoc cref="ManagersChatsAtOnce"/>
    public int ClientsChatsAtOnce => Math.Clamp(Tables / 8, 1, 3);

    /// <summary>
    /// How many conversations may be read from the journal at once. Each takes a connection; one that waited for a connection would hold up
    /// the others, and the events that are written.
    /// </summary>
    public int MostRecoveries => Journal - Math.Max(LeastBesideRecoveries, Journal / 4);

    /// <param name="connections">At least 10.</param>
    public static PoolSizes Of(int connections)
    {
        var tables = Math.Max(Math.Max(Math.Min(connections * 2 / 5, EnoughTables), connections * 3 / 10), LeastTables);
        return new PoolSizes(tables, connections - tables);
    }

    /// <summary>The number of recoveries at once that hocon.conf asks for.</summary>
    public static int RecoveriesOf(Config hocon) => hocon.GetInt(RecoveriesKey, UsualRecoveries);

    /// <summary>The settings to lay over hocon.conf: empty unless it asks for more recoveries at once than there are connections.</summary>
    public Config RecoveryLimitFor(Config hocon) => RecoveriesOf(hocon) <= MostRecoveries
        ? Config.Empty
        : ConfigurationFactory.ParseString(string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"{RecoveriesKey} = {MostRecoveries}"));
}
