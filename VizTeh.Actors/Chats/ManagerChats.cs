using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Chats;

/// <summary>A group that became a supergroup, with another id (Bot API, Message.migrate_to_chat_id).</summary>
public sealed record ChatMigration(long OldChatId, long NewChatId);

/// <summary>
/// The managers' chats: those of MANAGER_CHAT_ID and of the routes, followed through their migrations. Thread-safe.
/// <see cref="ManagerChatStore"/> stores the migrations; they are loaded before the first update is handed out.
/// </summary>
/// <param name="configured">MANAGER_CHAT_ID; empty when it is not set.</param>
/// <param name="logger">Gets the request to the operator to set the new id, once per run of the program.</param>
/// <param name="routes">The chats of single directions.</param>
public sealed class ManagerChats(
    IReadOnlyCollection<long> configured, ILogger<ManagerChats> logger, IReadOnlyCollection<TicketRoute>? routes = null)
{
    /// <summary>
    /// Stands for the managers' chats in what is owed to them while MANAGER_CHAT_ID is not set: no chat of Telegram has this id, nothing is
    /// sent there, and the first start with the setting takes it back like the rows of any former chat.
    /// </summary>
    public const long NotSet = 0;

    private readonly IReadOnlyCollection<TicketRoute> _routes = routes ?? [];
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = NewSignal();
    private volatile Snapshot _now = new(configured, routes ?? [], ImmutableDictionary<long, long>.Empty);

    /// <summary>Whether MANAGER_CHAT_ID is set.</summary>
    public bool AreSet { get; } = configured.Count > 0;

    /// <summary>The chats that cards are sent to: each once, by its newest id. Empty when none is set.</summary>
    public IReadOnlyList<long> Current => _now.Current;

    /// <summary>Which of them the card of a ticket goes to.</summary>
    public TicketRoutes Routes => _now.Routes;

    /// <summary>The ids of MANAGER_CHAT_ID and of the routes: each once, sorted.</summary>
    public IReadOnlyList<long> Configured { get; } =
        [.. configured.Concat((routes ?? []).Select(route => route.ChatId)).Distinct().Order()];

    /// <summary>
    /// Every id of a managers' chat, former ones included, with the newest id of that chat; <see cref="NotSet"/> while it stands for them.
    /// </summary>
    public IReadOnlyDictionary<long, long> CurrentById => _now.CurrentById;

    /// <summary>Completes when the chats change after this property was read.</summary>
    public Task Changed
    {
        get
        {
            lock (_lock)
                return _changed.Task;
        }
    }

    /// <summary>
    /// Whether the chat is a managers' chat. Former ids of such a chat count too: cards that were sent before the migration still have
    /// their buttons there.
    /// </summary>
    public bool Contains(long chatId)
    {
        var now = _now;
        return now.Current.Contains(now.Follow(chatId));
    }

    /// <summary>The newest id of a chat; the given id when the chat never migrated.</summary>
    public long Resolve(long chatId) => _now.Follow(chatId);

    /// <summary>Records a migration that Telegram reported. A known or impossible one changes nothing.</summary>
    public void Learn(ChatMigration migration)
    {
        var (oldId, newId) = migration;
        lock (_lock)
        {
            var before = _now;
            // Only groups migrate (negative ids). A chat that returned to an id it had would make a cycle, followed without end.
            if (oldId >= 0 || newId >= 0 || before.Follow(newId) == oldId || before.Migrations.GetValueOrDefault(oldId) == newId)
                return;
            var after = new Snapshot(configured, _routes, before.Migrations.SetItem(oldId, newId));
            if (!before.Current.SequenceEqual(after.Current))
            {
                logger.LogWarning(
                    "The managers' chat {OldChatId} has become the supergroup {NewChatId}; its cards go there from now on. Put {NewChatId} "
                    + "into MANAGER_CHAT_ID or vizteh.routes in the place of {OldChatId}", oldId, newId, newId, oldId);
            }

            _now = after;
            _changed.TrySetResult();
            _changed = NewSignal();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Snapshot
    {
        public Snapshot(
            IReadOnlyCollection<long> configured, IReadOnlyCollection<TicketRoute> routes, ImmutableDictionary<long, long> migrations)
        {
            Migrations = migrations;
            long[] all = [.. configured, .. routes.Select(route => route.ChatId)];
            Current = all.Select(Follow).Distinct().ToImmutableArray();
            CurrentById = Current.Concat(all).Concat(migrations.Keys).Distinct()
                .Select(id => KeyValuePair.Create(id, Follow(id)))
                .Where(chat => Current.Contains(chat.Value))
                .Concat(configured.Count > 0 ? [] : [KeyValuePair.Create(NotSet, NotSet)])
                .ToImmutableDictionary();
            Routes = new TicketRoutes(
                [.. configured.Select(Follow).DefaultIfEmpty(NotSet)],
                [.. routes.Select(route => route with { ChatId = Follow(route.ChatId) })], CurrentById);
        }

        public ImmutableDictionary<long, long> Migrations { get; }

        public IReadOnlyList<long> Current { get; }

        public IReadOnlyDictionary<long, long> CurrentById { get; }

        public TicketRoutes Routes { get; }

        public long Follow(long chatId)
        {
            while (Migrations.TryGetValue(chatId, out var next))
                chatId = next;
            return chatId;
        }
    }
}
