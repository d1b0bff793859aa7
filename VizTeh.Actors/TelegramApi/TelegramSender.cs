using Microsoft.Extensions.Logging;
using Telegram.Bot;
using Telegram.Bot.Requests;
using Telegram.Bot.Requests.Abstractions;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Telemetry;
using Message = VizTeh.Actors.Messages.Message;

namespace VizTeh.Actors.TelegramApi;

/// <summary>
/// The one object through which everything is sent to Telegram: it keeps Telegram's limits, obeys 429, and retries a call as long as its
/// failure is transient. The caller waits for the outcome; no message is dropped because of an outage.
/// </summary>
/// <remarks>
/// A call whose answer was lost is retried, so a person may see a message twice: the Bot API has no idempotency key. Cancellation ends a
/// wait, never a call in progress; only <see cref="StopAsync"/>, at the end of the program, does that.
/// </remarks>
public sealed class TelegramSender : IDisposable
{
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(20);

    private readonly PacedCalls _calls;
    private readonly Func<long, bool> _isManagers;

    /// <param name="client">A client that does not retry by itself.</param>
    /// <param name="limits">Null for no pacing (an emulated server); a 429 is obeyed all the same.</param>
    /// <param name="clock">Measures waits.</param>
    /// <param name="logger">Gets retries and refusals, never a text.</param>
    /// <param name="isManagers">
    /// Whether a chat is a managers' chat, which has a share of the limit over all chats; null: no chat is.
    /// </param>
    /// <param name="telemetry">Counts the calls; null before the host exists.</param>
    /// <param name="permit">Null for a bot on its own, which may always send.</param>
    /// <param name="share">The nodes that share the limits; null for a bot on its own.</param>
    public TelegramSender(
        ITelegramBotClient client, PacingLimits? limits, TimeProvider clock, ILogger<TelegramSender> logger,
        Func<long, bool>? isManagers = null, BotTelemetry? telemetry = null, ISendPermit? permit = null, NodeShare? share = null)
    {
        _calls = new PacedCalls(client, limits, clock, logger, telemetry, permit, share);
        _isManagers = isManagers ?? (_ => false);
    }

    /// <summary>
    /// Called, by any thread, with what this process learns of Telegram's limits by its own calls: what the other nodes have to know. What
    /// it hears from them (<see cref="Hear"/>) is not repeated.
    /// </summary>
    public event Action<ILimitNews>? LimitLearnt
    {
        add => _calls.LimitLearnt += value;
        remove => _calls.LimitLearnt -= value;
    }

    /// <summary>Another node has learnt this of Telegram's limits; it applies to this process from now on.</summary>
    public void Hear(ILimitNews news) => _calls.Hear(news);

    /// <summary>The waits that are not over, some hundreds at most, and this process's messages to groups of the last minute.</summary>
    public IReadOnlyList<ILimitNews> KnownLimits() => _calls.KnownLimits();

    /// <summary>Sends a text.</summary>
    /// <param name="chatId">The chat.</param>
    /// <param name="message">The text and its keyboard.</param>
    /// <param name="patience">How long the caller waits for its turn; null for no limit.</param>
    /// <param name="cancellationToken">Ends a wait.</param>
    public Task<SendOutcome> SendAsync(
        long chatId, Message message, TimeSpan? patience = null, CancellationToken cancellationToken = default) =>
        SendToAsync(chatId, topicId: null, replyTo: null, message, patience, cancellationToken);

    /// <summary>Sends a text to a forum topic, or to General if the topic is gone or closed to the bot.</summary>
    /// <param name="topicId">Null for General and outside of forums.</param>
    public async Task<SendOutcome> SendToTopicAsync(
        long chatId, int? topicId, Message message, TimeSpan? patience = null, CancellationToken cancellationToken = default)
    {
        var outcome = await SendToAsync(chatId, topicId, replyTo: null, message, patience, cancellationToken);
        return topicId is not null && outcome is SendOutcome.Refused { IsAboutTopic: true }
            ? await SendToAsync(chatId, topicId: null, replyTo: null, message, patience, cancellationToken)
            : outcome;
    }

