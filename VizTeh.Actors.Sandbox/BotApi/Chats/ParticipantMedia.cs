using System.Text.Json.Nodes;

namespace VizTeh.Actors.Sandbox.BotApi.Chats;

/// <summary>The stickers, recordings and places that a person sends; their content does not matter.</summary>
public static class ParticipantMedia
{
    public static ChatMessage SendSticker(this ChatParticipant participant, ChatMessage? replyTo = null) => participant.SendOfKind(
        MessageKind.Sticker, FileKind.Sticker, null, new JsonObject
        {
            ["type"] = "regular",
            ["width"] = 512,
            ["height"] = 512,
            ["is_animated"] = false,
            ["is_video"] = false,
            ["emoji"] = "👍",
        }, replyTo);

    public static ChatMessage SendVoice(this ChatParticipant participant, string? caption = null, ChatMessage? replyTo = null) =>
        participant.SendOfKind(MessageKind.Voice, FileKind.VoiceNote, caption, replyTo: replyTo);

    public static ChatMessage SendVideo(this ChatParticipant participant, string? caption = null) =>
        participant.SendOfKind(MessageKind.Video, FileKind.Video, caption);

    public static ChatMessage SendAudio(this ChatParticipant participant, string? caption = null) =>
        participant.SendOfKind(MessageKind.Audio, FileKind.Audio, caption);

    /// <summary>A round video, which has no caption.</summary>
    public static ChatMessage SendVideoNote(this ChatParticipant participant) =>
        participant.SendOfKind(MessageKind.VideoNote, FileKind.VideoNote);

    public static ChatMessage SendDocument(this ChatParticipant participant, string? caption = null) =>
        participant.SendFile(new Attachment("document"u8.ToArray(), "plan.pdf", "application/pdf"), caption);

    public static ChatMessage SendLocation(
        this ChatParticipant participant, double latitude = 55.751244, double longitude = 37.618423, ChatMessage? replyTo = null)
    {
        lock (participant.State.Gate)
        {
            return participant.PostMedia(
                MessageKind.Location, "location", new JsonObject { ["latitude"] = latitude, ["longitude"] = longitude }, null,
                replyTo: replyTo);
        }
    }

    /// <summary>A place with a name, as apps offer it: to the bot it is a venue.</summary>
    public static ChatMessage SendVenue(this ChatParticipant participant, string title, string address)
    {
        var location = new JsonObject { ["latitude"] = 56.858539, ["longitude"] = 35.917596 };
        lock (participant.State.Gate)
        {
            return participant.PostMedia(
                MessageKind.Venue, "venue", new JsonObject { ["location"] = location, ["title"] = title, ["address"] = address }, null);
        }
    }

    private static ChatMessage SendOfKind(
        this ChatParticipant participant, MessageKind kind, FileKind fileKind, string? caption = null, JsonObject? about = null,
        ChatMessage? replyTo = null)
    {
        var field = kind == MessageKind.VideoNote ? "video_note" : kind.ToString().ToLowerInvariant();
        lock (participant.State.Gate)
        {
            var file = participant.State.Files.Add(fileKind);
            return participant.PostMedia(
                kind, field, about is null ? FileRegistry.MediumJson(file) : FileRegistry.Json(file, about), caption,
                replyTo: replyTo);
        }
    }
}
