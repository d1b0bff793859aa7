using System.Globalization;
using VizTeh.Actors.Sandbox.BotApi.Calls;

namespace VizTeh.Actors.Sandbox.BotApi.Chats;

/// <summary>Every person and chat. Used under the server's lock.</summary>
internal sealed class ChatRegistry(BotApiState state)
{
    private const long SupergroupIdBase = -1_000_000_000_000;

    private readonly Dictionary<long, Person> _people = [];
    private readonly Dictionary<long, GroupRoom> _groups = [];
    private long _nextPersonId = 512_000_001;
    private long _nextGroupId = 2_600_000_001;
    private int _lastMessageId;
    private Person? _serviceAccount;

    /// <summary>Telegram's service account, which forwards a channel's posts to the channel's group.</summary>
    public Person ServiceAccount => _serviceAccount ??= new Person(state, Voice.ServiceAccountId, "Telegram", null, null, "42777");

    public int NextMessageId() => ++_lastMessageId;

    public Person? FindPerson(long id) => _people.GetValueOrDefault(id);

    public bool HasPerson(long id) => _people.ContainsKey(id);

    public Person AddPerson(string firstName, string? username, long? id, string? lastName, string? phone)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(firstName);
        var own = id ?? _nextPersonId;
        if (own <= 0 || own == state.BotId || _people.ContainsKey(own))
            throw new ArgumentException($"The id {own} is taken or not positive.", nameof(id));
        while (_nextPersonId == own || _people.ContainsKey(_nextPersonId))
            _nextPersonId += 7;
        var number = phone ?? string.Create(CultureInfo.InvariantCulture, $"7900{own % 10_000_000:D7}");
        return _people[own] = new Person(state, own, firstName, lastName, username, number);
    }

    public Group AddGroup(string title, Person[] members, bool supergroup)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        var number = _nextGroupId++;
        var room = new GroupRoom(state, supergroup ? SupergroupIdBase - number : -number, title, supergroup);
        room.Members.AddRange(members);
        _groups[room.Id] = room;
        return new Group(state, room);
    }

    public Channel AddChannel(string title, string? username)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        return new Channel(SupergroupIdBase - _nextGroupId++, title, username);
    }

    /// <summary>The chat of a bot's `chat_id`, whether or not the bot may write there.</summary>
    /// <exception cref="RefusalException">"chat_id is empty", "chat not found"</exception>
    public ChatRoom Find(string chatId)
    {
        if (chatId.Length == 0)
            throw Refuse.BadRequest("chat_id is empty");
        var id = chatId[0] == '@' ? 0 : RequestParameters.LeadingInteger(chatId);
        if (id == state.BotId)
            throw Refuse.Forbidden("the bot can't send messages to the bot");
        if (_groups.TryGetValue(id, out var group))
            return group;
        return _people.TryGetValue(id, out var person) && (person.Room.Started || person.Seen) ? person.Room : throw NotFound();
    }

    public static RefusalException NotFound() => Refuse.BadRequest("chat not found");
}
