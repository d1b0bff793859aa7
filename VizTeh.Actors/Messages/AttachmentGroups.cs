namespace VizTeh.Actors.Messages;

/// <summary>
/// How attachments are sent: photos and videos together in albums, documents together, audio files together, anything else singly (Bot API,
/// sendMediaGroup). Pure.
/// </summary>
public static class AttachmentGroups
{
    /// <summary>
    /// The groups in the order of sending, each with the positions of its attachments: albums of <see cref="Attachment.Most"/> at most, in
    /// the order given. A group of one is sent as a message of its own.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<int>> Of(IReadOnlyList<Attachment> attachments) =>
    [
        .. Albums(attachments, AttachmentKind.Photo, AttachmentKind.Video),
        .. Albums(attachments, AttachmentKind.Document),
        .. Albums(attachments, AttachmentKind.Audio),
        .. attachments.Index().Where(one => !IsGroupable(one.Item.Kind)).Select(one => (IReadOnlyList<int>)[one.Index]),
    ];

    /// <summary>Whether an album may hold it.</summary>
    public static bool IsGroupable(AttachmentKind kind) =>
        kind is AttachmentKind.Photo or AttachmentKind.Video or AttachmentKind.Document or AttachmentKind.Audio;

    private static IEnumerable<IReadOnlyList<int>> Albums(IReadOnlyList<Attachment> attachments, params AttachmentKind[] kinds) =>
        attachments.Index().Where(one => kinds.Contains(one.Item.Kind)).Select(one => one.Index).Chunk(Attachment.Most);
}
