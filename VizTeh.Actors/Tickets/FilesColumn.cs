using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Tickets;

/// <summary>
/// The JSON of column <c>ticket_messages.files</c>, and of the member <c>files</c> of an answer in <c>tickets.answers</c>. The names are
/// permanent. New members are optional, and are ignored by versions that do not know them.
/// </summary>
internal static class FilesColumn
{
    private static readonly FilesColumnJson Json = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    });

    /// <returns>Null for no files.</returns>
    public static string? Write(IReadOnlyList<Attachment>? files) =>
        ToStored(files) is { } stored ? JsonSerializer.Serialize(stored, Json.StoredFileArray) : null;

    /// <returns>No files when the column holds none that this version can read.</returns>
    public static IReadOnlyList<Attachment> Read(string? json)
    {
        try
        {
            return json is not null && JsonSerializer.Deserialize(json, Json.StoredFileArray) is { } stored ? FilesOf(stored) : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    public static StoredFile[]? ToStored(IReadOnlyList<Attachment>? files) =>
        files is { Count: > 0 } ? [.. files.Select(ToStored)] : null;

    // A kind of a later version cannot be sent by this one.
    public static IReadOnlyList<Attachment> FilesOf(StoredFile[] stored) => [.. stored.Select(FileOf).OfType<Attachment>()];

    private static StoredFile ToStored(Attachment file) => new(file.Kind.ToString(), file.FileId, file.UniqueId)
    {
        Name = Clean(file.Name),
        Latitude = file.Place?.Latitude,
        Longitude = file.Place?.Longitude,
        Title = Clean(file.Place?.Title),
        Address = Clean(file.Place?.Address),
    };

    // PostgreSQL's jsonb refuses NUL, which is invisible anyway.
    private static string? Clean(string? text) => text?.Replace("\0", "", StringComparison.Ordinal);

    private static Attachment? FileOf(StoredFile? file) =>
        file is null || !Enum.TryParse<AttachmentKind>(file.Kind, out var kind) || Enum.GetName(kind) != file.Kind ? null
        : new Attachment(kind, file.Id, file.UniqueId)
        {
            Name = file.Name,
            Place = file is { Latitude: { } latitude, Longitude: { } longitude }
                ? new Place(latitude, longitude, file.Title, file.Address)
                : null,
        };
}

[JsonSerializable(typeof(StoredFile[]))]
internal sealed partial class FilesColumnJson : JsonSerializerContext;
