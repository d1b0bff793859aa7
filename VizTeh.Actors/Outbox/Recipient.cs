namespace VizTeh.Actors.Outbox;

/// <summary>The group of people that a message is for; it decides to which chats the message may be sent.</summary>
public enum Recipient
{
    /// <summary>The managers: the message may hold any client's data, so it is sent to managers' chats only.</summary>
    Managers,

    /// <summary>A client: the message is sent to that person's private chat, whose id is the person's id.</summary>
    Client,
}

internal static class Recipients
{
    /// <summary>The value in column <c>outbox.recipient</c>.</summary>
    public static string ToColumn(this Recipient recipient) => recipient switch
    {
        Recipient.Managers => "managers",
        Recipient.Client => "client",
        _ => throw new ArgumentOutOfRangeException(nameof(recipient), recipient, "a recipient that has no name in the table"),
    };

    /// <summary>Any value but a client's is read as the managers', the recipient with the stricter rule.</summary>
    public static Recipient FromColumn(string recipient) => recipient == "client" ? Recipient.Client : Recipient.Managers;
}
