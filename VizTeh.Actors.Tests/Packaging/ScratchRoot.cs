using System.Globalization;
using VizTeh.Actors.Sandbox.Bot;

namespace VizTeh.Actors.Tests.Packaging;

/// <summary>
/// A folder that stands for the root of a machine, with a dpkg of its own. In place of systemctl and runuser it has scripts: the first
/// writes down what it is asked, and starts and stops the bot; the second runs the command as it is, unless <see cref="LetBotBeAsync"/> was
/// called.
/// </summary>
internal sealed class ScratchRoot : IAsyncDisposable
{
    private const string DropIns = "etc/systemd/system/vizteh.service.d";

    // Ends by itself should the tests be killed. The options of systemctl do not matter here.
    private const string Systemctl =
        """
        #!/usr/bin/env bash
        words=()
        for word in "$@"; do [[ $word == --* ]] || words+=("$word"); done
        running() { [[ -s $VIZTEH_ROOT/bot.pid ]] && kill -0 "$(cat "$VIZTEH_ROOT/bot.pid")" 2> /dev/null; }
        # Where no bot is started, what was asked last counts.
        started() { if [[ -e $VIZTEH_ROOT/starts-bot ]]; then running; else [[ -e $VIZTEH_ROOT/started ]]; fi; }
        case "${words[*]}" in
          'is-active vizteh.service')
            if started; then state=active; else state=inactive; fi
            [[ $* == *--quiet* ]] || echo "$state"
            [[ $state == active ]]
            exit
            ;;
          'show vizteh.service') cat "$VIZTEH_ROOT/bot.pid"; exit ;;
          # Works on the files of this root only.
          preset*) exec /usr/bin/systemctl "$@" ;;
        esac
        echo "${words[*]}" >> "$VIZTEH_ROOT/systemctl.log"
        case "${words[*]}" in
          'start vizteh.service' | 'restart vizteh.service') : > "$VIZTEH_ROOT/started" ;;
          'stop vizteh.service') rm -f "$VIZTEH_ROOT/started" ;;
        esac
        case "${words[*]}" in
          'stop vizteh.service' | 'restart vizteh.service')
            if running; then
              kill -TERM "$(cat "$VIZTEH_ROOT/bot.pid")"
              while running; do sleep 0.1; done
            fi
            ;;
        esac
        case "${words[*]}" in
          'start vizteh.service' | 'restart vizteh.service')
            if [[ -e $VIZTEH_ROOT/starts-bot ]] && ! running; then
              cd "$VIZTEH_ROOT/etc/vizteh" || exit 1
              HOCON_FILE=$VIZTEH_ROOT/etc/vizteh/hocon.conf setsid timeout --signal=KILL 600 "$VIZTEH_ROOT/usr/lib/vizteh/VizTeh.Actors" \
                < /dev/null >> "$VIZTEH_ROOT/bot.log" 2>&1 &
              echo $! > "$VIZTEH_ROOT/bot.pid"
            fi
            ;;
        esac
        exit 0
        """;

