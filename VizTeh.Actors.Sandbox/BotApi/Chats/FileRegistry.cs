using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace VizTeh.Actors.Sandbox.BotApi.Chats;

/// <summary>The kinds of files, named as in TDLib (FileType.cpp), whose refusals use the names.</summary>
internal enum FileKind
{
    Photo,
    Document,
    Sticker,
    Video,
    VoiceNote,
    Audio,
    VideoNote,
    Animation,
}

/// <summary>A file on the server; every size of a photo is one.</summary>
internal sealed record StoredFile(FileKind Kind, string Id, string UniqueId, string Path, int Width, int Height, byte[] Content)
{
    /// <summary>The name with its extension; empty for a file without a name.</summary>
    public string Name { get; init; } = "";

    public string MimeType { get; init; } = "";
}

/// <summary>The files on the server; a bot may send one of them again by its id. Used under the server's lock.</summary>
internal sealed class FileRegistry
{
    // More than a run of an hour sends, whose audit asks for each of them.
    private const int Limit = 100_000;
    private const long ByteLimit = 256 << 20;

    private readonly Dictionary<string, StoredFile> _byId = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private long _bytes;
    private int _last;

    public StoredFile? Find(string id) => _byId.GetValueOrDefault(id);

    public StoredFile? FindByPath(string path) => _byId.Values.FirstOrDefault(file => file.Path == path);

    public StoredFile Add(FileKind kind, int width = 0, int height = 0, byte[]? content = null, string name = "", string mimeType = "")
    {
        var number = ++_last;
        var folder = kind == FileKind.VoiceNote ? "voice" : kind.ToString().ToLowerInvariant();
        var file = new StoredFile(
            kind, UrlSafe($"{folder}/{number}/{width}x{height}/sandbox-file-reference"), UrlSafe($"{folder}{number}"),
            string.Create(CultureInfo.InvariantCulture, $"{folder}s/file_{number}"), width, height,
            content ?? Encoding.ASCII.GetBytes(folder))
        {
            Name = name,
            MimeType = mimeType,
        };
        _byId[file.Id] = file;
        _order.Enqueue(file.Id);
        _bytes += file.Content.Length;
        while (_order.Count > Limit || _bytes > ByteLimit)
        {
            if (_byId.Remove(_order.Dequeue(), out var oldest))
                _bytes -= oldest.Content.Length;
        }

        return file;
    }

    /// <summary>Forgets a file: from now on its id is refused, as that of a file which Telegram no longer has.</summary>
    public void Forget(string id) => _byId.Remove(id);

    /// <summary>A photo in the two sizes that Telegram makes of a small one; the largest is last.</summary>
    public StoredFile[] AddPhoto(byte[]? content = null, int width = 800, int height = 600) =>
    [
        Add(FileKind.Photo, Thumbnail(width, height).Width, Thumbnail(width, height).Height, content),
        Add(FileKind.Photo, width, height, content),
    ];

    public StoredFile AddDocument(byte[] content, string name, string mimeType) =>
        Add(FileKind.Document, content: content, name: name, mimeType: mimeType);

    /// <summary>The file as the field of a message that holds it.</summary>
    public static JsonObject MediumJson(StoredFile file) => Json(file, file.Kind switch
    {
        FileKind.Document => new JsonObject { ["file_name"] = file.Name, ["mime_type"] = file.MimeType },
        FileKind.VoiceNote => new JsonObject { ["duration"] = 3, ["mime_type"] = "audio/ogg" },
        FileKind.Audio => new JsonObject { ["duration"] = 180, ["mime_type"] = "audio/mpeg", ["title"] = "Ролик для радио" },
        FileKind.VideoNote => new JsonObject { ["length"] = 240, ["duration"] = 5 },
        FileKind.Video or FileKind.Animation =>
            new JsonObject { ["width"] = 640, ["height"] = 360, ["duration"] = 5, ["mime_type"] = "video/mp4" },
        _ => throw new ArgumentOutOfRangeException(nameof(file), file.Kind, "a kind that bots do not send"),
    });

    public static JsonArray PhotoSizes(IEnumerable<StoredFile> sizes) =>
        [.. sizes.Select(size => Json(size, new JsonObject { ["width"] = size.Width, ["height"] = size.Height }))];

    public static JsonObject DocumentJson(StoredFile file) =>
        Json(file, new JsonObject { ["file_name"] = file.Name, ["mime_type"] = file.MimeType });

    public static JsonObject Json(StoredFile file, JsonObject more)
    {
        more["file_id"] = file.Id;
        more["file_unique_id"] = file.UniqueId;
        more["file_size"] = file.Content.Length;
        return more;
    }

    /// <summary>Telegram's smallest size fits into 90 × 90.</summary>
    private static (int Width, int Height) Thumbnail(int width, int height)
    {
        var longer = Math.Max(width, height);
        return (Math.Max(1, width * 90 / longer), Math.Max(1, height * 90 / longer));
    }

    private static string UrlSafe(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
