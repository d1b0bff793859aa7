using Telegram.Bot.Requests;
using Telegram.Bot.Requests.Abstractions;
using Telegram.Bot.Types;
using VizTeh.Actors.Messages;

namespace VizTeh.Actors.TelegramApi;

/// <summary>
/// Sends attachments that Telegram already has, by their ids: whatever its size, a file is not transferred. Limits, 429 and retries are
/// those of <see cref="TelegramSender"/>.
/// </summary>
public sealed class AttachmentSender(TelegramSender sender)
{
    // What the classes of refusals know as the fault of a file.
    private static readonly SendOutcome.Refused NothingToSend =
        new(400, "wrong file identifier: the attachment has neither an id nor a place");

    /// <summary>
    /// Sends an attachment, or an album of two to ten, as a reply, which in a forum comes to the topic of the message it replies to. If
    /// that message is gone, or its topic is gone or closed to the bot, it comes as no reply: to the topic that is named, else to General.
    /// An album of which Telegram refuses a part counts as refused.
    /// </summary>
    /// <param name="files">Several only of kinds that one album may hold (<see cref="AttachmentGroups"/>).</param>
    /// <param name="caption">Plain text under the first, unless its kind has no caption; null for none.</param>
    public async Task<SendOutcome> ReplyAsync(
        long chatId, ReplyPlace place, IReadOnlyList<Attachment> files, string? caption = null, TimeSpan? patience = null,
        CancellationToken cancellationToken = default) =>
        await ReplyAsync(chatId, place, files, [caption], patience, cancellationToken);

    /// <summary>Sends an attachment, or an album of two to ten. An album of which Telegram refuses a part counts as refused.</summary>
    /// <param name="captions">Plain text under each, in order; null, or a missing one, for none.</param>
    public Task<SendOutcome> SendAsync(
        long chatId, IReadOnlyList<Attachment> files, IReadOnlyList<string?> captions, TimeSpan? patience = null,
        CancellationToken cancellationToken = default) =>
        ReplyAsync(chatId, default(ReplyPlace), files, captions, patience, cancellationToken);

    private async Task<SendOutcome> ReplyAsync(
        long chatId, ReplyPlace place, IReadOnlyList<Attachment> files, IReadOnlyList<string?> captions, TimeSpan? patience,
        CancellationToken cancellationToken)
    {
        if (files.Any(file => IsPlace(file.Kind) ? file.Place is null : file.FileId.Length == 0))
            return NothingToSend;
        return await place.SendAsync(at => SendAsync(chatId, at, files, captions, patience, cancellationToken));
    }

    private static bool IsPlace(AttachmentKind kind) => kind is AttachmentKind.Location or AttachmentKind.Venue;

    private Task<SendOutcome> SendAsync(
        long chatId, ReplyPlace place, IReadOnlyList<Attachment> files, IReadOnlyList<string?> captions, TimeSpan? patience,
        CancellationToken cancellationToken)
    {
        return files.Count == 1
            ? sender.SendAsync(
                chatId, 1, () => new MessageIdOnlyRequest(Single(chatId, place.TopicId, Reply(), files[0], captions[0])),
                sent => [sent.Id], patience, cancellationToken)
            : sender.SendAsync(
                chatId, files.Count, () => new MessageIdsOnlyRequest(new SendMediaGroupRequest
                {
                    ChatId = chatId,
                    MessageThreadId = place.TopicId,
                    ReplyParameters = Reply(),
                    Media = [.. files.Select((file, index) => Medium(file, captions.ElementAtOrDefault(index)))],
                }), sent => [.. sent.Select(part => (long)part.Id)], patience, cancellationToken);

        ReplyParameters? Reply() => place.ReplyTo is { } messageId
            ? new ReplyParameters { MessageId = checked((int)messageId), AllowSendingWithoutReply = true }
            : null;
    }

    private static IRequest<Telegram.Bot.Types.Message> Single(
        long chatId, int? topicId, ReplyParameters? reply, Attachment file, string? caption)
    {
        var input = InputFile.FromFileId(file.FileId);
        return file.Kind switch
        {
            AttachmentKind.Photo => new SendPhotoRequest
            {
                ChatId = chatId,
                MessageThreadId = topicId,
                ReplyParameters = reply,
                Photo = input,
                Caption = caption,
            },
            AttachmentKind.Video => new SendVideoRequest
            {
                ChatId = chatId,
                MessageThreadId = topicId,
                ReplyParameters = reply,
                Video = input,
                Caption = caption,
            },
            AttachmentKind.Document => new SendDocumentRequest
            {
                ChatId = chatId,
                MessageThreadId = topicId,
                ReplyParameters = reply,
                Document = input,
                Caption = caption,
            },
            AttachmentKind.Audio => new SendAudioRequest
            {
                ChatId = chatId,
                MessageThreadId = topicId,
                ReplyParameters = reply,
                Audio = input,
                Caption = caption,
            },
            AttachmentKind.Voice => new SendVoiceRequest
            {
                ChatId = chatId,
                MessageThreadId = topicId,
                ReplyParameters = reply,
                Voice = input,
                Caption = caption,
            },
            AttachmentKind.VideoNote => new SendVideoNoteRequest
            {
                ChatId = chatId,
                MessageThreadId = topicId,
                ReplyParameters = reply,
                VideoNote = input,
            },
            AttachmentKind.Animation => new SendAnimationRequest
            {
                ChatId = chatId,
                MessageThreadId = topicId,
                ReplyParameters = reply,
                Animation = input,
                Caption = caption,
            },
            AttachmentKind.Location or AttachmentKind.Venue => PlaceOf(chatId, topicId, reply, file.Place!),
            _ => throw new ArgumentOutOfRangeException(nameof(file), file.Kind, "an unknown kind of attachment"),
        };
    }

    // Telegram takes no venue without a title and an address.
    private static IRequest<Telegram.Bot.Types.Message> PlaceOf(
        long chatId, int? topicId, ReplyParameters? reply, Place place) => place switch
        {
            { Title: { Length: > 0 } title, Address: { Length: > 0 } address } => new SendVenueRequest
            {
                ChatId = chatId,
                MessageThreadId = topicId,
                Latitude = place.Latitude,
                Longitude = place.Longitude,
                Title = title,
                Address = address,
                ReplyParameters = reply,
            },
            _ => new SendLocationRequest
            {
                ChatId = chatId,
                MessageThreadId = topicId,
                Latitude = place.Latitude,
                Longitude = place.Longitude,
                ReplyParameters = reply,
            },
        };

    private static IAlbumInputMedia Medium(Attachment file, string? caption)
    {
        var input = InputFile.FromFileId(file.FileId);
        return file.Kind switch
        {
            AttachmentKind.Photo => new InputMediaPhoto(input) { Caption = caption },
            AttachmentKind.Video => new InputMediaVideo(input) { Caption = caption },
            AttachmentKind.Document => new InputMediaDocument(input) { Caption = caption },
            AttachmentKind.Audio => new InputMediaAudio(input) { Caption = caption },
            _ => throw new ArgumentOutOfRangeException(nameof(file), file.Kind, "no kind of an album"),
        };
    }
}