    /// <summary>
    /// Sends a text as a reply, which in a forum comes to the topic of the message it replies to. If that message is gone, or its topic is
    /// gone or closed to the bot, the text comes as no reply, in General.
    /// </summary>
    /// <param name="replyTo">Null for no reply.</param>
    public async Task<SendOutcome> SendReplyAsync(
        long chatId, long? replyTo, Message message, TimeSpan? patience = null, CancellationToken cancellationToken = default)
    {
        var outcome = await SendToAsync(chatId, topicId: null, replyTo, message, patience, cancellationToken);
        return replyTo is not null && outcome is SendOutcome.Refused { IsAboutTopic: true }
            ? await SendToAsync(chatId, topicId: null, replyTo: null, message, patience, cancellationToken)
            : outcome;
    }

    private Task<SendOutcome> SendToAsync(
        long chatId, int? topicId, long? replyTo, Message message, TimeSpan? patience, CancellationToken cancellationToken) =>
        _calls.ExecuteAsync(chatId, _isManagers(chatId), patience, () => new MessageIdOnlyRequest(new SendMessageRequest
        {
            ChatId = chatId,
            MessageThreadId = topicId,
            ReplyParameters = replyTo is { } messageId
                ? new ReplyParameters { MessageId = checked((int)messageId), AllowSendingWithoutReply = true }
                : null,
            Text = message.Html,
            ParseMode = ParseMode.Html,
            ReplyMarkup = message.Keyboard.ToMarkup(),
            LinkPreviewOptions = new LinkPreviewOptions { IsDisabled = true },
        }), sent => [sent.Id], cancellationToken);

    /// <summary>Sends a photo that Telegram already has, with a caption of at most 1024 characters after parsing.</summary>
    /// <param name="fileId">The photo's <c>file_id</c>, valid for this bot only.</param>
    public Task<SendOutcome> SendPhotoAsync(
        long chatId, string fileId, Message caption, CancellationToken cancellationToken = default) =>
        _calls.ExecuteAsync(chatId, _isManagers(chatId), null, () => new MessageIdOnlyRequest(new SendPhotoRequest
        {
            ChatId = chatId,
            Photo = InputFile.FromFileId(fileId),
            Caption = caption.Html,
            ParseMode = ParseMode.Html,
            ReplyMarkup = caption.Keyboard.ToMarkup(),
        }), sent => [sent.Id], cancellationToken);

    /// <summary>Sends a file that the bot makes, with a caption of at most 1024 characters after parsing.</summary>
    public Task<SendOutcome> SendDocumentAsync(
        long chatId, string fileName, byte[] content, Message caption, CancellationToken cancellationToken = default) =>
        _calls.ExecuteAsync(chatId, _isManagers(chatId), null, () => new MessageIdOnlyRequest(new SendDocumentRequest
        {
            ChatId = chatId,
            Document = InputFile.FromStream(new MemoryStream(content, writable: false), fileName),
            Caption = caption.Html,
            ParseMode = ParseMode.Html,
            ReplyMarkup = caption.Keyboard.ToMarkup(),
        }), sent => [sent.Id], cancellationToken);

    /// <summary>Edits a message. A message that has the content already counts as delivered.</summary>
    public async Task<SendOutcome> EditAsync(
        long chatId, long messageId, Message message, TimeSpan? patience = null, CancellationToken cancellationToken = default)
    {
        var outcome = await _calls.ExecuteAsync(
            chatId, _isManagers(chatId), patience, () => new MessageIdOnlyRequest(new EditMessageTextRequest
            {
                ChatId = chatId,
                MessageId = checked((int)messageId),
                Text = message.Html,
                ParseMode = ParseMode.Html,
                ReplyMarkup = (message.Keyboard as Keyboard.Inline)?.ToMarkup(),
                LinkPreviewOptions = new LinkPreviewOptions { IsDisabled = true },
            }), edited => [edited.Id], cancellationToken);
        return outcome is SendOutcome.Refused { IsNotModified: true } ? new SendOutcome.Delivered(messageId) : outcome;
    }

    /// <summary>Deletes a message of the bot. A message that is gone already counts as deleted.</summary>
    public async Task<SendOutcome> DeleteAsync(
        long chatId, long messageId, TimeSpan? patience = null, CancellationToken cancellationToken = default)
    {
        var outcome = await _calls.ExecuteAsync(
            chatId, _isManagers(chatId), patience, () => new DeleteMessageRequest
            {
                ChatId = chatId,
                MessageId = checked((int)messageId),
            }, _ => [], cancellationToken);
        return outcome is SendOutcome.Refused { IsDeletedAlready: true } ? new SendOutcome.Delivered(null) : outcome;
    }

