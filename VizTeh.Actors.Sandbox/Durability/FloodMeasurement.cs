using System.Diagnostics;
using System.Globalization;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Sandbox.Postgres;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>
/// Measures the other clients' reply times before and while one client sends thousands of messages in a second, and the bot's memory. The
/// other clients write at a steady rate, whether or not they were answered.
/// </summary>
internal static class FloodMeasurement
{
    public const int DefaultMessages = 5_000;

    private const int Others = 100;
    private const double MostTimesSlower = 2;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    /// <returns>0 if the others' 99th percentile during the flood is within the target.</returns>
    public static async Task<int> RunAsync(int messages, PostgresServer server, Action<string> say, CancellationToken cancellationToken)
    {
        var database = await server.CreateDatabaseAsync(cancellationToken: cancellationToken);
        await using var telegram = await BotApiServer.StartAsync(cancellationToken: cancellationToken);
        var manager = telegram.AddPerson("Пётр");
        ChatParticipant[] others = [.. Enumerable.Range(1, Others).Select(number => telegram.AddPerson($"Клиент {number}").Chat)];
        var flooder = telegram.AddPerson("Поток").Chat;
        await using var bot = BotProcess.Start(BotEnvironment.Of(database, telegram, [manager.Id]));
        await telegram.Updates.WaitUntilPolledAsync(Deadline, cancellationToken);

        await WriteAsync(others, WarmUp, cancellationToken);
        var before = await WriteAsync(others, Window, cancellationToken);
        var memoryBefore = ResidentMebibytes(bot);

        var meanwhile = WriteAsync(others, Window, cancellationToken);
        var began = Stopwatch.GetTimestamp();
        var taking = FloodAsync(flooder, messages, telegram, cancellationToken);
        var mostMemory = await WatchMemoryAsync(bot, taking, cancellationToken);
        var taken = Stopwatch.GetElapsedTime(began);
        var waits = await meanwhile;
        await flooder.NextAsync("слишком много", Deadline, cancellationToken);

        var (usual, slow) = (Percentile(before, 0.99), Percentile(waits, 0.99));
        say(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {messages} messages of one client in a second, taken in within {taken.TotalSeconds:0.00} s;
            {Others} others wrote every {Pause.TotalMilliseconds:0} ms
            their wait before: p50 {Milliseconds(Percentile(before, 0.5))}, p99 {Milliseconds(usual)}
            over {Window.TotalSeconds:0} s with the flood: p50 {Milliseconds(Percentile(waits, 0.5))}, p99 {Milliseconds(slow)},
            most {Milliseconds(waits.Max())}
            p99 {slow / usual:0.0} times the usual; memory {memoryBefore} MiB before, {mostMemory} MiB at most
            """));
        await bot.KillAsync();
        await server.DropDatabaseAsync(database.Name, CancellationToken.None);
        return slow <= usual * MostTimesSlower ? 0 : 1;
    }

    private static async Task FloodAsync(ChatParticipant flooder, int messages, BotApiServer telegram, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Pause);
        var began = Stopwatch.GetTimestamp();
        for (var sent = 0; sent < messages;)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            for (var due = messages * Stopwatch.GetElapsedTime(began).TotalSeconds; sent < Math.Min(due, messages); sent++)
                flooder.SendText("привет");
        }

        await telegram.Updates.WaitUntilConfirmedAsync(Deadline, cancellationToken);
    }

    private static async Task<TimeSpan[]> WriteAsync(ChatParticipant[] others, TimeSpan duration, CancellationToken cancellationToken)
    {
        var waits = new List<Task<TimeSpan>>();
        using var timer = new PeriodicTimer(Pause);
        var began = Stopwatch.GetTimestamp();
        for (var turn = 0; Stopwatch.GetElapsedTime(began) < duration; turn++)
        {
            waits.Add(AskAsync(others[turn % others.Length], cancellationToken));
            await timer.WaitForNextTickAsync(cancellationToken);
        }

        return await Task.WhenAll(waits);
    }

    private static async Task<TimeSpan> AskAsync(ChatParticipant participant, CancellationToken cancellationToken)
    {
        var sent = Stopwatch.GetTimestamp();
        participant.SendText("/help");
        await participant.NextAsync("", Deadline, cancellationToken);
        return Stopwatch.GetElapsedTime(sent);
    }

    private static async Task<long> WatchMemoryAsync(BotProcess bot, Task until, CancellationToken cancellationToken)
    {
        var most = 0L;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        do
        {
            most = Math.Max(most, ResidentMebibytes(bot));
            await timer.WaitForNextTickAsync(cancellationToken);
        }
        while (!until.IsCompleted);

        await until;
        return most;
    }

    private static long ResidentMebibytes(BotProcess bot)
    {
        using var process = Process.GetProcessById(bot.Id);
        return process.WorkingSet64 >> 20;
    }

    private static TimeSpan Percentile(TimeSpan[] waits, double share) => waits.Order().ElementAt((int)(waits.Length * share));

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms");
}
