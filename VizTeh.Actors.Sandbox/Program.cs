using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using VizTeh.Actors.Sandbox.Demo;
using VizTeh.Actors.Sandbox.Durability;
using VizTeh.Actors.Sandbox.Page;
using VizTeh.Actors.Sandbox.Postgres;

// page: the chat page in a browser (default); script: the scripted conversation; chat: you are the clients and the manager, at the
// terminal. --log shows the bot's log as well. durability: the long form of the tests that kill the bot; see scripts/durability.sh.
const string Usage = "Usage: demo.sh [page [--port 8090] [--no-browser] | script | chat] [--log]";

Console.OutputEncoding = Encoding.UTF8;
var mode = args.FirstOrDefault() is { } first && !first.StartsWith('-') ? first : "page";
var showsLog = args.Contains("--log");
var port = PageServer.DefaultPort;
var portAt = Array.IndexOf(args, "--port");
if (mode is not ("page" or "script" or "chat" or "durability")
    || (portAt >= 0 && !int.TryParse(args.ElementAtOrDefault(portAt + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port))
    || port > ushort.MaxValue)
{
    await Console.Error.WriteLineAsync(Usage);
    return 2;
}

// Ctrl+C, a service manager's stop, and a terminal that is closed: each ends everything that was started.
using var leaving = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Leave);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Leave);
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Leave);

try
{
    if (mode == "durability")
        return await DurabilityCommand.RunAsync([.. args.Skip(1)], leaving.Token);
    if (mode == "page")
    {
        await PageCommand.RunAsync(port, opensBrowser: !args.Contains("--no-browser"), ShowBotLine, leaving.Token);
        return 0;
    }

    await using var stage = await DemoStage.SetUpAsync(new StageOptions(), Console.WriteLine, ShowBotLine, leaving.Token);
    Console.WriteLine();
    if (mode == "chat")
        await new TerminalChat(stage, Console.In, Console.Out).RunAsync(leaving.Token);
    else
        await new ScriptedDemo(stage, Console.Out).RunAsync(leaving.Token);
    return 0;
}
catch (PostgresUnavailableException missing)
{
    await Console.Error.WriteLineAsync(missing.Message);
    return 1;
}
catch (IOException busy)
{
    await Console.Error.WriteLineAsync(busy.Message);
    return 1;
}
catch (OperationCanceledException) when (leaving.IsCancellationRequested)
{
    return 0;
}

void ShowBotLine(string line)
{
    if (showsLog)
        Console.WriteLine($"    log | {line}");
}

void Leave(PosixSignalContext signal)
{
    signal.Cancel = true;
    leaving.Cancel();
}
