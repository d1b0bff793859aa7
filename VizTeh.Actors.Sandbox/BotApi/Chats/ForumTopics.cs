using System.Text.Json.Nodes;

namespace VizTeh.Actors.Sandbox.BotApi.Chats;

/// <summary>A topic of a forum.</summary>
public sealed class Topic
{
    /// <summary>The id of General (Client.h, GENERAL_FORUM_TOPIC_ID).</summary>
    public const int GeneralId = 1;

    private readonly BotApiState _state;

    internal Topic(BotApiState state, GroupRoom room, int id, string name)
    {
        (_state, Room, Id, Name) = (state, room, id, name);
    }

    /// <summary>The id of the service message that began the topic.</summary>
    public int Id { get; }

    public string Name { get; }

    /// <summary>Whether only administrators may write in the topic; the bot is none.</summary>
    public bool IsClosed { get; private set; }

    public bool IsDeleted { get; private set; }

    internal GroupRoom Room { get; }

    /// <summary>The thread id of the topic's messages; null in General.</summary>
    internal int? ThreadId => Id == GeneralId ? null : Id;

    /// <summary>The first member closes the topic; a service message announces it.</summary>
    public void Close() => SetClosed(true, "forum_topic_closed");

    public void Reopen() => SetClosed(false, "forum_topic_reopened");

    /// <summary>The first member deletes the topic with all of its messages; no update is sent.</summary>
    public void Delete()
    {
        lock (_state.Gate)
        {
            if (Id == GeneralId)
                throw new InvalidOperationException("General cannot be deleted.");
            foreach (var message in Room.Messages.Where(message => message.TopicId == Id).ToArray())
                Room.Delete(message);
            IsDeleted = true;
        }
    }

    private void SetClosed(bool closed, string serviceMessage)
    {
        lock (_state.Gate)
        {
            if (IsClosed == closed || IsDeleted)
                return;
            IsClosed = closed;
            Room.PostService(Room.Members[0], serviceMessage, new JsonObject(), new Placement(TopicId: ThreadId));
        }
    }
}

/// <summary>The topics of a supergroup. Used under the server's lock.</summary>
internal sealed class ForumTopics(BotApiState state, GroupRoom room)
{
    private readonly Dictionary<int, Topic> _topics = [];

    public Topic General { get; } = new(state, room, Topic.GeneralId, "General");

    public Topic Add(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var about = new JsonObject { ["name"] = name, ["icon_color"] = 7_322_096 };
        var id = room.NextMessageId;
        room.PostService(room.Members[0], "forum_topic_created", about, new Placement(TopicId: id));
        return _topics[id] = new Topic(state, room, id, name);
    }

    /// <summary>The topic of a message; null for a message outside of topics, and for a deleted topic.</summary>
    public Topic? Find(int? threadId) => threadId is { } id && _topics.TryGetValue(id, out var topic) && !topic.IsDeleted ? topic : null;

    /// <summary>The topic of a call's <c>message_thread_id</c>; null if it has none (Client::check_message_topic).</summary>
    /// <exception cref="RefusalException">"message thread not found", of General too</exception>
    public Topic? Named(int threadId) =>
        threadId == 0 ? null : Find(threadId) ?? throw Refuse.BadRequest("message thread not found");
}
