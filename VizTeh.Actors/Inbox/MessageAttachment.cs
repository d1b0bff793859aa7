using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Inbox;

/// <summary>Finds the file or the place of a message.</summary>
internal static class MessageAttachment
{
    /// <summary>Null when the message has none, or one without the ids or the point by which Telegram sends it again.</summary>
    public static Attachment? Of(MessageDto message) => message switch
    {
        // Telegram also fills `document` for an animation, and `location` for a venue.
        { Animation: { } animation } => OfFile(AttachmentKind.Animation, animation),
        { Venue: { } venue } => OfPlace(AttachmentKind.Venue, venue.Location, venue),
        { Photo: not null } => message.LargestSize is { FileId: { Length: > 0 } id, FileUniqueId: { Length: > 0 } uniqueId }
            ? new Attachment(AttachmentKind.Photo, id, uniqueId)
            : null,
        { Video: { } video } => OfFile(AttachmentKind.Video, video),
        { VideoNote: { } note } => OfFile(AttachmentKind.VideoNote, note),
        { Voice: { } voice } => OfFile(AttachmentKind.Voice, voice),
        { Audio: { } audio } => OfFile(AttachmentKind.Audio, audio),
        { Document: { } document } => OfFile(AttachmentKind.Document, document),
        { Location: { } location } => OfPlace(AttachmentKind.Location, location, venue: null),
        _ => null,
    };

    private static Attachment? OfFile(AttachmentKind kind, FileDto file) =>
        file is { FileId: { Length: > 0 } id, FileUniqueId: { Length: > 0 } uniqueId }
            ? new Attachment(kind, id, uniqueId) { Name = string.IsNullOrWhiteSpace(file.FileName) ? null : file.FileName }
            : null;

    private static Attachment? OfPlace(AttachmentKind kind, LocationDto? location, VenueDto? venue) =>
        location is { Latitude: >= -90 and <= 90 and { } latitude, Longitude: >= -180 and <= 180 and { } longitude }
            ? new Attachment(kind) { Place = new Place(latitude, longitude, venue?.Title, venue?.Address) }
            : null;
}
