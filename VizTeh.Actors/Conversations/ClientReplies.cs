using Microsoft.Extensions.Logging;
using Npgsql;
using VizTeh.Actors.Database;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Telemetry;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Conversations;

/// <summary>Sends a decision's replies to its client through Telegram.</summary>
public sealed class ClientReplies
{
    // About two minutes. Meanwhile the client waits for the reply, and so do the client's later messages.
    private const int MostRefusals = 8;
    private static readonly Backoff RefusalBackoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    // An edit that does not get its turn within this time is given up.
    private static readonly TimeSpan MarkPatience = TimeSpan.FromSeconds(3);

    internal const string ReplyRefused = "reply refused";
    private const string PhotoRefused = "photo refused";

    private readonly TelegramSender _sender;
    private readonly BotSettings _settings;
    private readonly CompanyPhoto _photo;
    private readonly Troubles _troubles;
    private readonly TimeProvider _clock;
    private readonly BotTelemetry _telemetry;
    private readonly ILogger<ClientReplies> _logger;
    private readonly ScreenEdits _edits;
    private int _noPhotoLogged;

    public ClientReplies(
        TelegramSender sender, BotSettings settings, CompanyPhoto photo, Troubles troubles, TimeProvider clock, BotTelemetry telemetry,
        ILogger<ClientReplies> logger)
    {
        (_sender, _settings, _photo, _troubles, _clock) = (sender, settings, photo, troubles, clock);
        (_logger, _telemetry) = (logger, telemetry);
        _edits = new ScreenEdits(TryMarkAsync);
    }

    /// <summary>
    /// Sends the replies in order and answers a pressed button's callback query. Completes when Telegram has accepted, or finally refused,
    /// all of them. A client who has blocked the bot gets no reply, which is no error. Any other refusal is a trouble that <c>health</c>
    /// shows.
    /// </summary>
    /// <param name="toast">The text shown for a pressed button; null for none.</param>
    /// <param name="usedUp">Messages to edit after the replies; null for none.</param>
    /// <returns>The message id of the last reply; null when it was not sent, or may have been sent before under another id.</returns>
    public async Task<long?> SayAsync(
        ClientUpdate update, IReadOnlyList<Reply> replies, string? toast, CancellationToken cancellationToken, UsedUp? usedUp = null)
    {
        var messageId = await SayAllAsync(update, replies, toast, cancellationToken);
        Mark(update.UserId, usedUp);
        return messageId;
    }

    private async Task<long?> SayAllAsync(
        ClientUpdate update, IReadOnlyList<Reply> replies, string? toast, CancellationToken cancellationToken)
    {
        using var span = _telemetry.Traces.Enter("reply", update.UpdateId);
        var saying = SayInOrderAsync(update.UserId, replies, cancellationToken);
        if (update.Input is ClientInput.Press press)
        {
            await Task.WhenAll(
                saying, _sender.AnswerPressAsync(press.CallbackQueryId, toast, asAlert: false, update.UserId, cancellationToken));
        }

        var messageId = await saying;
        if (replies.Count > 0 || update.Input is ClientInput.Press)
            _telemetry.Replied(update.UpdateId, MetricLabels.Client);
        return messageId;
    }

    /// <summary>
    /// Edits messages whose buttons are used up. Each edit is tried once after the replies, and nothing waits for it; if it fails, the
    /// buttons stay, and a press of them is answered as stale.
    /// </summary>
    public void Mark(long chatId, UsedUp? usedUp)
    {
        if (usedUp is { Answered: not null, Content: not null } or { Others.Count: > 0 })
            _edits.Add(chatId, usedUp);
    }

    private async Task TryMarkAsync(long chatId, long messageId, UsedMessage used)
    {
        try
        {
            await MarkAsync(chatId, messageId, used);
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
        {
            // The program stops: the buttons stay.
        }
        catch (Exception error)
        {
            _logger.LogWarning(error, "A message to user {UserId} could not be marked as answered", chatId);
        }
    }

    private Task<SendOutcome> MarkAsync(long chatId, long messageId, UsedMessage used) => used.Html is { } html
        ? _sender.EditAsync(chatId, messageId, new Message(html, used.Keyboard), MarkPatience)
        : _sender.RemoveButtonsAsync(chatId, messageId, MarkPatience);

    private async Task<long?> SayInOrderAsync(long chatId, IReadOnlyList<Reply> replies, CancellationToken cancellationToken)
    {
        SendOutcome.Delivered? last = null;
        foreach (var reply in replies)
        {
            switch (reply)
            {
                case Reply.Say say:
                    last = await SayAsync(chatId, say.Message, cancellationToken);
                    break;
                case Reply.SendDocument document:
                    last = await RepeatAsync(
                        chatId,
                        () => _sender.SendDocumentAsync(
                            chatId, document.FileName, document.Content, document.Caption, cancellationToken),
                        cancellationToken);
                    break;
                case Reply.ShowCompany company:
                    await ShowCompanyAsync(chatId, company.Keyboard, cancellationToken);
                    last = null;
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(replies), reply.GetType(), "an unknown kind of reply");
            }
        }

        return last is { MayBeCopy: false, MessageId: var id } ? id : null;
    }

