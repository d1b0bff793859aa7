using System.Text.Json.Serialization;

namespace VizTeh.Actors.Updates;

/// <summary>Something that happened in a manager's chat, or a press of a ticket's button anywhere. Answered with a
/// <see cref="IUpdateReport"/>; may be repeated at will.</summary>
/// <param name="ChatId">Where; null when Telegram does not say (a press on a message it no longer shows the bot).</param>
/// <param name="IsGroup">Whether people also talk to each other there.</param>
/// <param name="From">Who did it; the chat in whose name it was written, for an anonymous administrator or a channel.</param>
/// <param name="TopicId">The topic of a forum that it was done in; null in General and outside of forums.</param>
public sealed record ManagerUpdate(long UpdateId, long? ChatId, bool IsGroup, Person From, ManagerInput Input, int? TopicId = null)
{
    // Undelivered messages are logged; what a person wrote must not be.
    public override string ToString() => $"update {UpdateId} of user {From.Id}: {Input.GetType().Name}";
}

/// <param name="Name">First and last name as the person wrote them: untrusted.</param>
/// <param name="Username">Without @; null when there is none.</param>
public sealed record Person(long Id, string Name, string? Username);

[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Text), "text")]
[JsonDerivedType(typeof(Press), "press")]
[JsonDerivedType(typeof(Other), "other")]
[JsonDerivedType(typeof(Migrated), "migrated")]
[JsonDerivedType(typeof(Membership), "membership")]
public abstract record ManagerInput
{
    private ManagerInput()
    {
    }

    /// <summary>A text, or the caption of something.</summary>
    /// <param name="PhotoFileId">The largest size's <c>file_id</c> when the text is a photo's caption.</param>
    public sealed record Text(string Value, string? PhotoFileId) : ManagerInput;

    /// <summary>A press of an inline button.</summary>
    /// <param name="MessageId">The message that carries the button; null when Telegram does not say.</param>
    public sealed record Press(string CallbackQueryId, string? Data, long? MessageId) : ManagerInput;

    /// <summary>Anything without words.</summary>
    public sealed record Other : ManagerInput;

    /// <summary>Telegram's word that the group has become a supergroup.</summary>
    public sealed record Migrated(long OldChatId, long NewChatId) : ManagerInput;

    /// <summary>Telegram's word that the bot was let into the chat, or put out of it.</summary>
    public sealed record Membership(bool IsMember) : ManagerInput;
}
