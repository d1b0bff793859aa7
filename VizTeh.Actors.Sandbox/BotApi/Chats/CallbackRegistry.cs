using System.Globalization;
using System.Text.Json.Nodes;
using VizTeh.Actors.Sandbox.BotApi.Updates;

namespace VizTeh.Actors.Sandbox.BotApi.Chats;

/// <summary>The bot's answer to a press.</summary>
/// <param name="Text">Empty when the answer only stops the button's spinner.</param>
/// <param name="ShowAlert">A dialog to close, not a brief notification.</param>
/// <param name="Url">A page to open, or null.</param>
public sealed record CallbackAnswer(string Text, bool ShowAlert, string? Url);

/// <summary>A press of a button under a message. Its spinner turns until the bot answers.</summary>
public sealed class CallbackPress
{
    private readonly string _what;

    internal CallbackPress(string queryId, string what, DateTimeOffset at)
    {
        QueryId = queryId;
        At = at;
        _what = what;
    }

    public string QueryId { get; }

    /// <summary>Null if the bot did not ask for <c>callback_query</c>.</summary>
    public long? UpdateId { get; internal set; }

    public DateTimeOffset At { get; }

    public bool IsAnswered => Answered.Task.IsCompleted;

    internal TaskCompletionSource<CallbackAnswer> Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits, in real time, for the answer.</summary>
    /// <exception cref="TimeoutException">No answer came.</exception>
    public async Task<CallbackAnswer> AnswerAsync(TimeSpan timeout)
    {
        try
        {
            return await Answered.Task.WaitAsync(timeout);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The press of {_what} (update {UpdateId}) was not answered within {timeout}.");
        }
    }
}

/// <summary>Presses that may still be answered. Used under the server's lock.</summary>
internal sealed class CallbackRegistry(BotApiState state)
{
    private readonly Dictionary<string, CallbackPress> _open = new(StringComparer.Ordinal);
    private readonly Queue<CallbackPress> _byAge = new();

    public CallbackPress Press(Person person, ChatMessage message, string data)
    {
        ForgetOld();
        var id = state.NextCallbackId().ToString(CultureInfo.InvariantCulture);
        var press = new CallbackPress(id, $"«{data}» under #{message.Id}", state.Clock.GetUtcNow());
        _open[id] = press;
        _byAge.Enqueue(press);
        press.UpdateId = state.Feed.Push(
            "callback_query",
            new JsonObject
            {
                ["id"] = id,
                ["from"] = WireJson.User(person),
                ["message"] = WireJson.Message(state, message),
                ["chat_instance"] = message.Room.Instance,
                ["data"] = data,
            },
            UpdateFeed.CallbackQuerySeconds);
        return press;
    }

    /// <exception cref="RefusalException">The press is unknown, answered before, or too old: Telegram has one text for all
    /// three.</exception>
    public void Answer(string id, CallbackAnswer answer)
    {
        ForgetOld();
        if (!_open.Remove(id, out var press))
            throw Refuse.BadRequest(Refuse.QueryTooOld);
        press.Answered.TrySetResult(answer);
    }

    private void ForgetOld()
    {
        var now = state.Clock.GetUtcNow();
        while (_byAge.TryPeek(out var oldest) && (oldest.IsAnswered || now - oldest.At > state.Options.CallbackQueryLifetime))
        {
            _byAge.Dequeue();
            _open.Remove(oldest.QueryId);
        }
    }
}
