using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.Page.Live;

namespace VizTeh.Actors.Sandbox.Page;

/// <summary>
/// The state already sent to one open page, from which the changes are computed. A slow page gets fewer, larger patches: nothing is queued
/// for it. Not thread-safe.
/// </summary>
internal sealed class PageCursor(SandboxSession session)
{
    /// <summary>How many of a chat's newest messages are sent to a page.</summary>
    public const int MessagesPerChat = 200;

    private const int NewestCalls = 200;

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly Dictionary<string, ToldChat> _chats = [];
    private readonly Dictionary<string, (object Value, string Json)> _parts = [];
    private long _lastCall;
    private long _lastLine;
    private bool _isFirst = true;

    private sealed class ToldChat
    {
        public string Head { get; set; } = "";

        public long Revision { get; set; } = -1;

        /// <summary>Message ids, with the edit count and the reaction of each when it was sent.</summary>
        public Dictionary<int, (int Edits, string? Reaction)> Messages { get; } = [];
    }

    /// <summary>The changes since the last call; null if there are none.</summary>
    public PagePatch? Next()
    {
        ImmutableArray<ChatPatch> chats = [.. session.Chats.All.Select(Changed).OfType<ChatPatch>()];
        var parts = ChangedParts();
        CallView[] calls = [.. session.Stage.Telegram.Calls.After(_lastCall, NewestCalls).Select(call =>
            MessageViews.Of(call, session.Nodes?.CallerOf(call.CalledAt)))];
        if (calls.Length > 0)
            _lastCall = calls[^1].Number;
        LogLine[] log = [.. session.Log.After(_lastLine)];
        if (log.Length > 0)
            _lastLine = log[^1].Number;

        if (!_isFirst && chats.IsEmpty && parts is null && calls.Length == 0 && log.Length == 0)
            return null;
        var patch = new PagePatch(
            session.Run, _isFirst ? true : null, chats.IsEmpty ? null : chats, parts, calls.Length == 0 ? null : calls,
            log.Length == 0 ? null : log);
        _isFirst = false;
        return patch;
    }

    private ChatPatch? Changed(PageChat chat)
    {
        if (!_chats.TryGetValue(chat.Key, out var told))
            _chats[chat.Key] = told = new ToldChat();

        var head = JsonSerializer.Serialize(MessageViews.HeadOf(chat, session.Clock.GetUtcNow()), Json);
        var headIsNew = head != told.Head;
        told.Head = head;

        var messages = ImmutableArray<MessageView>.Empty;
        var gone = ImmutableArray<int>.Empty;
        // Read before the messages: a change in between is sent twice rather than missed.
        var revision = chat.Seat.Revision;
        if (revision != told.Revision)
        {
            told.Revision = revision;
            (messages, gone) = ChangedMessages(chat.Seat, told.Messages);
        }

        return headIsNew || !messages.IsEmpty || !gone.IsEmpty
            ? new ChatPatch(
                chat.Key, headIsNew ? JsonNode.Parse(head) : null, messages.IsEmpty ? null : messages, gone.IsEmpty ? null : gone)
            : null;
    }

    private static (ImmutableArray<MessageView> Messages, ImmutableArray<int> Gone) ChangedMessages(
        ChatParticipant participant, Dictionary<int, (int Edits, string? Reaction)> told)
    {
        var newest = participant.Newest(MessagesPerChat);
        var changed = ImmutableArray.CreateBuilder<MessageView>();
        foreach (var message in newest)
        {
            var state = (message.EditCount, message.Reaction);
            if (told.TryGetValue(message.Id, out var known) && known == state)
                continue;
            told[message.Id] = state;
            changed.Add(MessageViews.Of(message, participant));
        }

        if (told.Count == newest.Length)
            return (changed.ToImmutable(), []);
        var kept = newest.Select(message => message.Id).ToHashSet();
        ImmutableArray<int> gone = [.. told.Keys.Where(id => !kept.Contains(id))];
        foreach (var id in gone)
            told.Remove(id);
        return (changed.ToImmutable(), gone);
    }

    private JsonObject? ChangedParts()
    {
        var telegram = session.Stage.Telegram;
        var changed = new JsonObject();
        Tell("order", session.Chats.All.Select(chat => chat.Key).ToArray());
        if (session.Nodes is { } nodes)
            Tell("nodes", nodes.Conditions);
        else
            Tell("bot", session.Bot.Condition);
        Tell("postgres", session.Postgres.State);
        Tell("queue", new { Waiting = telegram.Updates.PendingCount, Confirmed = telegram.Updates.ConfirmedOffset });
        Tell("database", session.Database.Figures);
        Tell("faults", session.Faults.Running);
        Tell("crowd", session.Crowd.Progress);
        return changed.Count == 0 ? null : changed;

        void Tell(string name, object value)
        {
            var told = _parts.GetValueOrDefault(name);
            if (ReferenceEquals(told.Value, value))
                return;
            var json = JsonSerializer.Serialize(value, Json);
            _parts[name] = (value, json);
            if (json != told.Json)
                changed[name] = JsonNode.Parse(json);
        }
    }
}
