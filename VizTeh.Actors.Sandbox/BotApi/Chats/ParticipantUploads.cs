using System.Globalization;

namespace VizTeh.Actors.Sandbox.BotApi.Chats;

/// <summary>A picture as an app sends it: made smaller and turned into a JPEG by the app itself.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
public sealed record Picture(byte[] Content, int Width, int Height);

/// <summary>A file that is sent as it is.</summary>
/// <param name="Name">With its extension, without a folder.</param>
public sealed record Attachment(byte[] Content, string Name, string MimeType);

/// <summary>The pictures and files with a content of their own that a person sends.</summary>
public static class ParticipantUploads
{
    /// <summary>Telegram's apps put up to ten pictures into one album (Bot API, sendMediaGroup).</summary>
    public const int AlbumLimit = 10;

    /// <summary>
    /// Sends pictures: one alone, several as an album, which to the bot is one message each with the same <c>media_group_id</c>. The
    /// caption belongs to the first.
    /// </summary>
    /// <param name="captioned">The picture to which it belongs instead, counted from 0.</param>
    /// <exception cref="ArgumentException">None, more than an album holds, or a caption over 1024 characters.</exception>
    public static IReadOnlyList<ChatMessage> SendPictures(
        this ChatParticipant participant, IReadOnlyList<Picture> pictures, string? caption = null, ChatMessage? replyTo = null,
        int captioned = 0)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        if (pictures.Count is 0 or > AlbumLimit)
            throw new ArgumentException($"An album has 1 to {AlbumLimit} pictures.", nameof(pictures));
        lock (participant.State.Gate)
        {
            var album = pictures.Count > 1 ? participant.State.NextCallbackId().ToString(CultureInfo.InvariantCulture) : null;
            return
            [
                .. pictures.Select((picture, index) =>
                {
                    var sizes = participant.State.Files.AddPhoto(picture.Content, picture.Width, picture.Height);
                    return participant.PostMedia(
                        MessageKind.Photo, "photo", FileRegistry.PhotoSizes(sizes), index == captioned ? caption : null, sizes[^1].Id,
                        album, replyTo);
                }),
            ];
        }
    }

    /// <exception cref="ArgumentException">The caption is over 1024 characters.</exception>
    public static ChatMessage SendFile(
        this ChatParticipant participant, Attachment file, string? caption = null, ChatMessage? replyTo = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        lock (participant.State.Gate)
        {
            var stored = participant.State.Files.AddDocument(file.Content, file.Name, file.MimeType);
            return participant.PostMedia(MessageKind.Document, "document", FileRegistry.DocumentJson(stored), caption, replyTo: replyTo);
        }
    }
}
