namespace VizTeh.Actors.Sandbox.BotApi;

/// <summary>How an emulated Bot API server behaves. The defaults are those of api.telegram.org where they are known.</summary>
public sealed record BotApiOptions
{
    /// <summary>TCP port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The one token that the server accepts, <c>digits:letters</c>; the digits are the bot's user id.</summary>
    public string Token { get; init; } = "7204518933:AAGkQ2sXn4cVb7LwRtEo9PzJdYh1MfUiKaS";

    public string BotUsername { get; init; } = "sandbox_emulated_bot";

    public string BotFirstName { get; init; } = "Sandbox bot";

    /// <summary>The clock for dates, retention, long polls and the pauses after conflicts; the driver's deadlines use real time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The first update's id. Telegram chooses it at random in this range (TQueue::push).</summary>
    public long FirstUpdateId { get; init; } = Random.Shared.Next(2_000_001, 1_000_000_001);

    /// <summary>
    /// How long a press may be answered. Telegram does not publish the limit; the only known bound is the 150 seconds for which the update
    /// is offered to the bot.
    /// </summary>
    public TimeSpan CallbackQueryLifetime { get; init; } = TimeSpan.FromSeconds(150);

    /// <summary>How long the driver waits, in real time, when a call names no deadline of its own.</summary>
    public TimeSpan DefaultTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Called with the ids of the updates that a getUpdates is about to confirm, and so to erase, before that happens; null for no call.
    /// </summary>
    public Func<IReadOnlyList<long>, CancellationToken, Task>? BeforeErase { get; init; }

    /// <summary>The number of recorded calls that are kept; the oldest are dropped first and counted.</summary>
    public int RecordedCallLimit { get; init; } = 10_000;

    /// <summary>The number of messages that are kept in one chat; the oldest are dropped first.</summary>
    public int MessagesPerChatLimit { get; init; } = 5_000;
}
