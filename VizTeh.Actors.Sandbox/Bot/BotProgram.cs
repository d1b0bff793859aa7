namespace VizTeh.Actors.Sandbox.Bot;

/// <summary>The path of the bot that was built together with this program, and the names of its settings.</summary>
public static class BotProgram
{
    /// <summary>The environment variables that the bot reads.</summary>
    public static IReadOnlyList<string> Settings { get; } =
    [
        "TOKEN", "MANAGER_CHAT_ID", "PHOTO_ID", "DB_HOST", "DB_PORT", "DB_NAME", "DB_USER", "DB_PASSWORD", "DB_CONNECTIONS",
        "TELEGRAM_API_URL", "TELEGRAM_LIMITS", "PROXY", "OPS_CHAT_ID", "SMTP_HOST", "SMTP_PORT", "SMTP_TLS", "SMTP_USER", "SMTP_PASSWORD",
        "MAIL_FROM", "MAIL_TO", "OTEL_EXPORTER_OTLP_ENDPOINT", "LOG_FORMAT", "LOG_LEVEL", "CREDENTIALS_DIRECTORY", HealthPortVariable,
        ConfigurationVariable, ClusterHostVariable, ClusterPortVariable, "CLUSTER_TLS", "CLUSTER_CERTIFICATE",
        "CLUSTER_CERTIFICATE_PASSWORD", "CLUSTER_PEERS",
    ];

    /// <summary>The environment variables that systemd gives to a service, which may be what runs this program.</summary>
    public static IReadOnlyList<string> OfSystemd { get; } =
        ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "JOURNAL_STREAM"];

    /// <summary>The environment variable that names a file for the bot to read in place of the hocon.conf beside it.</summary>
    public const string ConfigurationVariable = "HOCON_FILE";

    /// <summary>The environment variable for the port on which the bot says whether it is well; 0 for none.</summary>
    public const string HealthPortVariable = "HEALTH_PORT";

    /// <summary>The name of that file.</summary>
    public const string ConfigurationName = "hocon.conf";

    /// <summary>The environment variable for the host by which the other nodes reach the bot.</summary>
    public const string ClusterHostVariable = "CLUSTER_HOST";

    /// <summary>The environment variable for the port there.</summary>
    public const string ClusterPortVariable = "CLUSTER_PORT";

    /// <summary>An environment variable that names another dll of the bot: a published one.</summary>
    public const string PathVariable = "BOT_PROGRAM";

    /// <summary>
    /// The bot's dll: that of <see cref="PathVariable"/>, or the one of the same configuration (Debug or Release) as this program.
    /// </summary>
    /// <exception cref="FileNotFoundException">The bot is not built.</exception>
    public static string Path
    {
        get
        {
            if (Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } given)
            {
                return File.Exists(given)
                    ? System.IO.Path.GetFullPath(given)
                    : throw new FileNotFoundException($"{PathVariable} names no existing file", given);
            }

            var output = new DirectoryInfo(AppContext.BaseDirectory);
            var (framework, configuration) = (output.Name, output.Parent?.Name ?? "Debug");
            for (var folder = output.Parent; folder is not null; folder = folder.Parent)
            {
                if (!File.Exists(System.IO.Path.Combine(folder.FullName, "VizTeh.Actors.sln")))
                    continue;
                var program = System.IO.Path.Combine(
                    folder.FullName, "VizTeh.Actors", "bin", configuration, framework, "VizTeh.Actors.dll");
                return File.Exists(program)
                    ? program
                    : throw new FileNotFoundException(
                        $"The bot is not built: run dotnet build VizTeh.Actors.sln -c {configuration}", program);
            }

            throw new FileNotFoundException("VizTeh.Actors.sln was not found in any folder above " + AppContext.BaseDirectory);
        }
    }
}
