using System.Text.Json.Serialization;

namespace VizTeh.Actors.Updates;

/// <summary>
/// What a client did, as far as a conversation can tell things apart. Everything in it is untrusted; what a client typed and phone
/// numbers are left out of <see cref="object.ToString"/>, so that a log that prints a message does not hold them.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Text), "text")]
[JsonDerivedType(typeof(Contact), "contact")]
[JsonDerivedType(typeof(Press), "press")]
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

    /// <summary>A shared contact.</summary>
    /// <param name="PhoneNumber">As Telegram gives it: international digits, with or without a plus.</param>
    /// <param name="IsOwn">Whether the contact is the sender's own account.</param>
    public sealed record Contact(string PhoneNumber, bool IsOwn) : ClientInput
    {
        public override string ToString() => $"{nameof(Contact)}, own: {IsOwn}";
    }

    /// <summary>A press of an inline button.</summary>
    /// <param name="CallbackQueryId">To be answered always, else the button keeps its spinner.</param>
    /// <param name="Data">The button's data; null for a press that carries none (a game).</param>
    public sealed record Press(string CallbackQueryId, string? Data) : ClientInput;

    /// <summary>Anything the form has no use for.</summary>
    public sealed record Unsupported(UnsupportedKind Kind) : ClientInput;
}

/// <summary>The kinds of message that get a sentence of their own in a refusal; the rest is <see cref="Other"/>.</summary>
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