    /// <summary>Edits the caption of a file. A message that has it already counts as delivered.</summary>
    /// <param name="caption">Plain text.</param>
    public async Task<SendOutcome> EditCaptionAsync(
        long chatId, long messageId, string caption, TimeSpan? patience = null, CancellationToken cancellationToken = default)
    {
        var outcome = await _calls.ExecuteAsync(
            chatId, _isManagers(chatId), patience, () => new MessageIdOnlyRequest(new EditMessageCaptionRequest
            {
                ChatId = chatId,
                MessageId = checked((int)messageId),
                Caption = caption,
            }), edited => [edited.Id], cancellationToken);
        return outcome is SendOutcome.Refused { IsNotModified: true } ? new SendOutcome.Delivered(messageId) : outcome;
    }

    /// <summary>Sets the bot's only reaction to a message. It is no message, and does not count as one in that chat.</summary>
    /// <param name="emoji">One that Telegram allows (Bot API, ReactionTypeEmoji); the chat may still refuse it.</param>
    public Task<SendOutcome> ReactAsync(
        long chatId, long messageId, string emoji, TimeSpan? patience = null, CancellationToken cancellationToken = default) =>
        _calls.ExecuteAsync(null, _isManagers(chatId), patience, () => new SetMessageReactionRequest
        {
            ChatId = chatId,
            MessageId = checked((int)messageId),
            Reaction = [new ReactionTypeEmoji { Emoji = emoji }],
        }, _ => [], cancellationToken);

    /// <summary>Takes the inline buttons off a message. A message without buttons counts as delivered.</summary>
    public async Task<SendOutcome> RemoveButtonsAsync(
        long chatId, long messageId, TimeSpan? patience = null, CancellationToken cancellationToken = default)
    {
        var outcome = await _calls.ExecuteAsync(
            chatId, _isManagers(chatId), patience, () => new MessageIdOnlyRequest(new EditMessageReplyMarkupRequest
            {
                ChatId = chatId,
                MessageId = checked((int)messageId),
            }), edited => [edited.Id], cancellationToken);
        return outcome is SendOutcome.Refused { IsNotModified: true } ? new SendOutcome.Delivered(messageId) : outcome;
    }

    /// <summary>
    /// Answers a callback query, with a note or without. Given up after a short while: the app stops waiting too, and Telegram refuses the
    /// answer to an old query.
    /// </summary>
    /// <param name="text">The note, at most 200 characters; null for none.</param>
    /// <param name="asAlert">Whether the person has to close the note.</param>
    /// <param name="inChat">
    /// The chat of the button, which decides the queue of the call; the answer does not count as a message in that chat.
    /// </param>
    public Task<SendOutcome> AnswerPressAsync(
        string callbackQueryId, string? text = null, bool asAlert = false, long? inChat = null,
        CancellationToken cancellationToken = default) =>
        _calls.ExecuteAsync(null, inChat is { } chatId && _isManagers(chatId), AnswerPatience, () => new AnswerCallbackQueryRequest
        {
            CallbackQueryId = callbackQueryId,
            Text = text,
            ShowAlert = asAlert,
        }, _ => [], cancellationToken);

    /// <summary>Executes a call that sends messages to a chat.</summary>
    /// <param name="messages">An album counts as the messages of which it consists.</param>
    /// <param name="messageIds">Takes the ids of the messages from the response.</param>
    internal Task<SendOutcome> SendAsync<TResult>(
        long chatId, int messages, Func<IRequest<TResult>> makeRequest, Func<TResult, IReadOnlyList<long>> messageIds, TimeSpan? patience,
        CancellationToken cancellationToken) =>
        _calls.ExecuteAsync(chatId, _isManagers(chatId), patience, makeRequest, messageIds, cancellationToken, messages);

    /// <summary>
    /// Starts no further call, and lets calls in progress complete. A caller whose wait or call is ended gets
    /// <see cref="SendOutcome.Postponed"/> if it has limited patience, else a cancellation.
    /// </summary>
    /// <param name="grace">
    /// The time limit for calls in progress; after it, as after a crash, it is unknown whether they were executed.
    /// </param>
    public Task StopAsync(TimeSpan grace) => _calls.StopAsync(grace);

    public void Dispose() => _calls.Dispose();
}
