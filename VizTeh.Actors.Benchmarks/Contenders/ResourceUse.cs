using System.Globalization;
using Npgsql;
using VizTeh.Actors.Sandbox.Postgres;

namespace VizTeh.Actors.Benchmarks.Contenders;

/// <summary>The resources used up to a moment. Linux only: the source is /proc.</summary>
/// <param name="Clock">The time of the measurement.</param>
/// <param name="BotCpu">CPU time of the bot's process; of several nodes, their sum.</param>
/// <param name="LoadCpu">CPU time of this process: emulated Telegram and people.</param>
/// <param name="AllCpu">CPU time of the machine.</param>
/// <param name="Commits">Commits of the bot's database, read-only ones too (pg_stat_database.xact_commit).</param>
/// <param name="Fsyncs">Syncs of the server's write-ahead log (pg_stat_wal.wal_sync).</param>
internal sealed record ResourceUse(TimeSpan Clock, TimeSpan BotCpu, TimeSpan LoadCpu, TimeSpan AllCpu, long Commits, long Fsyncs)
{
    // Ticks of /proc/*/stat and /proc/stat a second (sysconf(_SC_CLK_TCK)): 100 on every Linux in use.
    private const double TicksPerSecond = 100;

    // A PostgreSQL backend reports its counters when it becomes idle, but at most once a second.
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1.2);

    public static ResourceUse operator -(ResourceUse after, ResourceUse before) => new(
        after.Clock - before.Clock, after.BotCpu - before.BotCpu, after.LoadCpu - before.LoadCpu, after.AllCpu - before.AllCpu,
        after.Commits - before.Commits, after.Fsyncs - before.Fsyncs);

    /// <summary>Waits until PostgreSQL's counters are up to date.</summary>
    public static async Task<ResourceUse> ReadAsync(ContenderFixture fixture, CancellationToken cancellationToken)
    {
        await Task.Delay(ReportInterval, cancellationToken);
        var (commits, fsyncs) = await CountAsync(fixture.Server.Maintenance, fixture.Database.Name, cancellationToken);
        return new ResourceUse(
            TimeSpan.FromMilliseconds(Environment.TickCount64),
            fixture.Processes.Aggregate(TimeSpan.Zero, (sum, process) => sum + CpuOf(process.Id)), CpuOf(Environment.ProcessId),
            CpuOfMachine(), commits - fixture.ForeignCommits, fsyncs);
    }

    /// <summary>The resident memory of a process, in bytes.</summary>
    public static long ResidentBytes(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    public static TimeSpan CpuOf(int processId)
    {
        // The name, in brackets, may contain any character; user and system time are fields 14 and 15 (proc(5)).
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return Ticks(fields[11]) + Ticks(fields[12]);
    }

    private static TimeSpan CpuOfMachine()
    {
        // user, nice, system, idle, iowait, irq, softirq (proc(5)).
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Ticks(fields[1]) + Ticks(fields[2]) + Ticks(fields[3]) + Ticks(fields[6]) + Ticks(fields[7]);
    }

    private static TimeSpan Ticks(string field) => TimeSpan.FromSeconds(long.Parse(field, CultureInfo.InvariantCulture) / TicksPerSecond);

    private static async Task<(long Commits, long Fsyncs)> CountAsync(
        PostgresDatabase maintenance, string database, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(maintenance.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        // pg_stat_wal exists from 14 on, its wal_sync until 17.
        await using var command = new NpgsqlCommand(
            connection.PostgreSqlVersion.Major is >= 14 and < 18
                ? "select xact_commit, (select wal_sync from pg_stat_wal) from pg_stat_database where datname = $1"
                : "select xact_commit, 0::bigint from pg_stat_database where datname = $1",
            connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = database });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }
}
