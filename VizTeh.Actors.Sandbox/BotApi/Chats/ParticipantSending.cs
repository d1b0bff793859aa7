using System.Text;
using System.Text.Json.Nodes;
using VizTeh.Actors.Sandbox.BotApi.Text;

namespace VizTeh.Actors.Sandbox.BotApi.Chats;

/// <summary>The messages that a person sends.</summary>
public static class ParticipantSending
{
    /// <summary>Sends typed text. As in the apps, a text over 4096 characters is sent as several messages; the last is returned.</summary>
    /// <exception cref="ArgumentException">The text has no visible character: an app would not send it.</exception>
    /// <exception cref="InvalidOperationException">The person blocked the bot, or the bot is not in the group.</exception>
    public static ChatMessage SendText(this ChatParticipant participant, string text, ChatMessage? replyTo = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (TextRules.IsBlank(TextRules.FromPerson(text).Plain))
            throw new ArgumentException("Telegram sends no blank text.", nameof(text));
        lock (participant.State.Gate)
        {
            return Pieces(text)
                .Select(piece => TextRules.FromPerson(piece))
                .Where(piece => !TextRules.IsBlank(piece.Plain))
                .Select(piece => participant.Post(new MessageContent(MessageKind.Text, piece) { Source = piece.Plain }, replyTo))
                .ToArray()[^1];
        }
    }

    /// <summary>
    /// Replaces the text, or the caption, of a message that this person wrote; the bot gets an <c>edited_message</c>.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The text is blank, or over 4096 characters, or a caption over 1024: an app would not send it.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// It has neither, or is no message of this person's, or too old, or the person cannot write here.
    /// </exception>
    public static void EditText(this ChatParticipant participant, ChatMessage message, string text)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(text);
        var edited = TextRules.FromPerson(text);
        var limit = message.Kind == MessageKind.Text ? TextRules.MessageLimit : TextRules.CaptionLimit;
        if (TextRules.IsBlank(edited.Plain) || TextRules.CodePoints(edited.Plain) > limit)
            throw new ArgumentException($"A text has 1 to {limit} characters.", nameof(text));
        lock (participant.State.Gate)
            participant.Edit(message, edited);
    }

    /// <summary>Replaces the caption of a file that this person sent; the bot gets an <c>edited_message</c>.</summary>
    /// <param name="caption">Empty for none.</param>
    /// <exception cref="ArgumentException">The caption is over 1024 characters.</exception>
    /// <exception cref="InvalidOperationException">It is no file of this person's, or too old, or the person cannot write here.</exception>
    public static void EditCaption(this ChatParticipant participant, ChatMessage message, string caption)
    {
        ArgumentNullException.ThrowIfNull(message);
        var edited = TextRules.FromPerson(caption);
        if (TextRules.CodePoints(edited.Plain) > TextRules.CaptionLimit)
            throw new ArgumentException($"A caption has up to {TextRules.CaptionLimit} characters.", nameof(caption));
        if (message.Kind == MessageKind.Text)
            throw new InvalidOperationException("A text has no caption.");
        lock (participant.State.Gate)
            participant.Edit(message, edited);
    }

    /// <exception cref="ArgumentException">The caption is over 1024 characters.</exception>
    public static ChatMessage SendPhoto(this ChatParticipant participant, string? caption = null, ChatMessage? replyTo = null)
    {
        lock (participant.State.Gate)
        {
            var sizes = participant.State.Files.AddPhoto();
            return participant.PostMedia(
                MessageKind.Photo, "photo", FileRegistry.PhotoSizes(sizes), caption, sizes[^1].Id, replyTo: replyTo);
        }
    }

    /// <summary>Shares the person's own contact, as a button of the reply keyboard does.</summary>
    public static ChatMessage ShareOwnContact(this ChatParticipant participant) => participant.ShareContact(
        participant.Person.Phone, participant.Person.Id, participant.Person.FirstName, participant.Person.LastName);

    /// <param name="userId">The contact's account; null if there is none, or if it is hidden.</param>
    public static ChatMessage ShareContact(
        this ChatParticipant participant, string phone, long? userId, string firstName, string? lastName = null)
    {
        var contact = new JsonObject { ["phone_number"] = phone, ["first_name"] = firstName };
        if (lastName is not null)
            contact["last_name"] = lastName;
        if (userId is { } id)
            contact["user_id"] = id;
        lock (participant.State.Gate)
            return participant.PostMedia(MessageKind.Contact, "contact", contact, null);
    }

    internal static ChatMessage PostMedia(
        this ChatParticipant participant, MessageKind kind, string field, JsonNode value, string? caption, string? photoFileId = null,
        string? albumId = null, ChatMessage? replyTo = null)
    {
        var text = TextRules.FromPerson(caption ?? "");
        if (TextRules.CodePoints(text.Plain) > TextRules.CaptionLimit)
            throw new ArgumentException($"A caption has up to {TextRules.CaptionLimit} characters.", nameof(caption));
        var content = new MessageContent(kind, text)
        {
            Source = text.Plain,
            PhotoFileId = photoFileId,
            FileId = photoFileId ?? (value as JsonObject)?["file_id"]?.GetValue<string>(),
            MediaField = field,
            MediaJson = value.ToJsonString(),
            AlbumId = albumId,
        };
        return participant.Post(content, replyTo);
    }

    private static IEnumerable<string> Pieces(string text)
    {
        var piece = new StringBuilder();
        var count = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            piece.Append(rune.ToString());
            if (++count < TextRules.MessageLimit)
                continue;
            yield return piece.ToString();
            piece.Clear();
            count = 0;
        }

        if (piece.Length > 0)
            yield return piece.ToString();
    }
}
