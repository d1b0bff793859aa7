using System.Text.Json;
using System.Text.Json.Serialization;
using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Outbox;

/// <summary>
/// What is left to send of the files of a ticket, or of a message to it: the files by their positions there, so that a row of the outbox
/// holds neither ids nor names. Pure.
/// </summary>
/// <param name="Groups">Each is an album, or a single file.</param>
/// <param name="Refused">What Telegram refused, to be named after the others.</param>
public sealed record FilesLeft(IReadOnlyList<IReadOnlyList<int>> Groups, IReadOnlyList<int> Refused)
{
    private static readonly FilesLeftJson Json = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    });

    [JsonIgnore]
    public bool IsNothing => Groups.Count == 0 && Refused.Count == 0;

    public static FilesLeft AllOf(IReadOnlyList<Attachment> files) => new(AttachmentGroups.Of(files), []);

    /// <summary>After the next group was sent, or after the refused files were named.</summary>
    public FilesLeft AfterNext() => Groups.Count > 0 ? this with { Groups = [.. Groups.Skip(1)] } : this with { Refused = [] };

    /// <summary>After the next group was refused: each of its files is to be tried alone, and one that was alone is to be named.</summary>
    public FilesLeft AfterRefusal()
    {
        var (refused, rest) = (Groups[0], Groups.Skip(1));
        return refused.Count > 1
            ? this with { Groups = [.. refused.Select(file => (IReadOnlyList<int>)[file]), .. rest] }
            : new([.. rest], [.. Refused, .. refused]);
    }

    /// <summary>The JSON in column <c>outbox.payload</c>. The names are permanent, since rows of an earlier version are read.</summary>
    public string Write() => JsonSerializer.Serialize(this, Json.FilesLeft);

    /// <exception cref="JsonException">The JSON is of a later version, or damaged.</exception>
    public static FilesLeft Read(string json) =>
        JsonSerializer.Deserialize(json, Json.FilesLeft) ?? throw new JsonException("no files", "$", null, null);

    public bool Equals(FilesLeft? other) =>
        other is not null && Refused.SequenceEqual(other.Refused) && Groups.Count == other.Groups.Count
        && Groups.Zip(other.Groups, (mine, others) => mine.SequenceEqual(others)).All(same => same);

    public override int GetHashCode() => HashCode.Combine(Groups.Count, Refused.Count);
}

[JsonSerializable(typeof(FilesLeft))]
internal sealed partial class FilesLeftJson : JsonSerializerContext;
