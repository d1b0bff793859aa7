namespace VizTeh.Actors.Sandbox.BotApi.Chats;

/// <summary>A person with a Telegram account. The bot does not know an account before it writes to the bot or is seen in a group.</summary>
public sealed class Person
{
    private readonly BotApiState _state;

    internal Person(BotApiState state, long id, string firstName, string? lastName, string? username, string phone)
    {
        _state = state;
        (Id, FirstName, LastName, Username, Phone) = (id, firstName, lastName, username, phone);
        Room = new PrivateRoom(state, this);
        Chat = new ChatParticipant(state, Room, this);
    }

    public long Id { get; }

    public string FirstName { get; }

    public string? LastName { get; }

    /// <summary>The name without the @; null if the person has none.</summary>
    public string? Username { get; }

    /// <summary>The phone number as the account has it: digits, usually without a plus.</summary>
    public string Phone { get; }

    /// <summary>The person's participant in the private chat with the bot.</summary>
    public ChatParticipant Chat { get; }

    internal PrivateRoom Room { get; }

    /// <summary>The account is deleted: sends get 403.</summary>
    internal bool Deactivated { get; private set; }

    /// <summary>Seen in a group: the bot may not begin a conversation, but knows the account.</summary>
    internal bool Seen { get; set; }

    /// <summary>Deletes the account: from now on every send of the bot is refused.</summary>
    public void Deactivate()
    {
        lock (_state.Gate)
            Deactivated = true;
    }

    public override string ToString() => LastName is null ? FirstName : $"{FirstName} {LastName}";
}
