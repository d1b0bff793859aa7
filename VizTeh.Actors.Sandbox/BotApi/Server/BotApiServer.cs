using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Updates;

namespace VizTeh.Actors.Sandbox.BotApi.Server;

/// <summary>
/// An emulated Telegram Bot API server on loopback, for one bot, with scripted people and groups. The state is in memory, behind one lock;
/// any number of servers may run in one process. Rules and texts are those of tdlib/telegram-bot-api and tdlib/td. Not emulated: Markdown,
/// inline mode, posts to channels, topics of private chats, the methods that change topics, business accounts, uploads
/// other than photos and documents, delivery to webhooks.
/// </summary>
public sealed class BotApiServer : IAsyncDisposable
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(2);

    private readonly BotApiState _state;
    private readonly WebApplication _application;

    private BotApiServer(BotApiOptions options)
    {
        _state = new BotApiState(options);
        Faults = new FaultInjector(options, _state.Gate);
        Calls = new RecordedCalls(options, _state.Gate);
        Updates = new UpdateControl(_state.Feed, options, _state.Gate);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 << 20;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        builder.Services.AddSingleton<IHostLifetime, OwnedLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        _application = builder.Build();
        _application.Run(new Endpoints(_state, Faults, Calls).HandleAsync);
    }

    /// <summary>The owner starts and stops the server; signals to the process are ignored.</summary>
    private sealed class OwnedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    /// <summary>The listening address, <c>http://127.0.0.1:port</c>: the base address for a client.</summary>
    public Uri Url { get; private set; } = new("http://127.0.0.1");

    public string Token => _state.Options.Token;

    public string BotUsername => _state.Options.BotUsername;

    public long BotId => _state.BotId;

    public UpdateControl Updates { get; }

    public FaultInjector Faults { get; }

    public RecordedCalls Calls { get; }

    /// <exception cref="ArgumentException">The token is not <c>digits:letters</c>.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<BotApiServer> StartAsync(BotApiOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new BotApiOptions();
        if (!long.TryParse(options.Token.Split(':')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id == 0)
            throw new ArgumentException("A token is digits, a colon and letters.", nameof(options));

        var server = new BotApiServer(options);
        try
        {
            await server._application.StartAsync(cancellationToken);
        }
        catch
        {
            await server._application.DisposeAsync();
            throw;
        }

        var addresses = server._application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        server.Url = new Uri(addresses.Addresses.First());
        return server;
    }

    /// <param name="username">Without the @; null for none.</param>
    /// <param name="id">A positive id; null takes the next free one.</param>
    /// <param name="phone">As the account has it; null generates one.</param>
    public Person AddPerson(string firstName, string? username = null, long? id = null, string? lastName = null, string? phone = null)
    {
        lock (_state.Gate)
            return _state.Chats.AddPerson(firstName, username, id, lastName, phone);
    }

    /// <summary>A basic group with the bot and these people; the first person made it.</summary>
    public Group AddGroup(string title, params Person[] members)
    {
        lock (_state.Gate)
            return _state.Chats.AddGroup(title, members, supergroup: false);
    }

    /// <summary>A supergroup with the bot and these people; the first person made it.</summary>
    public Group AddSupergroup(string title, params Person[] members)
    {
        lock (_state.Gate)
            return _state.Chats.AddGroup(title, members, supergroup: true);
    }

    /// <summary>A channel, in whose name people can write in supergroups; the bot is not in it.</summary>
    public Channel AddChannel(string title, string? username = null)
    {
        lock (_state.Gate)
            return _state.Chats.AddChannel(title, username);
    }

    /// <summary>The person's participant in the private chat with the bot; the same as <see cref="Person.Chat"/>.</summary>
    /// <exception cref="ArgumentException">The person belongs to another server.</exception>
    public ChatParticipant ChatOf(Person person)
    {
        ArgumentNullException.ThrowIfNull(person);
        lock (_state.Gate)
        {
            return _state.Chats.FindPerson(person.Id) == person
                ? person.Chat
                : throw new ArgumentException($"{person} belongs to another server.", nameof(person));
        }
    }

    /// <summary>Stores a photo that the bot may send.</summary>
    /// <returns>Its file id.</returns>
    public string AddFile(byte[]? content = null, int width = 800, int height = 600)
    {
        lock (_state.Gate)
            return _state.Files.AddPhoto(content, width, height)[^1].Id;
    }

    /// <summary>Stores a file that the bot may send, as the kind that it is.</summary>
    /// <param name="kind">The kind of message that shows the file.</param>
    /// <returns>Its file id.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Messages of the kind have no file.</exception>
    public string AddFile(MessageKind kind, string name = "plan.pdf")
    {
        lock (_state.Gate)
        {
            return kind switch
            {
                MessageKind.Photo => _state.Files.AddPhoto()[^1].Id,
                MessageKind.Document => _state.Files.AddDocument("document"u8.ToArray(), name, "application/pdf").Id,
                MessageKind.Video => _state.Files.Add(FileKind.Video).Id,
                MessageKind.Audio => _state.Files.Add(FileKind.Audio).Id,
                MessageKind.Voice => _state.Files.Add(FileKind.VoiceNote).Id,
                MessageKind.VideoNote => _state.Files.Add(FileKind.VideoNote).Id,
                MessageKind.Animation => _state.Files.Add(FileKind.Animation).Id,
                _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "a message of this kind has no file"),
            };
        }
    }

    /// <summary>Forgets a file: from now on Telegram refuses its id, alone and in an album.</summary>
    public void ForgetFile(string fileId)
    {
        lock (_state.Gate)
            _state.Files.Forget(fileId);
    }

    /// <summary>The content of the file; null if no such file is kept.</summary>
    public byte[]? FileContent(string fileId)
    {
        lock (_state.Gate)
            return _state.Files.Find(fileId)?.Content;
    }

    public async ValueTask DisposeAsync()
    {
        lock (_state.Gate)
            _state.Feed.Stop();
        Faults.Clear();
        await _application.StopAsync();
        await _application.DisposeAsync();
    }
}
