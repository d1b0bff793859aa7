namespace VizTeh.Actors.Benchmarks.Baselines.Plain;

/// <summary>
/// Handles a chat's updates in order and different chats concurrently; Telegram.Bot's receiver alone takes one update at a time.
/// </summary>
internal sealed class ChatTurns
{
    private readonly Dictionary<long, Task> _last = [];

    public void Add(long chatId, Func<Task> handle)
    {
        lock (_last)
            _last[chatId] = RunAfterAsync(_last.GetValueOrDefault(chatId, Task.CompletedTask), handle);
    }

    private static async Task RunAfterAsync(Task before, Func<Task> handle)
    {
        await Task.Yield();
        await before;
        try
        {
            await handle();
        }
        catch (Exception error)
        {
            await Console.Error.WriteLineAsync($"failed: {error}");
        }
    }
}
