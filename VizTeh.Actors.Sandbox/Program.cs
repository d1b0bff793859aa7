using System.Runtime.InteropServices;
using System.Text;
using VizTeh.Actors.Sandbox;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.Demo;
using VizTeh.Actors.Sandbox.Durability;
using VizTeh.Actors.Sandbox.Page;
using VizTeh.Actors.Sandbox.Postgres;

// scripts/demo.sh: the page, the scripted conversation, or a chat at the terminal. "durability" is the durability run: see
// scripts/durability.sh.
const int Interrupted = 130;
Console.OutputEncoding = Encoding.UTF8;
var isDurability = args is ["durability", ..];
if (args.Any(argument => argument is "--help" or "-h"))
{
    Console.WriteLine(isDurability ? DurabilityCommand.Usage : SandboxOptions.Usage);
    return 0;
}

var options = new SandboxOptions();
if (!isDurability)
{
    var (parsed, mistake) = SandboxOptions.Parse(args);
    if (parsed is null)
    {
        await Console.Error.WriteLineAsync($"{mistake}\n\n{SandboxOptions.Usage}");
        return 2;
    }

    options = parsed;
}

// Ctrl+C, a service manager's stop, and a closed terminal: each ends everything that was started.
using var leaving = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Leave);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Leave);
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Leave);

try
{
    if (isDurability)
        return await DurabilityCommand.RunAsync([.. args.Skip(1)], leaving.Token);
    if (options.Mode == SandboxOptions.PageMode)
    {
        await PageCommand.RunAsync(
            options.Port, options.Nodes, options.OpensBrowser, options.FormFile, ShowNodeLine, leaving.Token);
        return 0;
    }

    await using var fixture = await DemoFixture.SetUpAsync(
        new DemoOptions { FormFile = options.FormFile }, Console.WriteLine, ShowBotLine, leaving.Token);
    Console.WriteLine();
    if (options.Mode == SandboxOptions.ChatMode)
        await new TerminalChat(fixture, Console.In, Console.Out).RunAsync(leaving.Token);
    else
        await new ScriptedDemo(fixture, Console.Out).RunAsync(leaving.Token);
    return 0;
}
catch (PostgresUnavailableException missing)
{
    await Console.Error.WriteLineAsync(missing.Message);
    return 1;
}
catch (TimeoutException refused) when (options.FormFile is not null)
{
    // The bot's own words about a mistake in the form are the end of it.
    await Console.Error.WriteLineAsync(refused.Message);
    return 1;
}
catch (IOException busy)
{
    await Console.Error.WriteLineAsync(busy.Message);
    return 1;
}
catch (OperationCanceledException) when (leaving.IsCancellationRequested)
{
    // An interrupted durability run has proved nothing; the other commands are ended this way.
    return isDurability ? Interrupted : 0;
}

void ShowBotLine(string line) => ShowNodeLine(null, line);

void ShowNodeLine(int? node, string line)
{
    if (options.ShowsLog)
        Console.WriteLine($"    log{(node is null ? "" : $" {node}")} | {BotLogLine.InZone(line, TimeZoneInfo.Local)}");
}

void Leave(PosixSignalContext signal)
{
    // A second signal does not wait for the graceful end: the process dies, and the watchdogs end its child processes.
    signal.Cancel = !leaving.IsCancellationRequested;
    if (!signal.Cancel)
        return;
    Console.WriteLine("Leaving: everything that was started is being stopped ...");
    leaving.Cancel();
}
