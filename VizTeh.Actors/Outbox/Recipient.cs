namespace VizTeh.Actors.Outbox;

/// <summary>Whom a message is for, which says where it may be sent.</summary>
public enum Recipient
{
    /// <summary>The managers: it may hold any client's data, and goes to a managers' chat or nowhere.</summary>
    Managers,

    /// <summary>A client: it goes to that person's private chat, whose id is the person's own.</summary>
    Client,
}

internal static class Recipients
{
    /// <summary>As column <c>outbox.recipient</c> holds it.</summary>
    public static string ToColumn(this Recipient recipient) => recipient switch
    {
        Recipient.Managers => "managers",
        Recipient.Client => "client",
        _ => throw new ArgumentOutOfRangeException(nameof(recipient), recipient, "a recipient that has no name in the table"),
    };

    /// <summary>What is not surely a client's is for managers only.</summary>
    public static Recipient FromColumn(string recipient) => recipient == "client" ? Recipient.Client : Recipient.Managers;
}
