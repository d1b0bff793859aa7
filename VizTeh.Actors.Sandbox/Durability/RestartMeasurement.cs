using System.Diagnostics;
using System.Globalization;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Sandbox.Clients;
using VizTeh.Actors.Sandbox.Postgres;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>
/// Measures the time to the first reply after kill -9 with many forms in progress, while the answers of all those clients wait.
/// </summary>
internal static class RestartMeasurement
{
    public const int DefaultForms = 1_000;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Target = TimeSpan.FromSeconds(3);

    // A client's message, and a word of the question that follows; each message after the first is sent while the bot is down.
    private static readonly (string Say, string Word)[] Steps =
    [
        (FormScript.Begin, FormScript.Questions[0].KeyWord),
        .. FormScript.Questions.SkipLast(1).Select((question, place) => (question.Answers[0], FormScript.KeyWordAfter(place))),
    ];

    /// <returns>0 if the median is within the target.</returns>
    public static async Task<int> RunAsync(int forms, PostgresServer server, Action<string> say, CancellationToken cancellationToken)
    {
        var database = await server.CreateDatabaseAsync(cancellationToken: cancellationToken);
        await using var telegram = await BotApiServer.StartAsync(cancellationToken: cancellationToken);
        var manager = telegram.AddPerson("Пётр");
        ChatParticipant[] clients = [.. Enumerable.Range(1, forms).Select(number => telegram.AddPerson($"Клиент {number}").Chat)];
        await using var incarnations = new Incarnations(
            BotEnvironment.Of(database, telegram, [manager.Id]), program: null, onLine: null, TimeProvider.System, configurations: []);
        telegram.Faults.Weather = (method, _) =>
        {
            if (method == "sendMessage")
                incarnations.NoteReply();
            return null;
        };

        await incarnations.StartAsync();
        await AnswerAllAsync(clients, Steps[0], cancellationToken);
        var waits = new List<TimeSpan>();
        foreach (var step in Steps.Skip(1))
        {
            await incarnations.KillAsync();
            foreach (var client in clients)
                client.SendText(step.Say);
            var started = Stopwatch.GetTimestamp();
            await incarnations.StartAsync();
            await HearAllAsync(clients, step.Word, cancellationToken);
            waits.Add(incarnations.Records[^1].ToFirstReply!.Value);
            say(string.Create(
                CultureInfo.InvariantCulture,
                $"start to first reply {waits[^1].TotalSeconds:0.00} s, to the last of {forms} replies "
                    + $"{Stopwatch.GetElapsedTime(started).TotalSeconds:0.00} s"));
        }

        await incarnations.KillAsync();
        var median = waits.Order().ElementAt(waits.Count / 2);
        say(string.Create(
            CultureInfo.InvariantCulture,
            $"{forms} forms in progress: median {median.TotalSeconds:0.00} s from the start of the process to the first reply"));
        await server.DropDatabaseAsync(database.Name, CancellationToken.None);
        return median < Target ? 0 : 1;
    }

    private static Task<ChatMessage[]> AnswerAllAsync(
        ChatParticipant[] clients, (string Say, string Word) step, CancellationToken cancellationToken)
    {
        foreach (var client in clients)
            client.SendText(step.Say);
        return HearAllAsync(clients, step.Word, cancellationToken);
    }

    private static Task<ChatMessage[]> HearAllAsync(ChatParticipant[] clients, string word, CancellationToken cancellationToken) =>
        Task.WhenAll(clients.Select(client => client.NextAsync(word, Deadline, cancellationToken)));
}
