using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;

namespace VizTeh.Actors.Benchmarks.Contenders;

/// <summary>The size of a .NET process's managed heap after a garbage collection.</summary>
internal static class ManagedHeap
{
    // The runtime provider's keywords GC and GCHeapCollect; the latter makes the runtime collect when the session begins.
    private const long CollectAndTell = 0x1 | 0x800000;
    private static readonly TimeSpan LongestCollection = TimeSpan.FromSeconds(4);

    /// <summary>Collects all garbage in the process.</summary>
    /// <returns>Bytes on the managed heap after it.</returns>
    /// <exception cref="InvalidOperationException">The process reported no heap size.</exception>
    public static async Task<long> BytesAfterCollectionAsync(int processId, CancellationToken cancellationToken)
    {
        var client = new DiagnosticsClient(processId);
        using var session = client.StartEventPipeSession(
            [new EventPipeProvider("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, CollectAndTell)], requestRundown: false);
        using var events = new EventPipeEventSource(session.EventStream);
        long? bytes = null;
        events.Clr.GCHeapStats += told => bytes = told.TotalHeapSize;
        var reading = Task.Run(events.Process, cancellationToken);
        await Task.Delay(LongestCollection, cancellationToken);
        await session.StopAsync(cancellationToken);
        await reading;
        return bytes ?? throw new InvalidOperationException($"Process {processId} reported no heap size.");
    }
}
