using System.Globalization;

namespace VizTeh.Actors.Sandbox.Bot;

/// <summary>What a thread has used since its start, from Linux's files about it (proc(5)).</summary>
/// <param name="Name">The thread's name, of which Linux keeps 15 characters.</param>
/// <param name="Cpu">The time on a processor, in nanoseconds' resolution: <c>stat</c> counts hundredths of a second, in which a process at
/// rest does not show.</param>
/// <param name="Switches">Context switches, voluntary (the thread waits) and involuntary (another one has its turn).</param>
public sealed record ThreadUse(string Name, TimeSpan Cpu, long Switches)
{
    private const long NanosecondsPerTick = 100;

    /// <summary>The threads of a process by their ids; one that ends meanwhile is left out.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such process.</exception>
    public static IReadOnlyDictionary<int, ThreadUse> OfProcess(int processId)
    {
        var threads = new Dictionary<int, ThreadUse>();
        foreach (var folder in Directory.EnumerateDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/task")))
        {
            try
            {
                threads[int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture)] = Parse(
                    File.ReadAllText(Path.Combine(folder, "comm")), File.ReadAllText(Path.Combine(folder, "schedstat")),
                    File.ReadAllText(Path.Combine(folder, "status")));
            }
            catch (IOException)
            {
                // The thread has ended: its files are gone, or one that was opened before has no content any more (ESRCH).
            }
        }

        return threads;
    }

    /// <param name="comm">The thread's name and a line feed.</param>
    /// <param name="schedstat">Time on a processor, time of waiting for one, both in nanoseconds, and turns.</param>
    /// <param name="status">A name, a colon and a value a line.</param>
    /// <exception cref="FormatException">A file is not as Linux writes it.</exception>
    public static ThreadUse Parse(string comm, string schedstat, string status)
    {
        ArgumentNullException.ThrowIfNull(comm);
        ArgumentNullException.ThrowIfNull(schedstat);
        return new ThreadUse(
            comm.TrimEnd('\n'),
            TimeSpan.FromTicks(long.Parse(schedstat.Split(' ')[0], CultureInfo.InvariantCulture) / NanosecondsPerTick),
            ProcField.Number(status, "voluntary_ctxt_switches") + ProcField.Number(status, "nonvoluntary_ctxt_switches"));
    }
}

/// <summary>
/// What the threads of one process used between the first look at them and the last. The kernel's sum over a process has no context
/// switches, and what a thread has used is gone with the thread: so what was seen of it is added up look by look. What a thread used
/// between the last look at it and its end is not counted.
/// </summary>
public sealed class ThreadTally
{
    private readonly Dictionary<string, ThreadUse> _byName = [];
    private IReadOnlyDictionary<int, ThreadUse>? _last;

    public TimeSpan Cpu => TimeSpan.FromTicks(_byName.Values.Sum(use => use.Cpu.Ticks));

    public long Switches => _byName.Values.Sum(use => use.Switches);

    /// <summary>Threads of one name together, those with the most context switches first.</summary>
    public IReadOnlyList<ThreadUse> ByName => [.. _byName.Values.OrderByDescending(use => use.Switches)];

    /// <summary>The first look is the point from which is counted.</summary>
    public void Look(IReadOnlyDictionary<int, ThreadUse> threads)
    {
        ArgumentNullException.ThrowIfNull(threads);
        if (_last is { } last)
        {
            foreach (var (id, now) in threads)
                Add(last.TryGetValue(id, out var before) && IsSame(before, now) ? Since(before, now) : now);
        }

        _last = threads;
    }

    // Linux gives the id of a thread that has ended to another one some time. No figure of a thread ever falls.
    private static bool IsSame(ThreadUse before, ThreadUse now) => now.Cpu >= before.Cpu && now.Switches >= before.Switches;

    private static ThreadUse Since(ThreadUse before, ThreadUse now) =>
        now with { Cpu = now.Cpu - before.Cpu, Switches = now.Switches - before.Switches };

    private void Add(ThreadUse use) => _byName[use.Name] = _byName.TryGetValue(use.Name, out var sum)
        ? sum with { Cpu = sum.Cpu + use.Cpu, Switches = sum.Switches + use.Switches }
        : use;
}
