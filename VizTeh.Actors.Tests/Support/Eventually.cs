using System.Diagnostics;

namespace VizTeh.Actors.Tests.Support;

/// <summary>Polls for a condition up to a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(25);

    /// <exception cref="TimeoutException">The condition was not met; the message states the last value.</exception>
    public static async Task<T> BecomesAsync<T>(Func<Task<T>> look, Func<T, bool> isWanted, string what)
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(LookInterval);
        while (true)
        {
            var seen = await look();
            if (isWanted(seen))
                return seen;
            if (watch.Elapsed > Deadline)
                throw new TimeoutException($"{what}: not within {Deadline}; seen last: {seen}");
            await timer.WaitForNextTickAsync();
        }
    }

    public static Task IsTrueAsync(Func<Task<bool>> look, string what) => BecomesAsync(look, seen => seen, what);

    public static Task IsTrueAsync(Func<bool> look, string what) => IsTrueAsync(() => Task.FromResult(look()), what);
}
