using System.Text.Json.Serialization;
using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Updates;

/// <summary>
/// A client's action, reduced to what a conversation distinguishes. All of it is untrusted. <see cref="object.ToString"/> leaves out typed
/// texts and phone numbers, so that a logged message does not hold them.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Text), "text")]
[JsonDerivedType(typeof(Edited), "edited")]
[JsonDerivedType(typeof(Contact), "contact")]
[JsonDerivedType(typeof(Press), "press")]
[JsonDerivedType(typeof(File), "file")]
[JsonDerivedType(typeof(Unsupported), "unsupported")]
public abstract record ClientInput
{
    private ClientInput()
    {
    }

    /// <summary>A text message, as typed or sent by a menu button.</summary>
    public sealed record Text(string Value) : ClientInput
    {
        public override string ToString() => $"{nameof(Text)} of {Value.Length} characters";
    }

    /// <summary>
    /// The new text or caption of a message that the client edited. The update's stamp is that of the message as it was first sent.
    /// </summary>
    public sealed record Edited(string Value) : ClientInput
    {
        /// <summary>When it was edited: Unix seconds, by Telegram's clock; null when Telegram did not say.</summary>
        public long? EditedAt { get; init; }

        public override string ToString() => $"{nameof(Edited)} to {Value.Length} characters";
    }

    /// <summary>A shared contact.</summary>
    /// <param name="PhoneNumber">As Telegram gives it: international digits, with or without a plus.</param>
    /// <param name="IsOwn">Whether the contact is the sender's own account.</param>
    public sealed record Contact(string PhoneNumber, bool IsOwn) : ClientInput
    {
        public override string ToString() => $"{nameof(Contact)}, own: {IsOwn}";
    }

    /// <summary>A press of an inline button.</summary>
    /// <param name="CallbackQueryId">Has to be answered in any case; until then the app shows a spinner on the button.</param>
    /// <param name="Data">The button's data; null for a press that carries none (a game).</param>
    /// <param name="MessageId">The message that has the button; null when Telegram does not say, as for a very old message.</param>
    public sealed record Press(string CallbackQueryId, string? Data, long? MessageId = null) : ClientInput;

    /// <summary>A file or a place.</summary>
    public sealed record File(Attachment Attachment) : ClientInput
    {
        /// <summary>The words under it, as typed; null for none.</summary>
        public string? Caption { get; init; }

        /// <summary>The album that the message is a part of (Bot API, media_group_id); null for a message of its own.</summary>
        public string? AlbumId { get; init; }

        public override string ToString() => $"{nameof(File)}: {Attachment}";
    }

    /// <summary>A message of a kind that the form does not use.</summary>
    public sealed record Unsupported(UnsupportedKind Kind) : ClientInput
    {
        /// <summary>The words under a file, as typed; null for none.</summary>
        public string? Caption { get; init; }

        public override string ToString() => $"{nameof(Unsupported)} {Kind}";
    }
}

/// <summary>The kinds of message that a refusal names in a sentence of their own; any other kind is <see cref="Other"/>.</summary>
public enum UnsupportedKind
{
    Other,
    Photo,
    Sticker,
    Voice,
    Video,
    Document,
    Location,
}
