using System.Globalization;
using System.Runtime.CompilerServices;
using VizTeh.Actors.Database;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Operations.Checks;

/// <summary>The database: whether the program can start on it, and whether one runs on it.</summary>
internal static class DatabaseChecks
{
    private const string Subject = "database";

    // PostgreSQL's clock alone decides what is due, so a difference delays nothing; the log and the statistics would be hard to compare.
    private static readonly TimeSpan MostApart = TimeSpan.FromSeconds(5);

    /// <param name="node">What makes the program one of several nodes; null for a bot on its own.</param>
    /// <param name="photoFound">Gets the file of the photo that a manager stored, if there is one.</param>
    /// <param name="nodesFound">Gets the rows of table <c>nodes</c>, if it could be read.</param>
    public static async IAsyncEnumerable<Check> RunAsync(
        DatabaseSettings settings, NodeSettings? node, TimeProvider clock, Action<string> photoFound,
        Action<IReadOnlyList<NodeOfTable>> nodesFound, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DatabaseProbe? probe = null;
        yield return await CheckAsync(Subject, "cannot be used", async () =>
        {
            probe = await DatabaseProbe.ConnectAsync(settings, cancellationToken);
            await probe.RequireUsableAsync(cancellationToken);
            return Check.Well(Subject, $"PostgreSQL {probe.Version} at {probe.Where}, UTF8");
        });
        if (probe is null)
        {
            yield return Check.Skipped("migrations", "not looked at: the database cannot be reached");
            yield break;
        }

        await using (probe)
        {
            string? schema = null;
            MigrationState? state = null;
            yield return await CheckAsync("migrations", "the tables cannot be found", async () =>
            {
                schema = await probe.FindSchemaAsync(cancellationToken);
                state = await probe.ReadMigrationsAsync(schema, cancellationToken);
                return OfMigrations(schema, state);
            });
            if (schema is not null && state is { Applied: > 0 })
            {
                var rights = await CheckAsync("rights", "some are missing", async () =>
                {
                    await probe.RequireRightsAsync(schema, isComplete: state is { Pending: [], Unknown: [] }, cancellationToken);
                    return Check.Well("rights", $"{settings.User} may do all that the program needs");
                });
                yield return rights;
                yield return rights.Outcome == CheckOutcome.Failed
                    ? Check.Skipped("sequences", "not looked at: rights are missing")
                    : await CheckAsync("sequences", "they cannot be read", async () =>
                        OfSequences(await probe.LookAtSequencesAsync(schema, cancellationToken), settings.User));
                if (rights.Outcome == CheckOutcome.Well && state.Pending.Count == 0
                    && await TryReadPhotoAsync(probe, schema, cancellationToken) is { } photo)
                {
                    photoFound(photo);
                }
            }

            yield return await CheckAsync("running bot", "cannot be seen", async () =>
            {
                if (await probe.FindRunningBotAsync(cancellationToken) is not { } bot)
                    return Check.Well("running bot", "none on this database");
                var signs = schema is not null && state is { Applied: > 0, Pending: [] }
                    ? await probe.ReadHeartbeatsAsync(schema, cancellationToken)
                    : [];
                return OfRunning(bot, signs);
            });
            yield return await CheckAsync("connections", "their limit cannot be read", async () =>
            {
                var limit = await probe.ReadConnectionLimitAsync(cancellationToken);
                IReadOnlyList<NodeOfTable> nodes = schema is not null && state is { Applied: > 0, Pending: [] }
                    ? await probe.ReadNodesAsync(schema, cancellationToken)
                    : [];
                nodesFound(nodes);
                return OfConnections(settings, limit, ProgramsOf(node, nodes));
            });
            yield return await CheckAsync("clock", "PostgreSQL's cannot be read", async () =>
                OfClock("PostgreSQL", await probe.ReadClockAsync(cancellationToken) - clock.GetUtcNow()));
        }
    }

