using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Telegram.Bot;
using VizTeh.Actors.Database;
using VizTeh.Actors.Nodes;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Nodes;

/// <summary>
/// A node of a next version of the program, in this process, beside nodes of today's: the same but for its number and for what
/// <see cref="NextVersionSerializer"/> changes.
/// </summary>
internal sealed class NextVersionNode : IAsyncDisposable
{
    private const string Version = "99.0.0";

    private readonly IHost _host;

    private NextVersionNode(IHost host, LogLines log) => (_host, Log) = (host, log);

    public LogLines Log { get; }

    /// <summary>Starts it; it becomes a member later.</summary>
    public static async Task<NextVersionNode> StartAsync(NodesUnderTest beside, int port)
    {
        var usual = TestSettings.For(beside.Telegram, beside.Database.Details, beside.Manager.Person.Id);
        var settings = usual with
        {
            Node = new NodeSettings("127.0.0.1", port, Certificate: null),
            Database = usual.Database with
            {
                Connections = DatabaseSettings.UsualConnectionsOfNode,
                KeptForNode = NodeSettings.Connections,
            },
        };
        var client = TelegramClient.Create(settings);
        var me = await client.GetMe();
        var log = new LogLines();
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Information);
        builder.Services
            .AddNodes(settings, NodeIdentity.Of(settings), Version)
            .AddBot(settings, client, () => new BotIdentity(me.Id, me.Username!))
            .AddAkka(BotHost.SystemName, (akka, provider) => akka
                .WithProgramSettings(
                    HoconFile.Load(HoconFile.DefaultPath).Config, provider.GetRequiredService<DatabaseConnections>(),
                    provider.GetRequiredService<NodeConnections>(), system => new NextVersionSerializer(system))
                .AddHocon($"akka.cluster.app-version = \"{Version}\"", HoconAddMode.Prepend)
                .WithBotActors(settings));
        var node = new NextVersionNode(builder.Build(), log);
        await node._host.StartAsync();
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
