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
        using var timer = new PeriodicTimer(IdleMemoryRule.LookInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (rule.IsDue(GC.GetTotalAllocatedBytes()))
                GiveBack();
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
}
