using System.Text.Json.Serialization;

namespace VizTeh.Actors.Updates;

/// <summary>
/// An action in a manager's chat, or a press of a ticket's button in any chat. The receiver answers with an <see cref="IUpdateReport"/> and
/// is idempotent.
/// </summary>
/// <param name="ChatId">
/// The chat of the action; null when Telegram does not say (a press on a message that it no longer shows the bot).
/// </param>
/// <param name="IsGroup">Whether the chat is a group, in which people also talk to each other.</param>
/// <param name="From">The author. For an anonymous administrator or a channel, the chat in whose name it was written.</param>
/// <param name="TopicId">The forum topic of the action; null in General and outside of forums.</param>
public sealed record ManagerUpdate(long UpdateId, long? ChatId, bool IsGroup, Person From, ManagerInput Input, int? TopicId = null)
{
    /// <summary>The message itself, for one that may be an answer to a client; null for anything else.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ManagerMessage? Message { get; init; }

    // Undelivered messages are logged, and a log must not hold what a person wrote.
    public override string ToString() => $"update {UpdateId} of user {From.Id}: {Input.GetType().Name}";
}

/// <param name="Name">First and last name as the person wrote them: untrusted.</param>
/// <param name="Username">Without @; null when there is none.</param>
public sealed record Person(long Id, string Name, string? Username);

/// <summary>The message of a bot whose button was pressed, as far as Telegram shows it.</summary>
/// <param name="ButtonData">The data of its first button; null when it has none.</param>
public sealed record PressedMessage(string? ButtonData)
{
    /// <summary>What it shows in the typeface of code first; null for nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Words { get; init; }

    // A log must not hold what a person wrote.
    public override string ToString() => nameof(PressedMessage);
}

[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Text), "text")]
[JsonDerivedType(typeof(Press), "press")]
[JsonDerivedType(typeof(Other), "other")]
[JsonDerivedType(typeof(Edit), "edit")]
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
    public sealed record Press(string CallbackQueryId, string? Data, long? MessageId) : ManagerInput
    {
        /// <summary>
        /// What the message shows, for a press of a list's button; null for any other, and when Telegram does not show the message.
        /// </summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public PressedMessage? Shown { get; init; }
    }

    /// <summary>The new text or caption of a message that was sent before; empty when it has none any more.</summary>
    public sealed record Edit(string Value) : ManagerInput
    {
        public override string ToString() => $"{nameof(Edit)} to {Value.Length} characters";
    }

    /// <summary>A message without text or caption.</summary>
    public sealed record Other : ManagerInput;

    /// <summary>Telegram's notification that the group has become a supergroup.</summary>
    public sealed record Migrated(long OldChatId, long NewChatId) : ManagerInput;

    /// <summary>Telegram's notification that the bot was added to the chat or removed from it.</summary>
    public sealed record Membership(bool IsMember) : ManagerInput;
}
