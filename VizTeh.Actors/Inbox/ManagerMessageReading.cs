using System.Text.RegularExpressions;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Inbox;

/// <summary>Reads what a message in a managers' chat would be as an answer to a client.</summary>
internal static partial class ManagerMessageReading
{
    // Bot API: Message.text, Message.caption.
    private const int LongestText = 4096;
    private const int LongestCaption = 1024;

    /// <summary>
    /// The words with the addresses of their hidden links, unless they would become longer than a message may be; null for none.
    /// </summary>
    public static string? WordsWithLinks(this MessageDto message) => message switch
    {
        { Text: { } text } => HiddenLinks.WrittenOut(text, message.Entities, LongestText),
        { Caption: { } caption } => HiddenLinks.WrittenOut(caption, message.CaptionEntities, LongestCaption),
        _ => null,
    };

    /// <summary>Null when Telegram does not name the message.</summary>
    public static ManagerMessage? ToManagerMessage(this MessageDto message)
    {
        if (message.MessageId is not (> 0 and { } id) || message.Date is not (> 0 and { } sentAt))
            return null;
        var file = MessageAttachment.Of(message);
        return new ManagerMessage(id, message.EditDate ?? sentAt)
        {
            ReplyTo = message.ReplyToMessage is { IsFromBot: true, MessageId: > 0 and { } repliedId, AuthorId: { } botId } replied
                ? new RepliedMessage(repliedId, botId, replied.TicketButtonData, TicketNumber().IsMatch(replied.Text ?? ""))
                : null,
            File = file,
            AlbumId = message.MediaGroupId,
            HasMore = file is null && message.Text is null,
        };
    }

    [GeneratedRegex(@"№\s?\d", RegexOptions.CultureInvariant)]
    private static partial Regex TicketNumber();
}
