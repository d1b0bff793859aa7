using Microsoft.Extensions.Logging;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Telegram;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Conversations;

/// <summary>Says a decision's replies to its client through Telegram.</summary>
public sealed class ClientReplies(TelegramSender sender, BotSettings settings, ILogger<ClientReplies> logger)
{
    private int _photoTroubleLogged;

    /// <summary>
    /// Says the replies in order and takes the spinner off a pressed button; done when Telegram has accepted, or finally refused, all.
    /// A client who has blocked the bot hears nothing, and that is no error.
    /// </summary>
    /// <param name="toast">The note on a pressed button; null for none.</param>
    public Task SayAsync(ClientUpdate update, IReadOnlyList<Reply> replies, string? toast, CancellationToken cancellationToken)
    {
        var saying = SayInOrderAsync(update.UserId, replies, cancellationToken);
        return update.Input is ClientInput.Press press
            ? Task.WhenAll(saying, sender.AnswerPressAsync(press.CallbackQueryId, toast, asAlert: false, cancellationToken))
            : saying;
    }

    private async Task SayInOrderAsync(long chatId, IReadOnlyList<Reply> replies, CancellationToken cancellationToken)
    {
        foreach (var reply in replies)
        {
            switch (reply)
            {
                case Reply.Say say:
                    await sender.SendAsync(chatId, say.Message, patience: null, cancellationToken);
                    break;
                case Reply.ShowCompany company:
                    await ShowCompanyAsync(chatId, company.Keyboard, cancellationToken);
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(replies), reply.GetType(), "a reply that cannot be said yet");
            }
        }
    }

    private async Task ShowCompanyAsync(long chatId, Keyboard? keyboard, CancellationToken cancellationToken)
    {
        var about = new Message(settings.Company.AboutHtml, keyboard);
        if (settings.PhotoId is { } photoId)
        {
            var outcome = await sender.SendPhotoAsync(chatId, photoId, about, cancellationToken);
            if (outcome is not SendOutcome.Refused refused)
                return;
            // In whatever words: if the text passes, it was the photo.
            if (await sender.SendAsync(chatId, about, patience: null, cancellationToken) is SendOutcome.Delivered)
                LogOnce(refused.Description);
            return;
        }

        LogOnce("it is not set");
        await sender.SendAsync(chatId, about, patience: null, cancellationToken);
    }

    private void LogOnce(string reason)
    {
        if (Interlocked.Exchange(ref _photoTroubleLogged, 1) == 0)
        {
            logger.LogWarning(
                "«О компании» is shown without a photo: PHOTO_ID: {Reason}. Send the bot a photo with the caption /photoid from a manager's "
                + "chat and put the answer into PHOTO_ID", reason);
        }
    }
}
