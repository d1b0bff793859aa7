using Akka.Configuration;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Telegram.Bot;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Database;
using VizTeh.Actors.Delivery;
using VizTeh.Actors.Delivery.Kinds;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Inbox;
using VizTeh.Actors.Manager;
using VizTeh.Actors.Manager.Commands;
using VizTeh.Actors.Manager.Rights;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Nodes;
using VizTeh.Actors.Operations.Alerts;
using VizTeh.Actors.Operations.Health;
using VizTeh.Actors.Operations.Http;
using VizTeh.Actors.Operations.Metrics;
using VizTeh.Actors.PersonalData;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Reports;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Telemetry;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors;

/// <summary>Composes the program: settings, services, actors.</summary>
public static class BotHost
{
    /// <summary>The actor system's name: part of every node's address.</summary>
    public const string SystemName = "vizteh";

    /// <param name="hocon">hocon.conf: Akka's settings.</param>
    /// <param name="bot">Asked when the first actor that needs it starts: the host may be built before Telegram has been reached.</param>
    /// <param name="connectivity">What is known since the start of the process.</param>
    /// <param name="alerts">As <paramref name="connectivity"/>.</param>
    /// <param name="health">As <paramref name="connectivity"/>.</param>
    /// <param name="proxies">The connections of <paramref name="telegram"/>; null when PROXY is not set.</param>
    /// <param name="operations">Answers the machine's tools; null for none. It outlives the host.</param>
    public static IHost Build(
        BotSettings settings, Config hocon, ITelegramBotClient telegram, Func<BotIdentity> bot, Connectivity connectivity,
        AlertMemory alerts, ProgramHealth health, ProxiedConnections? proxies = null, OperationsServer? operations = null)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddProgramLog();
        builder.Services
            .AddNodes(settings, NodeIdentity.Of(settings), ProgramVersion.Whole)
            .AddBot(settings, telegram, bot)
            .AddSingleton(connectivity)
            .AddSingleton(alerts)
            .AddHealth(health)
            .AddHostedService<CommandMenus>()
            .AddHostedService(provider => new ProfileTexts(
                telegram, settings.Company, provider.GetRequiredService<StartRush>(), provider.GetRequiredService<SoleDuty>(),
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ProfileTexts>>()))
            .AddSingleton(LogOutput.Standard)
            .AddHostedService<LogWatch>()
            .AddHostedService<IdleMemory>()
            .AddProxyWatch(proxies)
            .AddOperations(operations)
            .Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(10))
            .AddAkka(SystemName, (akka, provider) => akka
                .SayRecoveryLimit(hocon, provider)
                .WithProgramSettings(
                    hocon, provider.GetRequiredService<DatabaseConnections>(), provider.GetService<NodeConnections>())
                .WithBotActors(settings));
        return builder.Build();
    }

    /// <summary>Starts the bot's actors with the system, each after those that it needs.</summary>
    internal static AkkaConfigurationBuilder WithBotActors(this AkkaConfigurationBuilder akka, BotSettings settings) => akka
        .WithOutbox()
        .WithTickets()
        .WithPersonalData()
        .WithManager()
        .WithConversations()
        .WithPoller()
        .WithLastCalls()
        .WithLimitNews(settings);

    /// <summary>Registers the services that the actors depend on.</summary>
    /// <param name="bot">Asked once, by the first service that needs it.</param>
    public static IServiceCollection AddBot(
        this IServiceCollection services, BotSettings settings, ITelegramBotClient telegram, Func<BotIdentity> bot) => services
        .AddSingleton(settings)
        .AddSingleton(_ => bot())
        .AddSingleton(telegram)
        .AddSingleton(TimeProvider.System)
        .AddTelemetry()
        .AddMetricsExport(settings)
        .AddSingleton<Troubles>()
        .AddSingleton<TroubleStore>()
        .AddHostedService<TroublesWriter>()
        .AddAlerts(settings, provider => AlertSenderOf(settings, telegram, provider))
        .AddHealth()
        .AddSingleton(settings.Node is null ? PollerOptions.Default : PollerOptions.OfSeveralNodes)
        .AddSingleton(ConversationOptions.Default)
        .AddSingleton(FormReminderOptions.Default)
        .AddSingleton<FormReminderWriter>()
        .AddSingleton(DigestOptions.Default)
        .AddSingleton<StatisticsStore>()
        .AddSingleton(ExportOptions.Default)
        .AddSingleton<ExportStore>()
        .AddSingleton<UploadSender>()
        .AddSingleton<ExportUpload>()
        .AddSingleton(provider => new DatabaseConnections(settings.Database, provider.GetService<NodeIdentity>()?.SessionName))
        .AddSingleton(provider => provider.GetRequiredService<DatabaseConnections>().Sizes)
        .AddSingleton(provider => provider.GetRequiredService<DatabaseConnections>().Tables)
        .AddHostedService<DatabaseErrorCount>()
        .AddHostedService<ConnectionWatch>()
        .AddSingleton(provider => new TelegramSender(
            telegram, settings.PacesSends ? new PacingLimits() : null, provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<TelegramSender>>(), IsOfTheFirm(provider.GetRequiredService<ManagerChats>(), settings),
            provider.GetRequiredService<BotTelemetry>(), provider.GetService<ISendPermit>(), provider.GetService<NodeShare>()))
        .AddSingleton<TelegramUpdates>()
        .AddSingleton(provider => new ManagerChats(
            settings.ManagerChatIds, provider.GetRequiredService<ILogger<ManagerChats>>(), settings.Company.Routes))
        .AddSingleton<ManagerChatStore>()
        // Registered before the actors, which rely on it.
        .AddHostedService<ManagerChatsRefresh>()
        .AddSingleton<UpdateReader>()
        .AddSingleton<RowReader>()
        .AddSingleton(PollerTermOptions.Default with { IsOneOfSeveral = settings.Node is not null })
        .AddSingleton<PollerTerms>()
        .AddSingleton<ClientNotices>()
        .AddSingleton<TicketStore>()
        .AddSingleton<TicketClaimStore>()
        .AddSingleton<CardMenuStore>()
        .AddSingleton<SnoozeStore>()
        .AddSingleton<DueSnoozes>()
        .AddSingleton<TicketWaits>()
        .AddSingleton<DueWaits>()
        .AddSingleton<DueReminders>()
        .AddSingleton(TicketReminderOptions.Default)
        .AddSingleton<TicketMessageStore>()
        .AddSingleton<CorrectionStore>()
        .AddSingleton<ClientTicketStore>()
        .AddSingleton<PersonalDataStore>()
        .AddSingleton<ErasureStore>()
        .AddSingleton<Readings>()
        .AddSingleton<RetentionStore>()
        .AddSingleton(RetentionOptions.Default)
        .AddSingleton<ClientStore>()
        .AddSingleton<OwnTicketStore>()
        .AddSingleton<AnswerStore>()
        .AddSingleton<BanStore>()
        .AddSingleton<BanList>()
        .AddSingleton<ManagerRights>()
        .AddSingleton<ClientAnswers>()
        .AddSingleton<TicketQueueStore>()
        .AddSingleton<TicketStoryStore>()
        .AddSingleton<TicketSearchStore>()
        .AddSingleton<ShownTicketStore>()
        .AddSingleton<ListPresses>()
        .AddSingleton<CardPresses>()
        .AddMessageKinds()
        .AddSingleton<OutboxStore>()
        .AddSingleton<ChatReachability>()
        .AddSingleton<ChatOffers>()
        .AddSingleton<CompanyPhoto>()
        .AddSingleton<ForegroundWork>()
        .AddSingleton<StartRush>()
        .AddSingleton(provider => DutyOf(provider.GetService<NodesView>()))
        .AddSingleton<CardTurns>()
        .AddSingleton<OutboxDelivery>()
        .AddSingleton<FormerChats>()
        .AddSingleton<ClientReplies>()
        .AddManagerCommands()
        .AddSingleton(provider =>
            new SuggestedCommands(
                ClientCommands.Suggested(settings.Company.Texts), provider.GetRequiredService<ManagerCommands>().Suggested));

    private static AkkaConfigurationBuilder SayRecoveryLimit(this AkkaConfigurationBuilder akka, Config hocon, IServiceProvider provider)
    {
        var sizes = provider.GetRequiredService<PoolSizes>();
        if (PoolSizes.RecoveriesOf(hocon) is var asked && asked > sizes.MostRecoveries)
        {
            provider.GetRequiredService<ILogger<PoolSizes>>().LogInformation(
                "{Limit} conversations at once are read from the journal, not {Asked} as hocon.conf says: DB_CONNECTIONS leaves {Journal} "
                + "connections to the journal",
                sizes.MostRecoveries, asked, sizes.Journal);
        }

        return akka;
    }

    private static IServiceCollection AddProxyWatch(this IServiceCollection services, ProxiedConnections? proxies) => proxies is null
        ? services
        : services.AddSingleton(proxies).AddHostedService<ProxyWatch>();

    // Not by a factory: the container would dispose of it, and it answers until the program ends.
    private static IServiceCollection AddOperations(this IServiceCollection services, OperationsServer? operations) => operations is null
        ? services
        : services.AddSingleton(operations);

    private static SoleDuty DutyOf(NodesView? nodes)
    {
        if (nodes is null)
            return new SoleDuty();
        var duty = new SoleDuty(isHere: false);
        nodes.Changed += () => duty.Set(nodes.HoldsSingletons);
        duty.Set(nodes.HoldsSingletons);
        return duty;
    }

    // Of a node an object of its own, which needs no permit: nothing depends on the order of alerts. It lives as long as the process.
    private static TelegramSender AlertSenderOf(BotSettings settings, ITelegramBotClient telegram, IServiceProvider provider) =>
        provider.GetService<ISendPermit>() is null
            ? provider.GetRequiredService<TelegramSender>()
            : new TelegramSender(
                telegram, settings.PacesSends ? new PacingLimits() : null, provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<TelegramSender>>(), chatId => chatId == settings.Alerts.OpsChatId,
                provider.GetRequiredService<BotTelemetry>());

    // An alert shares the managers' turns, so that no crowd of clients holds it up.
    private static Func<long, bool> IsOfTheFirm(ManagerChats managers, BotSettings settings) =>
        chatId => managers.Contains(chatId) || chatId == settings.Alerts.OpsChatId;

    /// <summary>
    /// One line an event, with time and level, on standard output, in the style of the process. Logging never waits for the reader of the
    /// output.
    /// </summary>
    public static ILoggingBuilder AddProgramLog(this ILoggingBuilder logging) => logging
        .AddProvider(new ProgramLog(LogOutput.Standard, TimeProvider.System))
        .SetMinimumLevel(LogStyle.OfProcess.Least);
}
