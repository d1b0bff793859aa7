using VizTeh.Actors.Sandbox.BotApi.Calls;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>Injects faults into single calls: at random, by method and chat, more often for some chats.</summary>
internal sealed class RandomFaults(ChaosOptions options, Observations observations, IBotLives lives, TimeProvider clock)
{
    private const int UnluckyEvery = 7;
    private const double MoreOftenWhenUnlucky = 3;
    private const double MoreOftenForPolls = 2;
    private static readonly TimeSpan BetweenStalls = TimeSpan.FromSeconds(5);

    private readonly Random _random = new(options.Seed);
    private DateTimeOffset _noStallBefore = DateTimeOffset.MinValue;
    private volatile bool _isFair;

    /// <summary>Ends all faults.</summary>
    public void ClearUp() => _isFair = true;

    /// <summary>The fault of a call, or null. Not called concurrently.</summary>
    public Fault? Of(string method, long? chatId)
    {
        // Of files too: a lost answer lets the bot send a file, or an album, twice.
        var isSend = method.StartsWith("send", StringComparison.Ordinal) && method != "sendChatAction";
        if (isSend)
            lives.NoteReply();
        if (_isFair || options.FaultChance <= 0)
            return null;

        var chance = options.FaultChance;
        if (method == "getUpdates")
            chance *= MoreOftenForPolls;
        if (chatId is { } id && Math.Abs(id + options.Seed) % UnluckyEvery == 0)
            chance *= MoreOftenWhenUnlucky;
        if (_random.NextDouble() >= chance)
            return null;

        var fault = Next();
        observations.NoteFault(fault.AsHtml ? $"{fault.Kind} in HTML" : fault.Kind.ToString());
        if (isSend && chatId is { } chat && MayLoseTheAnswer(fault.Kind))
            observations.NoteExcuse(chat, clock.GetUtcNow());
        return fault;
    }

    private static bool MayLoseTheAnswer(FaultKind kind) =>
        kind is FaultKind.ExecuteThenReset or FaultKind.ExecuteThenTruncate or FaultKind.ExecuteThenGarbage or FaultKind.Stall;

    private Fault Next()
    {
        while (true)
        {
            switch (_random.Next(options.SurroundingsEvery is null ? 9 : 10))
            {
                case 0: return Fault.TooManyRequests(retryAfter: 1);
                case 1: return Fault.TooManyRequests(retryAfter: 1, asHtml: true);
                case 2: return Fault.ServerError(500);
                case 3: return Fault.ServerError(502, asHtml: true);
                case 4: return Fault.ResetBeforeExecution();
                case 5: return Fault.ExecuteThenReset();
                case 6: return Fault.ExecuteThenTruncate();
                case 7: return Fault.ExecuteThenGarbage();
                case 9: return Fault.Foreign();
                // One stall at a time: two in a row would outlast the lifetime of the presses that wait behind them.
                case 8 when clock.GetUtcNow() >= _noStallBefore:
                    _noStallBefore = clock.GetUtcNow() + (options.Stall * 2) + BetweenStalls;
                    return Fault.Stall(options.Stall);
            }
        }
    }
}
