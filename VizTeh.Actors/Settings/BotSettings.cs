using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Settings;

/// <summary>The validated settings of the program. Their text form never shows the token or the password.</summary>
/// <param name="Token">The bot's token, from BotFather: TOKEN.</param>
/// <param name="ManagerChatIds">
/// The managers' chats, private or groups (negative), distinct: MANAGER_CHAT_ID. Empty while it is not set; cards then wait for it.
/// </param>
/// <param name="PhotoId">The file_id of the photo of «О компании»; null to send the text alone: PHOTO_ID.</param>
/// <param name="TelegramApiUrl">Another Bot API server, scheme and authority only; null for Telegram's own: TELEGRAM_API_URL.</param>
/// <param name="PacesSends">Whether sends are paced to Telegram's limits; false by TELEGRAM_LIMITS=off. A 429 is obeyed always.</param>
/// <param name="Company">From hocon.conf.</param>
public sealed partial record BotSettings(
    string Token,
    IReadOnlyList<long> ManagerChatIds,
    string? PhotoId,
    DatabaseSettings Database,
    string? TelegramApiUrl,
    bool PacesSends,
    CompanySettings Company)
{
    private const int DefaultDatabasePort = 5432;

    /// <summary>Used where HEALTH_PORT is not set.</summary>
    public const int DefaultHealthPort = 8085;

    /// <summary>Where alerts go.</summary>
    public AlertChannels Alerts { get; init; } = AlertChannels.None;

    /// <summary>
    /// The ways to Telegram, in order of preference: PROXY; empty when it is not set, and then .NET's own variables (<c>https_proxy</c>)
    /// decide.
    /// </summary>
    public IReadOnlyList<ProxyAddress> Proxies { get; init; } = [];

    /// <summary>The port of 127.0.0.1 on which health is answered; 0 for none: HEALTH_PORT.</summary>
    public int HealthPort { get; init; } = DefaultHealthPort;

    /// <summary>What makes the process one of several nodes; null for a bot on its own.</summary>
    public NodeSettings? Node { get; init; }

    /// <summary>
    /// OpenTelemetry's own variables (OTEL_…), which may hold a secret in a header; empty unless OTEL_EXPORTER_OTLP_ENDPOINT is set.
    /// </summary>
    public IReadOnlyDictionary<string, string> OpenTelemetry { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// The private chats among the managers' chats whose person may not act there, since the list of managers lacks them.
    /// </summary>
    internal IReadOnlyList<long> ManagersLeftOut => Company.Managers is not { } managers
        ? []
        :
        [
            .. ManagerChatIds.Concat(Company.Routes.Select(route => route.ChatId)).Distinct()
                .Where(chatId => chatId > 0 && !managers.Contains(chatId)),
        ];

    /// <summary>
    /// Reads the process's environment; a variable that is not set there is taken from <c>.env</c> in the working directory.
    /// </summary>
    /// <exception cref="SettingsException">Lists everything that is missing or malformed, in one line.</exception>
    public static BotSettings Load(CompanySettings company) => Load(company, OfProcess(), Directory.GetCurrentDirectory());

    /// <summary>How the log is written. A mistake in it is named when the settings are loaded.</summary>
    /// <exception cref="SettingsException">The file <c>.env</c> is malformed, or a credential cannot be read.</exception>
    public static LogStyle FindLogStyle() => ReaderOf(OfProcess(), Directory.GetCurrentDirectory()).LogStyle();

    /// <summary>The path of hocon.conf: HOCON_FILE, or the file beside the program.</summary>
    /// <exception cref="SettingsException">The file <c>.env</c> is malformed, or a credential cannot be read.</exception>
    public static string FindHoconFile() => FindHoconFile(OfProcess(), Directory.GetCurrentDirectory());

    internal static string FindHoconFile(IReadOnlyDictionary<string, string> environment, string directory) =>
        ReaderOf(environment, directory).HoconFile() is { } named ? Path.Combine(directory, named) : HoconFile.DefaultPath;

    /// <summary>HEALTH_PORT alone, for a program that only asks the running bot.</summary>
    /// <exception cref="SettingsException">It is no port, or the file <c>.env</c> is malformed.</exception>
    internal static int FindHealthPort(IReadOnlyDictionary<string, string> environment, string directory) =>
        ReaderOf(environment, directory).FindHealthPort();

    /// <summary>BACKUP_FOLDER, which the package's program vizteh-backup reads; null when it is not set.</summary>
    internal static string? FindBackupFolder(IReadOnlyDictionary<string, string> environment, string directory) =>
        ReaderOf(environment, directory).BackupFolder();

    internal static BotSettings Load(CompanySettings company, IReadOnlyDictionary<string, string> environment, string directory) =>
        ReaderOf(environment, directory).Read(company);

    /// <summary>The process's environment variables.</summary>
    internal static IReadOnlyDictionary<string, string> OfProcess() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => entry.Value as string ?? "");

    private static Reader ReaderOf(IReadOnlyDictionary<string, string> environment, string directory)
    {
        var path = DotEnvFile.RealPathIn(directory);
        return new Reader(environment, DotEnvFile.Load(path), path, CredentialFiles.Load(environment));
    }

    private bool PrintMembers(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"ManagerChatIds = {string.Join(",", ManagerChatIds)}, Database = {Database}");
        text.Append(CultureInfo.InvariantCulture, $", TelegramApiUrl = {TelegramApiUrl}, PacesSends = {PacesSends}");
        text.Append(CultureInfo.InvariantCulture, $", Proxies = {string.Join(",", Proxies)}");
        text.Append(CultureInfo.InvariantCulture, $", HealthPort = {HealthPort}, Alerts = {Alerts}, Node = {Node}");
        return true;
    }

    [GeneratedRegex(@"^[0-9]+:[A-Za-z0-9_-]{10,}\z", RegexOptions.CultureInvariant)]
    private static partial Regex TokenShape();

    /// <summary>
    /// Collects all faults before it throws, so that an operator can mend them at once. No value is shown: people mix lines up, and the
    /// token may stand where a number should.
    /// </summary>
    private sealed class Reader(
        IReadOnlyDictionary<string, string> environment, IReadOnlyDictionary<string, string> file, string filePath,
        IReadOnlyDictionary<string, string> credentials)
    {
        private readonly List<string> _missing = [];
        private readonly List<string> _faults = [];

        public BotSettings Read(CompanySettings company)
        {
            var settings = new BotSettings(
                Token(), ManagerChatIds(), Optional("PHOTO_ID"), Database(), TelegramApiUrl(), PacesSends(), company)
            {
                Proxies = Proxies(),
                HealthPort = HealthPort(),
                OpenTelemetry = OpenTelemetry(),
                Alerts = new AlertVariables(Optional, _faults).Read(),
                Node = new NodeVariables(Optional, _faults).Read(),
            };
            LogStyle();
            RequireOneValueOfEach();
            if (_missing.Count > 0)
                _faults.Insert(0, $"not set: {string.Join(", ", _missing)} (in the environment or in {filePath})");
            RequireNoFaults();
            return settings;
        }

        public int FindHealthPort()
        {
            var port = HealthPort();
            RequireNoFaults();
            return port;
        }

        public string? HoconFile() => Optional("HOCON_FILE");

        public string? BackupFolder() => Optional("BACKUP_FOLDER");

        public LogStyle LogStyle() => new LogVariables(Optional, _faults).Read();

        private string Token()
        {
            var token = Required("TOKEN");
            if (token.Length > 0 && !TokenShape().IsMatch(token))
            {
                _faults.Add(
                    "TOKEN does not look like a bot's token: copy it whole from @BotFather, digits, a colon and letters, no quotes");
            }

            return token;
        }

        private List<long> ManagerChatIds()
        {
            var ids = new List<long>();
            if (Optional("MANAGER_CHAT_ID") is not { } text)
                return ids;

            foreach (var part in text.Split(','))
            {
                if (!long.TryParse(part.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) || id == 0)
                {
                    _faults.Add(
                        "MANAGER_CHAT_ID must be the number of a chat, or several separated by commas, such as 123456789,-1001234567890");
                    break;
                }

                if (!ids.Contains(id))
                    ids.Add(id);
            }

            return ids;
        }

        private DatabaseSettings Database()
        {
            var host = Required("DB_HOST");
            var port = DatabasePort();
            if (host.Length > 0)
            {
                if (DatabaseAddress.Parse(host) is not { } address)
                    _faults.Add(DatabaseAddress.Expected);
                else if (address.Port is { } named && port is { } set && named != set)
                    _faults.Add("DB_HOST and DB_PORT name two ports: leave it out of DB_HOST");
                else
                    (host, port) = (address.Host, address.Port ?? port);
            }

            return new DatabaseSettings(
                host, port ?? DefaultDatabasePort, Required("DB_NAME"), Required("DB_USER"), Optional("DB_PASSWORD"));
        }

        private int? DatabasePort()
        {
            if (Optional("DB_PORT") is not { } text)
                return null;
            if (HostAndPort.TryParsePort(text, out var port))
                return port;

            _faults.Add($"DB_PORT must be a number from 1 to 65535; without it {DefaultDatabasePort} is used");
            return null;
        }

        private int HealthPort()
        {
            if (Optional("HEALTH_PORT") is not { } text)
                return DefaultHealthPort;
            if (text == "0" || HostAndPort.TryParsePort(text, out _))
                return int.Parse(text, CultureInfo.InvariantCulture);

            _faults.Add($"HEALTH_PORT must be a number from 1 to 65535, or 0 for none; without it {DefaultHealthPort} is used");
            return DefaultHealthPort;
        }

        // The rest of these variables is OpenTelemetry's matter, which ignores what it cannot read.
        private Dictionary<string, string> OpenTelemetry()
        {
            const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
            if (Optional(Endpoint) is not { } text)
                return [];
            if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url is not { Scheme: "http" or "https", Host.Length: > 0 })
                _faults.Add($"{Endpoint} must be the address of a collector, such as http://127.0.0.1:4317; leave it out to send nothing");
            return environment.Keys.Union(file.Keys).Where(name => name.StartsWith("OTEL_", StringComparison.Ordinal))
                .Select(name => (Name: name, Value: Optional(name))).Where(variable => variable.Value is not null)
                .ToDictionary(variable => variable.Name, variable => variable.Value!);
        }

        private string? TelegramApiUrl()
        {
            if (Optional("TELEGRAM_API_URL") is not { } text)
                return null;
            if (Uri.TryCreate(text, UriKind.Absolute, out var url)
                && url is { Scheme: "http" or "https", AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "", Host.Length: > 0 })
            {
                return url.GetLeftPart(UriPartial.Authority);
            }

            _faults.Add(
                "TELEGRAM_API_URL must be an address without a path, such as http://127.0.0.1:8081; leave it out to use Telegram itself");
            return null;
        }

        private IReadOnlyList<ProxyAddress> Proxies() => Optional("PROXY") is { } text ? ProxyList.Parse(text, _faults.Add) : [];

        private bool PacesSends()
        {
            switch (Optional("TELEGRAM_LIMITS")?.ToUpperInvariant())
            {
                case null or "ON":
                    return true;
                case "OFF":
                    return false;
                default:
                    _faults.Add("TELEGRAM_LIMITS must be on or off; without it the limits are kept");
                    return true;
            }
        }

        private void RequireNoFaults()
        {
            if (_faults.Count > 0)
                throw new SettingsException("Settings: " + string.Join("; ", _faults) + ".");
        }

        private string Required(string name)
        {
            if (Optional(name) is { } value)
                return value;

            _missing.Add(name);
            return "";
        }

        /// <summary>
        /// A secret that was replaced in one place only must not leave it to chance which of the two the program uses.
        /// </summary>
        private void RequireOneValueOfEach()
        {
            foreach (var (name, value) in credentials)
            {
                var (other, place) = NotBlank(environment, name) is { } set ? (set, "the environment") : (NotBlank(file, name), filePath);
                if (other is not null && other != value)
                {
                    _faults.Add(
                        $"{name} has two values: one in {place}, another in the credential {CredentialFiles.NameByVariable[name]}; leave "
                        + "one of them out");
                }
            }
        }

        /// <summary>A blank variable, which a compose file sets for a missing value, does not hide the value in the file.</summary>
        private string? Optional(string name) =>
            NotBlank(environment, name) ?? NotBlank(file, name) ?? credentials.GetValueOrDefault(name);

        private static string? NotBlank(IReadOnlyDictionary<string, string> source, string name) =>
            source.TryGetValue(name, out var value) && value.Trim() is { Length: > 0 } trimmed ? trimmed : null;
    }
}