    private const string Runuser =
        """
        #!/usr/bin/env bash
        user=$2
        while [[ $1 != -- ]]; do shift; done
        shift
        if [[ $user == "${VIZTEH_USER:-}" ]]; then exec setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups "$@"; fi
        exec "$@"
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vizteh-root-");
    private readonly Dictionary<string, string?> _environment;

    public ScratchRoot()
    {
        foreach (var folder in new[] { "bin", "etc", "run/systemd/system", "var/lib/dpkg/info", "var/lib/dpkg/updates" })
            _folder.CreateSubdirectory(folder);
        foreach (var file in new[] { "etc/passwd", "etc/group", "var/lib/dpkg/status", "var/lib/dpkg/available", "systemctl.log" })
            File.WriteAllText(PathOf(file), "");
        WriteProgram("systemctl", Systemctl);
        WriteProgram("runuser", Runuser);
        _environment = new Dictionary<string, string?>
        {
            ["PATH"] = $"{PathOf("bin")}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:"
                + Environment.GetEnvironmentVariable("PATH"),
            ["VIZTEH_ROOT"] = _folder.FullName,
            // The bot of a build runs on the .NET that the tests run on.
            ["DOTNET_ROOT"] = DotnetFolder,
        };
        foreach (var name in BotProgram.Settings)
            _environment[name] = null;
    }

    /// <summary>The folder of the .NET that the tests run on.</summary>
    public static string DotnetFolder { get; } = Path.GetFullPath(
        Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    /// <summary>What systemctl was asked for so far, without its options.</summary>
    public IReadOnlyList<string> Asked => File.ReadAllLines(PathOf("systemctl.log"));

    /// <summary>The bot's process, as long as the service is started; else null.</summary>
    public int? BotId => File.Exists(PathOf("bot.pid")) && int.Parse(Read("bot.pid"), CultureInfo.InvariantCulture) is var id
        && Directory.Exists($"/proc/{id}")
            ? id
            : null;

    public string PathOf(string path) => Path.Combine(_folder.FullName, path);

    public string Read(string path) => File.ReadAllText(PathOf(path));

    public bool Has(string path) => File.Exists(PathOf(path)) || Directory.Exists(PathOf(path));

    public void Edit(string path, Func<string, string> edit)
    {
        var before = Read(path);
        var after = edit(before);
        Assert.NotEqual(before, after);
        File.WriteAllText(PathOf(path), after);
    }

    /// <summary>Sets settings in vizteh.env, as an operator would.</summary>
    public void Set(IReadOnlyDictionary<string, string> settings) => Edit(
        "etc/vizteh/vizteh.env",
        text => string.Join(
            '\n',
            text.Split('\n').Where(line => !settings.ContainsKey(line.Split('=')[0]))
                .Concat(settings.Select(setting => $"{setting.Key}={setting.Value}")).Append("")));

    /// <summary>From now on, starting the service starts the bot.</summary>
    public void StartBotWithService() => File.WriteAllText(PathOf("starts-bot"), "");

    /// <summary>From now on, the programs really become this user of the machine for what the bot's user does.</summary>
    public async Task LetBotBeAsync(string user)
    {
        _environment["VIZTEH_USER"] = user;
        (await Tools.RunAsync(["chmod", "755", _folder.FullName])).Well();
        (await Tools.RunAsync(["chown", user, PathOf("etc/vizteh/vizteh.env"), PathOf("var/lib/vizteh/backups")])).Well();
    }

    /// <summary>Writes a credential, and a drop-in of the bot's unit that loads it, as an operator would.</summary>
    public void GiveCredential(string name, string value)
    {
        var path = PathOf($"etc/vizteh/{name}");
        File.WriteAllText(path, value + "\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        ChangeUnit($"LoadCredential={name}:/etc/vizteh/{name}");
    }

    /// <summary>Adds a line to a drop-in of the bot's unit, as <c>systemctl edit</c> does.</summary>
    /// <param name="line">Of its section [Service].</param>
    public void ChangeUnit(string line)
    {
        Directory.CreateDirectory(PathOf(DropIns));
        File.AppendAllText(PathOf($"{DropIns}/override.conf"), $"[Service]\n{line}\n");
    }

    /// <summary>Takes the lines of <see cref="ChangeUnit"/> back.</summary>
    public void RevertUnit() => Directory.Delete(PathOf(DropIns), recursive: true);

    /// <summary>An environment variable of the commands.</summary>
    public void SetVariable(string name, string value) => _environment[name] = value;

    /// <summary>Runs dpkg on this root, without a chroot, as for an image of a system.</summary>
    public Task<Ended> DpkgAsync(params string[] arguments) => Tools.RunAsync(
    [
        "dpkg", $"--root={_folder.FullName}", "--force-script-chrootless", "--force-depends", "--force-confdef", "--force-confold",
        $"--log={PathOf("dpkg.log")}", .. arguments,
    ], _environment);

    /// <summary>Runs one of the operator's programs of the package.</summary>
    public Task<Ended> RunAsync(string program, string[] arguments, string? input = null) =>
        Tools.RunAsync([PathOf($"usr/sbin/{program}"), .. arguments], _environment, input);

    /// <summary>
    /// Runs a command line as <see cref="ShellAsync"/> does, and sends it and all that it has called a signal once a file is there, as a
    /// terminal does by Ctrl+C, or when it goes.
    /// </summary>
    /// <param name="signal">Its name, without SIG.</param>
    /// <param name="file">Below this root.</param>
    public Task<Ended> BreakOffAsync(string line, string signal, string file) => ShellAsync(
        $$"""
        set -m
        { {{line}}; } & job=$!
        until [[ -e $VIZTEH_ROOT/{{file}} ]] || ! kill -0 "$job"; do sleep 0.05; done
        kill -{{signal}} -- -"$job"
        wait "$job"
        """);

    /// <summary>Runs a command line in which the programs of the package can be called by their names.</summary>
    public Task<Ended> ShellAsync(string line) =>
        Tools.RunAsync(["bash", "-c", $"PATH={PathOf("usr/sbin")}:$PATH; {line}"], _environment);

    /// <summary>The status and the version of the package, as dpkg has them.</summary>
    public async Task<string> StatusAsync() =>
        (await Tools.RunAsync(
            ["dpkg-query", $"--root={_folder.FullName}", "--show", "--showformat=${Status} ${Version}", "vizteh"])).Output;

    public async ValueTask DisposeAsync()
    {
        if (BotId is not null)
            await Tools.RunAsync([PathOf("bin/systemctl"), "stop", "vizteh.service"], _environment);
        _folder.Delete(recursive: true);
    }

    /// <summary>Puts a script in the place of a program of the machine.</summary>
    public void WriteProgram(string name, string script)
    {
        var path = PathOf($"bin/{name}");
        File.WriteAllText(path, script + "\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, (UnixFileMode)0x1ED);
    }
}
