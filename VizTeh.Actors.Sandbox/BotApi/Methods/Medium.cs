using System.Text.Json.Nodes;
using Microsoft.AspNetCore.StaticFiles;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Text;

namespace VizTeh.Actors.Sandbox.BotApi.Methods;

/// <summary>A photo, a document or another file that a bot sends, alone or in an album.</summary>
/// <param name="Source">The caption as it was sent, with its markup.</param>
internal sealed record Medium(MessageKind Kind, NamedFile File, FormattedText Caption, string Source)
{
    /// <summary>Bot API, "Sending files".</summary>
    private const int MaxUploadBytes = 50 << 20;

    private const int MaxPhotoBytes = 10 << 20;
    private const string UnknownType = "application/octet-stream";

    // The kinds of messages with a file: the kind of the file, and the field of the Bot API's Message.
    private static readonly Dictionary<MessageKind, (FileKind File, string Field)> Files = new()
    {
        [MessageKind.Photo] = (FileKind.Photo, "photo"),
        [MessageKind.Document] = (FileKind.Document, "document"),
        [MessageKind.Video] = (FileKind.Video, "video"),
        [MessageKind.Audio] = (FileKind.Audio, "audio"),
        [MessageKind.Voice] = (FileKind.VoiceNote, "voice"),
        [MessageKind.VideoNote] = (FileKind.VideoNote, "video_note"),
        [MessageKind.Animation] = (FileKind.Animation, "animation"),
    };

    private static readonly FileExtensionContentTypeProvider Types = new();

    /// <summary>Checks the medium, the file before the caption as in TDLib, and stores nothing yet.</summary>
    /// <returns>A function that stores the uploaded file.</returns>
    /// <exception cref="RefusalException">The medium cannot be sent.</exception>
    /// <exception cref="UnsentException">Telegram's servers, not the Bot API server, would refuse the medium.</exception>
    public Func<MessageContent> Prepare(BotApiState state)
    {
        Func<StoredFile[]> store;
        switch (File)
        {
            case NamedFile.Uploaded { File: var upload }:
                if (Kind is not (MessageKind.Photo or MessageKind.Document))
                    throw Refuse.BadRequest("This emulated server takes uploads of photos and documents only");
                Check(upload);
                store = () => Kind == MessageKind.Photo
                    ? state.Files.AddPhoto(upload.Content)
                    : [state.Files.AddDocument(upload.Content, UploadedName.Clean(upload.Name), TypeOf(upload.Name))];
                break;
            case NamedFile.Known known:
                var file = Find(state, known);
                store = () => [file];
                break;
            default:
                throw new InvalidOperationException($"{File} is neither uploaded nor known.");
        }

        if (TextRules.CodePoints(Caption.Plain) > TextRules.CaptionLimit)
            throw Refuse.BadRequest("Message caption is too long");
        return () => Content(store());
    }

    /// <summary>
    /// Telegram inspects an uploaded document and may turn it into a video, an animation, a sticker or music, by unpublished rules. An
    /// emulator that kept such a file a document would mislead.
    /// </summary>
    /// <exception cref="RefusalException">The name is that of such a kind.</exception>
    public static void RefuseWhatTelegramWouldRecognise(string name)
    {
        var type = TypeOf(name);
        if (type is "image/gif" or "image/webp" || type.StartsWith("video/", StringComparison.Ordinal)
            || type.StartsWith("audio/", StringComparison.Ordinal) || name.EndsWith(".tgs", StringComparison.OrdinalIgnoreCase))
        {
            throw Refuse.BadRequest($"This emulated server sends {type} only with disable_content_type_detection");
        }
    }

    /// <exception cref="RefusalException">The call has a thumbnail: an emulated document has none.</exception>
    public static void RefuseThumbnail(RequestParameters parameters, string named)
    {
        var thumbnail = NamedFile.OfName(parameters, named) as NamedFile.Uploaded;
        if (thumbnail is not null || parameters.File("thumbnail") is not null || parameters.File("thumb") is not null)
            throw Refuse.BadRequest("This emulated server keeps no thumbnails of documents");
    }

    private MessageContent Content(StoredFile[] files)
    {
        var isPhoto = Kind == MessageKind.Photo;
        JsonNode json = isPhoto ? FileRegistry.PhotoSizes(files) : FileRegistry.MediumJson(files[^1]);
        return new MessageContent(Kind, Caption)
        {
            Source = Source,
            PhotoFileId = isPhoto ? files[^1].Id : null,
            FileId = files[^1].Id,
            MediaField = Files[Kind].Field,
            MediaJson = json.ToJsonString(),
        };
    }

    private void Check(UploadedFile upload)
    {
        var size = upload.Content.Length;
        if (size > MaxUploadBytes)
            throw new RefusalException(new Refusal(413, "Request Entity Too Large"));
        if (size == 0)
            throw Refuse.BadRequest("File must be non-empty");
        if (Kind == MessageKind.Photo && size > MaxPhotoBytes)
            throw Refuse.BadRequest($"File of size {size} bytes is too big for a photo; the maximum size is {MaxPhotoBytes} bytes");
    }

    private StoredFile Find(BotApiState state, NamedFile.Known known)
    {
        if (known.IsAddress)
            throw new UnsentException("WEBPAGE_CURL_FAILED", "Failed to get HTTP URL content");
        if (state.Files.Find(known.Id) is { } file)
        {
            // The documentation forbids any other kind ("Sending files"). TDLib accepts a video or a sticker as a document; how its servers
            // then send it is not published.
            var wanted = Files[Kind].File;
            return file.Kind == wanted ? file : throw Refuse.BadRequest($"Can't use file of type {file.Kind} as {wanted}");
        }

        const string Wrong = "Wrong file identifier/HTTP URL specified";
        throw known.Id.All(symbol => char.IsAsciiLetterOrDigit(symbol) || symbol is '-' or '_')
            ? new UnsentException(Wrong, Wrong)
            : Refuse.BadRequest("wrong remote file identifier specified: Wrong character in the string");
    }

    private static string TypeOf(string name) => Types.TryGetContentType(name, out var type) ? type : UnknownType;
}

/// <summary>
/// A refusal of Telegram's servers, not of the Bot API server in front of them: in an album it is reported with the message's number
/// (Client::on_message_send_failed), in the servers' own words.
/// </summary>
/// <param name="inServersWords">The servers' words.</param>
/// <param name="alone">The Bot API server's words for a message sent alone.</param>
internal sealed class UnsentException(string inServersWords, string alone) : RefusalException(Refuse.BadRequest(alone).Refusal)
{
    public RefusalException InAlbum(int number) =>
        Refuse.BadRequest($"Failed to send message #{number} with the error message \"{inServersWords}\"");
}
