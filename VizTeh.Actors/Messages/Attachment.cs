namespace VizTeh.Actors.Messages;

/// <summary>What an attachment is to Telegram, which sends a file again only as the kind it came as. Stored by name.</summary>
public enum AttachmentKind
{
    Photo,
    Video,
    Document,
    Audio,
    Voice,

    /// <summary>A round video message.</summary>
    VideoNote,

    /// <summary>A video without sound (GIF).</summary>
    Animation,

    /// <summary>A point on the map.</summary>
    Location,

    /// <summary>A point on the map with a name and an address.</summary>
    Venue,
}

/// <summary>
/// A file or a place that a person sent. The file itself stays with Telegram, which sends it again by its id, whatever its size. Stored for
/// ever: a member may be added, none may be renamed or change its meaning.
/// </summary>
/// <param name="FileId">The file's id for this bot (Bot API, file_id); empty for a place.</param>
/// <param name="UniqueId">The same for the same file, whoever sent it and whenever (Bot API, file_unique_id); empty for a place.</param>
public sealed record Attachment(AttachmentKind Kind, string FileId = "", string UniqueId = "")
{
    /// <summary>The most attachments of one answer, and of one album (Bot API, sendMediaGroup).</summary>
    public const int Most = 10;

    /// <summary>The file's name as its sender gave it: untrusted; null when it has none.</summary>
    public string? Name { get; init; }

    /// <summary>For a place; null for a file.</summary>
    public Place? Place { get; init; }

    // A file name or a place may tell who a person is, which must not reach a log.
    public override string ToString() => $"{nameof(Attachment)} {Kind}";
}

/// <summary>A point on the map, in degrees.</summary>
/// <param name="Title">For a venue; null for a mere location.</param>
/// <param name="Address">For a venue; null for a mere location.</param>
public sealed record Place(double Latitude, double Longitude, string? Title = null, string? Address = null)
{
    // Where a person is must not reach a log.
    public override string ToString() => nameof(Place);
}
