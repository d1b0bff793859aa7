using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VizTeh.Actors;
using VizTeh.Actors.Nodes;
using VizTeh.Actors.Operations.Alerts;
using VizTeh.Actors.Operations.Health;
using VizTeh.Actors.Operations.Http;
using VizTeh.Actors.Operations.Service;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;

// Signals are handled from the first line on. The host handles them only once it runs, and before that the start may be waiting for the
// database or for Telegram: without this, Ctrl+C and SIGTERM would have no effect until then.
// Never disposed of: a signal may still be handled on a thread of its own while the program comes to its end.
var stopping = new CancellationTokenSource();
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);

try
{
    DatabaseSettings.IgnoreSessionVariables();
    if (args.Length > 0)
        return await ProgramOptions.RunAsync(args, stopping.Token);
    LogStyle.OfProcess = BotSettings.FindLogStyle();
    using var logging = LoggerFactory.Create(builder => builder.AddProgramLog());
    using var httpEvents = HttpEventLog.BeginIfWanted(logging);
    var hocon = HoconFile.Load(BotSettings.FindHoconFile());
    var settings = BotSettings.Load(hocon.Company);
    ClusterNetwork.RequireNoAddress(hocon.Config);
    if (settings.Node?.Certificate is { } certificate)
        NodeCertificate.Require(certificate);
    var connectivity = new Connectivity(TimeProvider.System);
    var health = new ProgramHealth(connectivity, TimeProvider.System);
    await using var service = ServiceNotifications.Begin(health, connectivity, logging.CreateLogger<ServiceNotifications>());
    using var stop = stopping.Token.Register(service.SayStopping);
    await using var operations = OperationsServer.Begin(settings.HealthPort, logging.CreateLogger<OperationsServer>());
    health.AnswerOn(operations);
    var proxies = ProxiedConnections.Of(settings, logging, TimeProvider.System);
    var telegram = TelegramClient.Create(settings, proxies);
    var alerts = new AlertMemory(TimeProvider.System);
    BotIdentity? bot = null;
    using var host = BotHost.Build(
        settings, hocon.Config, telegram, () => bot ?? throw new InvalidOperationException("Telegram has not been reached yet"),
        connectivity, alerts, health, proxies, operations);
    await using var actors = EarlyActorSystem.Begin(host.Services, isAlone: settings.Node is null);
    bot = await Startup.ConnectAsync(settings, telegram, connectivity, alerts, health.Life, logging, stopping.Token);
    await actors.CompleteAsync();
    health.Use(host.Services);
    health.Life.Enter(ProgramPhase.Recovering);
    // The host also stops by itself, when a part of it fails.
    host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(service.SayStopping);
    // Asked for now: the host is disposed of when it has run.
    var nodes = host.Services.GetRequiredService<NodesView>();
    await host.RunAsync(stopping.Token);
    // A node that the others have put out is to be started again, also by a service manager that restarts only what has failed.
    return nodes.IsPutOut ? 1 : 0;
}
catch (SettingsException mistake)
{
    LogOutput.SayLastWords(mistake.Message);
    return 1;
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested)
{
    // A check or a migration that was broken off is not done; a bot that is stopped is.
    return args.Length > 0 ? ProgramOptions.BrokenOff : 0;
}
catch (Exception failure)
{
    // An unforeseen failure is one line too: a stack trace would bury the reason in the journal of the service.
    LogOutput.SayLastWords(SettingsException.Unforeseen(failure).Message);
    return args.Length > 0 ? ProgramOptions.Failed : 1;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stopping.Cancel();
}
