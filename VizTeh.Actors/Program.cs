using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VizTeh.Actors;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;

// Signals are handled from the first line on. The host handles them only once it runs, and before that the start may be waiting for the
// database or for Telegram: without this, Ctrl+C and SIGTERM would have no effect until then.
using var stopping = new CancellationTokenSource();
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);

try
{
    DatabaseSettings.IgnoreSessionVariables();
    if (args.Length > 0)
        return await ProgramOptions.RunAsync(args, stopping.Token);
    using var logging = LoggerFactory.Create(builder => builder.AddProgramLog());
    var hocon = HoconFile.Load(BotSettings.FindHoconFile());
    var settings = BotSettings.Load(hocon.Company);
    var telegram = TelegramClient.Create(settings);
    var bot = await Startup.ConnectAsync(settings, telegram, logging, stopping.Token);

    using var host = BotHost.Build(settings, hocon.Config, telegram, bot);
    await host.RunAsync(stopping.Token);
    return 0;
}
catch (SettingsException mistake)
{
    LogOutput.SayLastWords(mistake.Message);
    return 1;
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested)
{
    return 0;
}
catch (Exception failure)
{
    // An unforeseen failure is one line too: a stack trace would bury the reason in the journal of the service.
    LogOutput.SayLastWords(SettingsException.Unforeseen(failure).Message);
    return 1;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stopping.Cancel();
}
