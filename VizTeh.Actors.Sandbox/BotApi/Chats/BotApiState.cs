using System.Globalization;
using VizTeh.Actors.Sandbox.BotApi.Updates;

namespace VizTeh.Actors.Sandbox.BotApi.Chats;

/// <summary>The whole state of one server, behind one lock.</summary>
internal sealed class BotApiState
{
    private long _nextCallbackId = 4_382_000_000_000_000_001;

    public BotApiState(BotApiOptions options)
    {
        Options = options;
        BotId = long.Parse(options.Token.Split(':')[0], CultureInfo.InvariantCulture);
        Feed = new UpdateFeed(options, Gate);
        Chats = new ChatRegistry(this);
        Callbacks = new CallbackRegistry(this);
    }

    public Lock Gate { get; } = new();

    public BotApiOptions Options { get; }

    public TimeProvider Clock => Options.Clock;

    public long UnixNow => Clock.GetUtcNow().ToUnixTimeSeconds();

    public long BotId { get; }

    public UpdateFeed Feed { get; }

    public ChatRegistry Chats { get; }

    public CallbackRegistry Callbacks { get; }

    public CommandRegistry Commands { get; } = new();

    public BotProfile Profile { get; } = new();

    public FileRegistry Files { get; } = new();

    public long NextCallbackId() => _nextCallbackId++;
}
