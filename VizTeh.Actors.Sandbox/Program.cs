using System.Text;
using VizTeh.Actors.Sandbox.Demo;
using VizTeh.Actors.Sandbox.Durability;
using VizTeh.Actors.Sandbox.Postgres;

// demo: the scripted conversation (default); chat: you are the clients and the manager. --log shows the bot's log as well.
// durability: the long form of the tests that kill the bot; see scripts/durability.sh.
Console.OutputEncoding = Encoding.UTF8;
var mode = args.FirstOrDefault(argument => !argument.StartsWith('-')) ?? "demo";
var showsLog = args.Contains("--log");
if (mode is not ("demo" or "chat" or "durability"))
{
    await Console.Error.WriteLineAsync("Usage: demo.sh [demo | chat] [--log]");
    return 2;
}

using var leaving = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    leaving.Cancel();
};

try
{
    if (mode == "durability")
        return await DurabilityCommand.RunAsync([.. args.Skip(1)], leaving.Token);

    await using var stage = await DemoStage.SetUpAsync(
        Console.WriteLine, line =>
        {
            if (showsLog)
                Console.WriteLine($"    log | {line}");
        },
        leaving.Token);
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
catch (OperationCanceledException) when (leaving.IsCancellationRequested)
{
    return 0;
}
