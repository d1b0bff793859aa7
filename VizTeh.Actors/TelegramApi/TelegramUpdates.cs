using Telegram.Bot;
using Telegram.Bot.Requests;

namespace VizTeh.Actors.TelegramApi;

/// <summary>
/// Calls getUpdates and returns raw updates, so that one update of an unknown or odd kind does not make a whole batch unreadable for ever.
/// Needs a client whose connection has a <see cref="RawUpdatesHandler"/>.
/// </summary>
public sealed class TelegramUpdates(ITelegramBotClient client)
{
    /// <summary>The maximum of updates in a response; a response with so many means that more wait (Bot API, getUpdates: limit).</summary>
    public const int MostAtOnce = 100;

    internal const string Method = "getUpdates";

    /// <summary>The kinds of update that the bot handles.</summary>
    internal static readonly string[] Kinds = ["message", "edited_message", "callback_query", "my_chat_member"];

    /// <summary>Waits for updates from <paramref name="offset"/> on, and so confirms all below it (Bot API, getUpdates).</summary>
    /// <param name="offset">Null confirms nothing, and starts with the oldest update.</param>
    /// <param name="longPoll">How long Telegram delays an empty answer; at most 50 s.</param>
    /// <returns>The JSON of each update, as Telegram wrote it.</returns>
    public Task<string[]> GetAsync(long? offset, TimeSpan longPoll, CancellationToken cancellationToken) =>
        client.SendRequest(new GetRawUpdatesRequest
        {
            Offset = offset,
            Timeout = (int)longPoll.TotalSeconds,
            AllowedUpdates = Kinds,
        }, cancellationToken);

    internal sealed class GetRawUpdatesRequest() : RequestBase<string[]>(Method)
    {
        public long? Offset { get; init; }

        public int Timeout { get; init; }

        public required string[] AllowedUpdates { get; init; }
    }
}
