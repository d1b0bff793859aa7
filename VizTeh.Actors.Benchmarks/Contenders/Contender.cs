using System.Diagnostics;
using System.Text.Json;
using VizTeh.Actors.Sandbox.Clients;

namespace VizTeh.Actors.Benchmarks.Contenders;

/// <summary>A measured bot.</summary>
/// <param name="Name">The name in the tables.</param>
/// <param name="Settings">Environment variables beside those that all contenders have.</param>
/// <param name="ReadyLine">A part of the line that the bot logs when it begins to poll; of several nodes, when it does its part.</param>
/// <param name="Nodes">How many processes work as one bot; 0 for a bot on its own.</param>
internal sealed record Contender(
    string Name, IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Settings, string ReadyLine, int Nodes = 0)
{
    public const string OurName = "VizTeh.Actors";

    /// <summary>The environment variable that gives the baselines the form's questions, as JSON.</summary>
    public const string QuestionsVariable = "FORM_QUESTIONS";

    private static readonly Dictionary<string, string> Questions = new()
    {
        [QuestionsVariable] = JsonSerializer.Serialize(
            FormEvents.Form.Questions.Zip(FormScript.Questions, (question, scripted) =>
                new { field = scripted.Column, label = question.Label, text = question.Ask })),
    };

    /// <summary>Whether it is this bot, in any build.</summary>
    public bool IsOurs => Nodes > 0 || Name.StartsWith(OurName, StringComparison.Ordinal);

    /// <summary>This bot, as published.</summary>
    /// <exception cref="FileNotFoundException">The bot is not published.</exception>
    public static Contender Ours(string program, string name = OurName) => File.Exists(program)
        ? new(name, ["dotnet", program], new Dictionary<string, string> { ["TELEGRAM_LIMITS"] = "off" }, "Connected to Telegram")
        : throw new FileNotFoundException("The bot is not published: use scripts/bench.sh", program);

    /// <summary>Several processes of this bot, as published, that work as one.</summary>
    /// <param name="certificate">A PKCS#12 file without a password; null for connections without TLS.</param>
    /// <exception cref="FileNotFoundException">The bot is not published.</exception>
    public static Contender OfNodes(string program, int count, string? certificate)
    {
        var alone = Ours(program, $"{count} {(count == 1 ? "node" : "nodes")}{(certificate is null ? "" : ", TLS")}");
        var settings = new Dictionary<string, string>(alone.Settings) { ["CLUSTER_HOST"] = "127.0.0.1" };
        if (certificate is not null)
            settings["CLUSTER_CERTIFICATE"] = certificate;
        return alone with { Settings = settings, ReadyLine = "is a member of the cluster", Nodes = count };
    }

    /// <summary>The contenders that can run here, ours first; <paramref name="say"/> gets a line for each that cannot.</summary>
    /// <param name="before">Another build of this bot; null for none.</param>
    public static IReadOnlyList<Contender> All(string program, string? before, Action<string> say)
    {
        List<Contender> all = [Ours(program)];
        if (before is not null)
            all.Add(Ours(before, $"{OurName} before"));
        all.AddRange([Plain("naive"), Plain("durable-naive")]);
        var grammy = Path.Combine(Folders.Solution, "VizTeh.Actors.Benchmarks", "Baselines", "Grammy");
        if (!HasNode())
            say("Node is not installed: grammY is left out.");
        else if (!Directory.Exists(Path.Combine(grammy, "node_modules")))
            say("grammY is not installed (npm ci failed, or scripts/bench.sh was not used): it is left out.");
        else
            all.AddRange([Grammy("memory"), Grammy("postgres")]);
        return all;

        Contender Grammy(string sessions) => new(
            $"grammY, {sessions}", ["node", Path.Combine(grammy, "bot.mjs")],
            new Dictionary<string, string>(Questions) { ["SESSIONS"] = sessions }, "Ready");
    }

    /// <summary>The naive contender with the default of Telegram.Bot's receiver: one update at a time.</summary>
    public static Contender Plain(string name) => new(
        name, ["dotnet", Path.Combine(AppContext.BaseDirectory, "VizTeh.Actors.Benchmarks.dll"), "baseline", name], Questions, "Ready");

    private static bool HasNode()
    {
        try
        {
            using var node = Process.Start(new ProcessStartInfo("node", ["--version"]) { RedirectStandardOutput = true });
            return node is not null && node.WaitForExit(TimeSpan.FromSeconds(10)) && node.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

internal static class Folders
{
    /// <exception cref="DirectoryNotFoundException">The program is not below the solution's folder.</exception>
    public static string Solution
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "VizTeh.Actors.sln")))
                    return folder.FullName;
            }

            throw new DirectoryNotFoundException("VizTeh.Actors.sln was not found in any folder above " + AppContext.BaseDirectory);
        }
    }
}
