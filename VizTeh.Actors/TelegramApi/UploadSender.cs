using Telegram.Bot.Requests;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using Message = VizTeh.Actors.Messages.Message;

namespace VizTeh.Actors.TelegramApi;

/// <summary>
/// Sends large files that the bot makes. Limits, 429 and retries are those of <see cref="TelegramSender"/>; no other call waits for an
/// upload, which takes the chat's turn only when it begins.
/// </summary>
public sealed class UploadSender(TelegramSender sender)
{
    /// <summary>Sends a file to a forum topic, or to General if the topic is gone or closed to the bot.</summary>
    /// <param name="topicId">Null for General and outside of forums.</param>
    /// <param name="open">Opens the file anew for each try. A stream that can seek tells its length.</param>
    /// <param name="caption">Of at most 1024 characters after parsing.</param>
    /// <param name="patience">
    /// How long the caller waits for its turn, as with <see cref="TelegramSender"/>: an upload that Telegram has not confirmed comes back,
    /// since each retry may duplicate the file.
    /// </param>
    public async Task<SendOutcome> SendAsync(
        long chatId, int? topicId, string fileName, Func<Stream> open, Message caption, TimeSpan patience,
        CancellationToken cancellationToken = default)
    {
        var outcome = await UploadAsync(topicId);
        return topicId is not null && outcome is SendOutcome.Refused { IsAboutTopic: true } ? await UploadAsync(null) : outcome;

        Task<SendOutcome> UploadAsync(int? topic) => sender.SendAsync(
            chatId, messages: 1,
            () => new MessageIdOnlyRequest(new SendDocumentRequest
            {
                ChatId = chatId,
                MessageThreadId = topic,
                Document = InputFile.FromStream(open(), fileName),
                Caption = caption.Html,
                ParseMode = ParseMode.Html,
            }),
            sent => [sent.Id], patience, cancellationToken);
    }
}
