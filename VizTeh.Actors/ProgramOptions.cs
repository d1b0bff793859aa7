using System.CommandLine;
using Microsoft.Extensions.Logging;
using VizTeh.Actors.Operations.Checks;
using VizTeh.Actors.Operations.Health;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors;

/// <summary>What the program does when it is called with options. Without any it runs as the bot, and nothing of this is loaded.</summary>
internal static class ProgramOptions
{
    /// <summary>The exit code after a failure that nothing foresaw: more than something to look at.</summary>
    public const int Failed = 2;

    /// <summary>The exit code after a signal, as a shell has it for Ctrl+C.</summary>
    public const int BrokenOff = 130;

    private const int Refused = 2;

    /// <returns>The process's exit code.</returns>
    /// <exception cref="SettingsException">A setting is wrong, or the database cannot be used.</exception>
    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var check = new Option<bool>("--check")
        {
            Description = "Looks at the settings, the database, Telegram and the machine, and changes nothing. The exit code is 0 when all "
                + "is well, 1 when something should be looked at, 2 when something has to be mended.",
            Arity = ArgumentArity.Zero,
        };
        var json = new Option<bool>("--json")
        {
            Description = "With --check: the result as JSON.",
            Arity = ArgumentArity.Zero,
        };
        var settings = new Option<bool>("--settings")
        {
            Description = "With --check: looks at the settings and their files alone, as before an update.",
            Arity = ArgumentArity.Zero,
        };
        var data = new Option<bool>("--data")
        {
            Description = "With --check: looks whether this version can read all that is stored, as before going back to it.",
            Arity = ArgumentArity.Zero,
        };
        var migrate = new Option<bool>("--migrate")
        {
            Description = "Brings the database's tables up to this version, as the next start would, and ends.",
            Arity = ArgumentArity.Zero,
        };
        var health = new Option<bool>("--health")
        {
            Description = "Asks the running bot whether it is well (HEALTH_PORT; with 0, the view health in the database), and prints one "
                + "line. The exit code is 0 when it is ready, 1 when something keeps it from its work, 2 when no bot answers, or the "
                + "settings do not tell how to ask it.",
            Arity = ArgumentArity.Zero,
        };
        var root = new RootCommand("The Telegram bot that takes a firm's requests. Without options it runs until it is stopped.")
        {
            check, json, settings, data, migrate, health,
        };
        root.Validators.Add(result =>
        {
            if (result.GetValue(json) && !result.GetValue(check))
                result.AddError("--json goes with --check only.");
            if ((result.GetValue(settings) || result.GetValue(data)) && !result.GetValue(check))
                result.AddError("--settings and --data go with --check only.");
            if (result.GetValue(settings) && result.GetValue(data))
                result.AddError("--settings and --data do not go together.");
            if (new[] { check, migrate, health }.Count(result.GetValue) > 1)
                result.AddError("--check, --migrate and --health do not go together.");
        });
        root.SetAction((result, token) => result.GetValue(migrate) ? MigrateAsync(token)
            : result.GetValue(health) ? AskHealthAsync(Console.Out, token)
            : result.GetValue(check)
                ? CheckAsync(ScopeOf(result.GetValue(settings), result.GetValue(data)), result.GetValue(json), Console.Out, token)
            : RefuseAsync(["Nothing to do."]));

        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
            return await RefuseAsync(parsed.Errors.Select(error => error.Message));

        return await parsed.InvokeAsync(
            // The program handles signals and exceptions itself.
            new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, cancellationToken);
    }

    private static async Task<int> RefuseAsync(IEnumerable<string> mistakes)
    {
        foreach (var mistake in mistakes)
            await Console.Error.WriteLineAsync(mistake);
        await Console.Error.WriteLineAsync("--help lists the options.");
        return Refused;
    }

    private static CheckScope ScopeOf(bool settings, bool data) =>
        settings ? CheckScope.Settings : data ? CheckScope.StoredData : CheckScope.Everything;

    private static async Task<int> CheckAsync(CheckScope scope, bool asJson, TextWriter output, CancellationToken cancellationToken)
    {
        var checks = new List<Check>();
        var doctor = new Doctor(BotSettings.OfProcess(), Directory.GetCurrentDirectory(), TimeProvider.System);
        await foreach (var check in doctor.ExamineAsync(scope, cancellationToken))
        {
            checks.Add(check);
            if (!asJson)
                await output.WriteLineAsync(CheckReport.Row(check));
        }

        await output.WriteLineAsync(asJson ? CheckReport.Json(checks) : CheckReport.Summary(checks));
        return CheckReport.ExitCodeOf(checks);
    }

    private static async Task<int> AskHealthAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var answer = await HealthQuestion.AskAsync(BotSettings.OfProcess(), Directory.GetCurrentDirectory(), cancellationToken);
        await output.WriteLineAsync(answer.Line);
        return answer.ExitCode;
    }

    private static async Task<int> MigrateAsync(CancellationToken cancellationToken)
    {
        LogStyle.OfProcess = BotSettings.FindLogStyle();
        using var logging = LoggerFactory.Create(builder => builder.AddProgramLog());
        var hocon = HoconFile.Load(BotSettings.FindHoconFile());
        await Startup.PrepareDatabaseAsync(BotSettings.Load(hocon.Company), logging, cancellationToken);
        LogOutput.Standard.Add(LogFormatter.OfProcess.Said(LogLevel.Information, "The database is up to date."));
        LogOutput.Standard.Dispose();
        return 0;
    }
}
