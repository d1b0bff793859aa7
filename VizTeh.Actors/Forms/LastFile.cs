using System.Text.Json.Serialization;

namespace VizTeh.Actors.Forms;

/// <summary>
/// The newest file that a client sent in a form: the parts of an album come as messages of their own, and only the first of them is
/// answered. Part of the snapshot, and stored for ever like the events: a member may be added, none may be renamed or change its meaning.
/// </summary>
/// <param name="UpdateId">The update that brought it.</param>
/// <param name="QuestionId">The question whose answer has it; null when it was refused.</param>
/// <param name="AlbumId">The album that it is a part of; null for none.</param>
/// <param name="IsPart">Whether an earlier file of the same album came directly before it.</param>
public sealed record LastFile(
    long UpdateId, DateTimeOffset At, string? QuestionId, string? AlbumId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsPart = false)
{
    [JsonIgnore]
    public bool IsRefused => QuestionId is null;

    /// <summary>Whether a file of this album is a further part of the same.</summary>
    public bool IsContinuedBy(string? albumId) => albumId is not null && albumId == AlbumId;
}
