using System.Globalization;
using System.Net;
using System.Text.Json;
using VizTeh.Actors.Database;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Operations.Health;

/// <summary>What <c>--health</c> found.</summary>
/// <param name="ExitCode">
/// 0: ready. 1: it runs, and something keeps it from its work. 2: no answer, so it does not run, or the settings do not tell whom to ask.
/// </param>
/// <param name="Line">One line, without anything personal.</param>
internal sealed record HealthAnswer(int ExitCode, string Line)
{
    /// <param name="node">Which of several nodes it is; null for a bot on its own.</param>
    public static HealthAnswer Ready(string phase, string? node = null) => new(0, $"ready ({Where(phase, node)})");

    /// <inheritdoc cref="Ready"/>
    public static HealthAnswer NotReady(string phase, IEnumerable<string> reasons, string? node = null) =>
        new(1, $"not ready ({Where(phase, node)}): {string.Join("; ", reasons).ReplaceLineEndings(" ")}");

    public static HealthAnswer Silent(string where, string reason) =>
        new(2, $"no answer from {where}: {reason.TrimEnd('.').ReplaceLineEndings(" ")}");

    public static HealthAnswer NotAsked(SettingsException mistake) =>
        new(2, $"cannot be asked: {mistake.Message.TrimEnd('.').ReplaceLineEndings(" ")}");

    private static string Where(string phase, string? node) => node is null ? phase : $"{phase}; {node}";
}

/// <summary>
/// Asks the running program how it is, for scripts and containers. With HEALTH_PORT=0 it has no address, and the view <c>health</c> is read
/// instead, which says the same.
/// </summary>
internal static class HealthQuestion
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public static async Task<HealthAnswer> AskAsync(
        IReadOnlyDictionary<string, string> environment, string directory, CancellationToken cancellationToken)
    {
        try
        {
            return BotSettings.FindHealthPort(environment, directory) is > 0 and var port
                ? await AskProgramAsync(
                    new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}{ProgramHealth.ReadyPath}")),
                    cancellationToken)
                : await ReadViewAsync(DatabaseOf(environment, directory), cancellationToken);
        }
        catch (SettingsException mistake)
        {
            // A script must not take it for a bot that answers: HEALTH_PORT is no port, or, with 0, a setting that the view needs is wrong.
            return HealthAnswer.NotAsked(mistake);
        }
    }

    private static async Task<HealthAnswer> AskProgramAsync(Uri address, CancellationToken cancellationToken)
    {
        // A proxy of the environment is for Telegram.
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        using var client = new HttpClient(handler);
        try
        {
            return await Deadline.RunAsync(
                async token =>
                {
                    using var answer = await client.GetAsync(address, token);
                    return Read(address, answer.StatusCode, await answer.Content.ReadAsStringAsync(token));
                },
                Limit, cancellationToken);
        }
        catch (Exception failure) when (failure is HttpRequestException or TimeoutException)
        {
            return HealthAnswer.Silent(address.ToString(), failure.Message);
        }
    }

    private static DatabaseSettings DatabaseOf(IReadOnlyDictionary<string, string> environment, string directory)
    {
        var hocon = HoconFile.Load(BotSettings.FindHoconFile(environment, directory));
        return BotSettings.Load(hocon.Company, environment, directory).Database;
    }

    private static HealthAnswer Read(Uri address, HttpStatusCode status, string body)
    {
        try
        {
            using var report = JsonDocument.Parse(body);
            var phase = report.RootElement.GetProperty("phase").GetString() ?? "";
            var node = report.RootElement.TryGetProperty("node", out var own) ? own.GetProperty("summary").GetString() : null;
            return report.RootElement.GetProperty("ready").GetBoolean()
                ? HealthAnswer.Ready(phase, node)
                : HealthAnswer.NotReady(
                    phase, report.RootElement.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString() ?? "").ToList(),
                    node);
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return HealthAnswer.Silent(
                address.ToString(),
                string.Create(CultureInfo.InvariantCulture, $"what answers there ({(int)status}) is not the bot's report"));
        }
    }

    private static async Task<HealthAnswer> ReadViewAsync(DatabaseSettings settings, CancellationToken cancellationToken)
    {
        const string Where = "the view health";
        var target = settings.ToConnectionString();
        target.Pooling = false;
        target.ApplicationName += " check";
        await using var database = DatabaseSession.ToSource(target);
        try
        {
            var matters = await Deadline.RunAsync(token => HealthView.ReadAsync(database, token), Limit, cancellationToken);
            // Nobody but a running program is ready, and what is wrong with one that does not run is only that.
            if (matters.FirstOrDefault(matter => matter.Matter == HealthView.Bot) is not { IsTrouble: false })
                return HealthAnswer.Silent(Where, "no bot has given a sign of life for a minute");
            // The view counts the processes that have had an answer of Telegram since their start: without any, the bot still waits for it.
            var phase = matters.Any(matter => matter is { Matter: HealthView.LastPoll, Rows: > 0 })
                ? ProgramPhase.Running : ProgramPhase.Connecting;
            var report = new ReadyReport(phase, DatabaseError: null, LastPoll: null, matters, Own: []);
            return report.IsReady
                ? HealthAnswer.Ready(ProgramLife.NameOf(report.Phase))
                : HealthAnswer.NotReady(ProgramLife.NameOf(report.Phase), report.Reasons);
        }
        catch (Exception failure) when (DatabaseErrors.IsTransient(failure) || DatabaseErrors.IsRefusal(failure))
        {
            return HealthAnswer.Silent(Where, DatabaseErrors.WordsOf(failure));
        }
    }
}
