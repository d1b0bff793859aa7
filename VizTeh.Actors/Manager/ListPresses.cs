using VizTeh.Actors.Manager.Lists;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Manager;

/// <summary>
/// Presses that turn the pages of a list: the page is drawn in place of the one that is shown. A repeated press draws it again. A history
/// that has changed while its page was being sent is drawn again: its client's data may have been erased meanwhile.
/// </summary>
public sealed class ListPresses(ManagerLists lists, TelegramSender sender, BotSettings settings)
{
    // The data is erased once.
    private const int MostAttempts = 3;

    public async Task HandleAsync(
        ManagerUpdate update, ManagerInput.Press press, ManagerIntent.TurnPage wanted, CancellationToken cancellationToken)
    {
        var chatId = update.ChatId!.Value;
        if (press.MessageId is not { } messageId || !IsShown(press.Shown, wanted.Page))
        {
            await sender.AnswerPressAsync(
                press.CallbackQueryId, settings.Company.Texts[ListPhrases.Stale], asAlert: true, chatId, cancellationToken);
            return;
        }

        var message = await lists.DrawAsync(wanted.Page.List, wanted.Page.Number, cancellationToken);
        // First, since the edit may wait for the chat's limit.
        await sender.AnswerPressAsync(press.CallbackQueryId, inChat: chatId, cancellationToken: cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            await sender.EditAsync(chatId, messageId, message, patience: null, cancellationToken);
            if (attempt == MostAttempts || wanted.Page.List is not ManagerList.History)
                return;
            var again = await lists.DrawAsync(wanted.Page.List, wanted.Page.Number, cancellationToken);
            if (again.Html == message.Html)
                return;
            message = again;
        }
    }

    // Otherwise forged data could put a list in the place of a card.
    private static bool IsShown(PressedMessage? shown, ListPage page) => ListPage.Parse(shown?.ButtonData, shown?.Words)?.List == page.List;
}
