using System.Collections.Frozen;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace VizTeh.Actors.Reliability;

/// <summary>
/// Gives memory back to the machine after the start and after a crowd, once the program is idle (<see cref="IdleMemoryRule"/>).
/// </summary>
internal sealed class IdleMemory(ILogger<IdleMemory> logger, TimeProvider clock) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var rule = new IdleMemoryRule();
        IReadOnlySet<FilePages>? ofStart = null;
        using var timer = new PeriodicTimer(IdleMemoryRule.LookInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (rule.IsDue(GC.GetTotalAllocatedBytes()))
            {
                GiveBack();
                ofStart ??= FilePages.OfProcess();
            }
            else if (ofStart is { Count: > 0 })
            {
                GiveBack(ofStart);
                ofStart = FrozenSet<FilePages>.Empty;
            }
        }
    }

    // Everything waits meanwhile, 15 ms at rest and up to 0.1 s after a crowd; so it is done only when nobody writes.
    private void GiveBack()
    {
        var before = Environment.WorkingSet;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        NativeHeap.Trim();
        logger.LogDebug("Memory given back: {Before} MiB became {After}", before >> 20, Environment.WorkingSet >> 20);
    }

    // Most of what the start reads of programs and libraries is not read again. Only once: whoever writes first afterwards waits some
    // hundredths of a second longer, for the pages that a reply needs.
    private void GiveBack(IReadOnlySet<FilePages> ofStart)
    {
        var before = Environment.WorkingSet;
        FilePages.GiveBack(ofStart);
        logger.LogDebug("Pages of files given back: {Before} MiB became {After}", before >> 20, Environment.WorkingSet >> 20);
    }
}
