using VizTeh.Actors.Inbox;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Inbox;

/// <summary>The recipients of an update of an <see cref="InboxWorld"/>.</summary>
internal enum UpdateKind
{
    Client,
    Manager,
    Stranger,
    Nobody,
    Unreadable,
}

/// <summary>An update of an <see cref="InboxWorld"/>, with the state of its row and of its receiver.</summary>
internal sealed class WorldRow(long id, long chatId, LaneKey lane, UpdateKind kind, int storedAt)
{
    public long Id => id;

    public long ChatId => chatId;

    public LaneKey Lane => lane;

    public UpdateKind Kind => kind;

    public int StoredAt => storedAt;

    public int Attempts { get; set; }

    public bool EndsFlood { get; set; }

    public bool IsSetAside { get; set; }

    /// <summary>The report of its receiver when it had handled the update; null before.</summary>
    public bool? IsDeduplicated { get; set; }

    public bool IsHandled => IsDeduplicated is not null;

    public static WorldRow Of(long id, int chat, int storedAt) => (chat % 9) switch
    {
        0 or 1 or 2 => new WorldRow(id, chat % 9, new LaneKey(chat % 9), UpdateKind.Client, storedAt),
        3 => new WorldRow(id, -1, new LaneKey(-1), UpdateKind.Manager, storedAt),
        4 => new WorldRow(id, -1, new LaneKey(-1, LanePart.Presses, 17), UpdateKind.Manager, storedAt),
        5 => new WorldRow(id, -1, new LaneKey(-1, LanePart.Silent), UpdateKind.Manager, storedAt),
        6 => new WorldRow(id, 50, new LaneKey(50), UpdateKind.Stranger, storedAt),
        7 => new WorldRow(id, 60, new LaneKey(60), UpdateKind.Nobody, storedAt),
        _ => new WorldRow(id, 70, new LaneKey(70), UpdateKind.Unreadable, storedAt),
    };

    public ReadRow Read() => kind switch
    {
        UpdateKind.Client => new ReadRow.Wanted(Pending(new IncomingUpdate.ForClient(
            new ClientUpdate(id, chatId, null, new ClientInput.Text("привет"))))),
        UpdateKind.Manager or UpdateKind.Stranger => new ReadRow.Wanted(Pending(new IncomingUpdate.ForManager(
            new ManagerUpdate(id, chatId, IsGroup: true, new Person(5, "Пётр", null), new ManagerInput.Other())))),
        UpdateKind.Nobody => new ReadRow.ForNobody(),
        _ => new ReadRow.Unreadable("no update"),
    };

    private PendingUpdate Pending(IncomingUpdate incoming) =>
        new(id, chatId, incoming, Attempts, isTrusted: kind == UpdateKind.Manager, lane)
        {
            Flood = EndsFlood ? new FloodEnd(isNoted: true) : null,
        };
}