    // Only the refused reply is repeated: the earlier ones are on the screen. Returns null when the reply was not sent.
    private Task<SendOutcome.Delivered?> SayAsync(long chatId, Message message, CancellationToken cancellationToken) =>
        RepeatAsync(chatId, () => _sender.SendAsync(chatId, message, patience: null, cancellationToken), cancellationToken);

    private async Task<SendOutcome.Delivered?> RepeatAsync(
        long chatId, Func<Task<SendOutcome>> send, CancellationToken cancellationToken)
    {
        for (var refusals = 1; ; refusals++)
        {
            var outcome = await send();
            if (outcome is not SendOutcome.Refused { IsPersonGone: false } refused)
            {
                if (_troubles.Clear(ReplyRefused, chatId))
                    _logger.LogInformation("Replies to user {UserId} are no longer refused", chatId);
                return outcome as SendOutcome.Delivered;
            }

            if (_troubles.Raise(ReplyRefused, chatId, $"{refused.Code} {refused.Description}"))
            {
                _logger.LogError(
                    "A reply to user {UserId} is refused by Telegram ({Code} {Description}): the client waits for it. Mend what "
                    + "Telegram names, or call the client", chatId, refused.Code, refused.Description);
            }

            // A 404 means that the token or the address of the Bot API is wrong: no client gets a reply until that is mended.
            if (refused.Code != 404 && (!refused.IsAboutChat || refusals >= MostRefusals))
                return null;
            await Task.Delay(RefusalBackoff.Before(refusals), _clock, cancellationToken);
        }
    }

    private async Task ShowCompanyAsync(long chatId, Keyboard? keyboard, CancellationToken cancellationToken)
    {
        var about = new Message(_settings.Company.AboutHtml, keyboard);
        if (await FindPhotoAsync(cancellationToken) is { } photo)
        {
            var outcome = await _sender.SendPhotoAsync(chatId, photo.FileId, about, cancellationToken);
            if (outcome is not SendOutcome.Refused refused)
            {
                _troubles.Clear(PhotoRefused, null);
                return;
            }

            // Telegram's wording does not matter: if the text alone is accepted, the photo was at fault.
            if (await SayAsync(chatId, about, cancellationToken) is not null
                && _troubles.Raise(PhotoRefused, null, $"{photo.Origin}: {refused.Code} {refused.Description}"))
            {
                LogWithoutPhoto($"{photo.Origin}: {refused.Description}");
            }

            return;
        }

        _troubles.Clear(PhotoRefused, null);
        if (Interlocked.Exchange(ref _noPhotoLogged, 1) == 0)
            LogWithoutPhoto("PHOTO_ID is not set, and no manager has stored one");
        await SayAsync(chatId, about, cancellationToken);
    }

    // Null for none. A database that gives no answer does not keep a client waiting for the text.
    private async Task<(string FileId, string Origin)?> FindPhotoAsync(CancellationToken cancellationToken)
    {
        if (_settings.PhotoId is { } configured)
            return (configured, "PHOTO_ID");
        string? stored;
        try
        {
            stored = await _photo.FindAsync(cancellationToken);
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException or InvalidOperationException)
        {
            _logger.LogWarning(
                "The stored photo of «О компании» could not be read ({Error}); the last known one is taken", DatabaseErrors.WordsOf(error));
            stored = _photo.LastSeen;
        }

        return stored is null ? null : (stored, "the photo stored by /photoid");
    }

    private void LogWithoutPhoto(string reason) => _logger.LogWarning(
        "«О компании» is shown without a photo: {Reason}. Send the bot a photo with the caption «/photoid сохранить» in a managers' chat",
        reason);
}
