using System.Text.Json.Serialization;
using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Updates;

/// <summary>A message in a managers' chat that may be an answer to a client. All of it is untrusted.</summary>
/// <param name="Id">Telegram's message_id in that chat.</param>
/// <param name="SentAt">Unix seconds, by Telegram's clock; of an edit, when it was edited.</param>
public sealed record ManagerMessage(long Id, long SentAt)
{
    /// <summary>The message of a bot to which it is a reply; null when it is none.</summary>
    public RepliedMessage? ReplyTo { get; init; }

    /// <summary>A file or a place; null for none, and for one that cannot be sent again.</summary>
    public Attachment? File { get; init; }

    /// <summary>The album that it is a part of; null for a message of its own.</summary>
    public string? AlbumId { get; init; }

    /// <summary>Whether it has content that the bot cannot send to anybody: a sticker, a poll, a contact.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool HasMore { get; init; }

    // A log must not hold what a person wrote.
    public override string ToString() => $"{nameof(ManagerMessage)} {Id}";
}

/// <summary>The message of a bot to which another is a reply, as far as Telegram shows it.</summary>
/// <param name="BotId">Its author.</param>
/// <param name="ButtonData">The data of its first button of a ticket; null when it has none.</param>
/// <param name="NamesTicket">Whether its text holds the number of a ticket.</param>
public sealed record RepliedMessage(long Id, long BotId, string? ButtonData = null, bool NamesTicket = false);
