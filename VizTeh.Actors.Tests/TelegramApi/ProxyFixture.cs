using System.Net;
using Microsoft.Extensions.Logging;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.TelegramApi;

/// <summary>An emulated Telegram, a person who has written to the bot, and clients that go through proxies to it.</summary>
public abstract class ProxyFixture : IAsyncLifetime
{
    protected const string User = "anna";
    protected const string Password = "p@ss:w0rd";

    private readonly List<IDisposable> _made = [];
    private LoggerFactory _logging = null!;

    protected static Message Hello { get; } = new("Здравствуйте!");

    private protected LogLines Log { get; } = new(LogLevel.Trace);

    protected BotApiServer Server { get; private set; } = null!;

    protected ChatParticipant Anna { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _logging = new LoggerFactory([Log], new LoggerFilterOptions { MinLevel = LogLevel.Trace });
        Server = await BotApiServer.StartAsync();
        Anna = Server.AddPerson("Анна").Chat;
        Anna.SendText("/start");
    }

    public async Task DisposeAsync()
    {
        foreach (var made in _made)
            made.Dispose();
        _logging.Dispose();
        await Server.DisposeAsync();
        Assert.DoesNotContain(Log.All, line => line.Contains(Password, StringComparison.Ordinal));
        Assert.DoesNotContain(Log.All, line => line.Contains(Uri.EscapeDataString(Password), StringComparison.Ordinal));
    }

    /// <summary>PROXY as an operator writes it.</summary>
    protected static string Listed(string scheme, int port) =>
        $"{scheme}://{User}:{Uri.EscapeDataString(Password)}@{IPAddress.Loopback}:{port}";

    private protected Route Through(string proxies, TimeProvider? clock = null, ProxyTimes? times = null, string? apiUrl = null)
    {
        var faults = new List<string>();
        var settings = TestSettings.For(Server) with { Proxies = ProxyList.Parse(proxies, faults.Add) };
        if (apiUrl is not null)
            settings = settings with { TelegramApiUrl = apiUrl };
        Assert.Empty(faults);
        var connections = new ProxiedConnections(
            settings, _logging.CreateLogger<ProxiedConnections>(), clock ?? TimeProvider.System, times);
        var client = TelegramClient.Create(settings, connections);
        var sender = new TelegramSender(client, null, TimeProvider.System, _logging.CreateLogger<TelegramSender>());
        _made.Add(sender);
        _made.Add(connections);
        return new Route(client, connections, sender, new TelegramUpdates(client));
    }

    private protected IEnumerable<string> Lines(string containing) =>
        Log.All.Where(line => line.Contains(containing, StringComparison.Ordinal));

    private protected sealed record Route(
        TelegramBotClient Client, ProxiedConnections Connections, TelegramSender Sender, TelegramUpdates Updates)
    {
        public string Proxy => Connections.Status.Proxy;

        /// <summary>Calls getMe until it is answered.</summary>
        /// <returns>How many calls failed before.</returns>
        public async Task<int> FailuresBeforeAnswerAsync(int most = 20)
        {
            for (var failures = 0; ; failures++)
            {
                try
                {
                    await Client.GetMe();
                    return failures;
                }
                catch (RequestException) when (failures < most)
                {
                    // The next try.
                }
            }
        }

        /// <summary>Calls getMe so many times, each of which has to fail.</summary>
        public async Task FailAsync(int times)
        {
            for (var time = 0; time < times; time++)
                await Assert.ThrowsAnyAsync<RequestException>(() => Client.GetMe());
        }
    }
}