    private static Check OfRunning(RunningBot bot, IReadOnlyList<string> signs)
    {
        var found = string.Create(
            CultureInfo.InvariantCulture,
            $"yes, since {bot.Since?.UtcDateTime.ToString("u", CultureInfo.InvariantCulture) ?? "(not to be seen)"}, from "
            + $"{bot.From ?? "(not to be seen)"}, {bot.Sessions} sessions");
        return Check.Well("running bot", string.Join("; ", [found, .. signs]));
    }

    /// <summary>How many programs open connections as this one is set: itself, and the other nodes that live.</summary>
    private static int ProgramsOf(NodeSettings? node, IReadOnlyList<NodeOfTable> nodes) => node is null
        ? 1
        : nodes.Where(one => one.IsAlive).Select(one => one.Address).Append(node.Address).Distinct().Count();

    /// <param name="limit">How many sessions the server lets the user have.</param>
    /// <param name="programs">How many programs open connections as this one is set.</param>
    internal static Check OfConnections(DatabaseSettings settings, int limit, int programs)
    {
        var sizes = PoolSizes.Of(settings.Connections - settings.KeptForNode);
        var all = settings.Connections * programs;
        var (ofNode, ofAll) = (
            settings.KeptForNode > 0 ? $", node {settings.KeptForNode}" : "", programs > 1 ? $", {all} with {programs} nodes" : "");
        var found = string.Create(
            CultureInfo.InvariantCulture,
            $"at most {settings.Connections} (tables {sizes.Tables}, journal {sizes.Journal}{ofNode}){ofAll}; PostgreSQL lets "
            + $"{settings.User} have {limit}");
        return all <= limit
            ? Check.Well("connections", found)
            : Check.Notice(
                "connections", found,
                $"Set DB_CONNECTIONS to {limit / programs} at most{(programs > 1 ? " on each node" : "")}, or raise max_connections of "
                + "PostgreSQL (or the limit of the role or the database)");
    }

    /// <param name="ahead">Its time less the machine's.</param>
    internal static Check OfClock(string whose, TimeSpan ahead) => ahead.Duration() <= MostApart
        ? Check.Well("clock", $"this machine's agrees with {whose}'s")
        : Check.Notice(
            "clock",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{whose}'s is {ahead.Duration().TotalSeconds:0} s {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} this machine's"),
            "Let both machines follow a time server (timedatectl set-ntp true)");

    private static Check OfSequences(SequenceLook look, string user) => look switch
    {
        { Cures: { Count: > 0 } cures } => Check.Failed(
            "sequences", "some would give numbers that are taken, as after a restore in part",
            $"In this database: {string.Join(' ', cures)}"),
        { Grants: { Count: > 0 } grants } => Check.Notice(
            "sequences", $"{user} may not read {grants.Count} of them, so they were not looked at; the program works without that right",
            $"To have them looked at, as a superuser in this database: {string.Join(' ', grants)}"),
        _ => Check.Well("sequences", "each is ahead of its table"),
    };

    private static Check OfMigrations(string schema, MigrationState state) => state switch
    {
        { Unknown: [var unknown, ..] } => Check.Notice(
            "migrations", $"the database was used by a later version ({unknown})", "Run that version, or a later one"),
        { Applied: 0 } => Check.Well("migrations", $"none yet: the first start creates the tables in the schema {schema}"),
        { Pending: { Count: > 0 } pending } => Check.Notice(
            "migrations", $"{pending.Count} are pending, from {pending[0]} on", "The next start applies them, and so does --migrate"),
        _ => Check.Well("migrations", $"all {state.Applied} are applied, in the schema {schema}"),
    };

    private static async Task<string?> TryReadPhotoAsync(DatabaseProbe probe, string schema, CancellationToken cancellationToken)
    {
        try
        {
            return await probe.ReadPhotoAsync(schema, cancellationToken);
        }
        catch (SettingsException)
        {
            // The checks after this one tell it.
            return null;
        }
    }

    private static async Task<Check> CheckAsync(string subject, string failed, Func<Task<Check>> check)
    {
        try
        {
            return await check();
        }
        catch (SettingsException mistake)
        {
            return Check.Failed(subject, failed, mistake.Message);
        }
    }
}
