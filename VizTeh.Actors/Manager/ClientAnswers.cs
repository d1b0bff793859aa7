using VizTeh.Actors.Chats;
using VizTeh.Actors.Manager.Rights;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Manager;

/// <summary>What became of a message that may be an answer to a client.</summary>
/// <param name="IsMeant">Whether it concerns a ticket; if not, it is handled like any other message.</param>
/// <param name="Said">What the manager is to be told in reply; null for nothing.</param>
public sealed record AnswerOutcome(bool IsMeant, Message? Said = null);

/// <summary>
/// Managers' answers to clients: a reply to a message of the bot about a ticket is stored, and owed to the ticket's client, in one
/// transaction. What becomes of it is told by the outbox.
/// </summary>
public sealed class ClientAnswers(
    AnswerStore store, ManagerChats chats, ManagerRights rights, BotSettings settings, BotIdentity bot, TimeProvider clock)
{
    // The id of a message is stored a moment after Telegram has shown the message, in which nobody but a program replies.
    private const int MostLooks = 6;

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(400);

    private const int LongestName = 64;

    private static readonly TimeSpan StoreDeadline = TimeSpan.FromSeconds(10);

    private FirmTexts Texts => settings.Company.Texts;

    public bool IsOn => settings.Company.Answers;

    /// <param name="update">A message or an edit in a managers' chat.</param>
    public Task<AnswerOutcome> HandleAsync(ManagerUpdate update, CancellationToken cancellationToken) => update switch
    {
        _ when !IsOn || !AnswerRules.MayBeAnswer(update) || update.Message is null => Task.FromResult(new AnswerOutcome(IsMeant: false)),
        { Input: ManagerInput.Edit(var words) } => EditAsync(update, words.Trim(), cancellationToken),
        { Message.ReplyTo: { } replied } when replied.BotId == bot.Id => AnswerAsync(update, replied, cancellationToken),
        _ => Task.FromResult(new AnswerOutcome(IsMeant: false)),
    };

    /// <summary>Owes the manager who pressed the button a message to reply to.</summary>
    /// <returns>The note on the press.</returns>
    public async Task<string> AskAsync(
        ManagerUpdate update, ManagerInput.Press press, ManagerIntent.AskForAnswer wanted, CancellationToken cancellationToken)
    {
        var name = CodePoints.Cut(AccountName.Shown(update.From.Name, update.From.Id), LongestName);
        var prompt = new OwedMessage.AnswerPrompt(
            wanted.TicketId, ManagerAnswerText.Prompt(wanted.TicketId, update.From.Id, name, Texts))
        {
            ReplyTo = press.MessageId,
        };
        var pressed = new AnsweredPost(update.ChatId!.Value, press.MessageId ?? 0, (wanted.TicketId, wanted.Check));
        var asked = await WithinDeadlineAsync(
            token => store.OwePromptAsync(update.UpdateId, pressed, prompt, token), cancellationToken);
        var isGone = asked is null
            && !await WithinDeadlineAsync(token => store.HasTicketAsync(wanted.TicketId, token), cancellationToken);
        return asked switch
        {
            null when isGone => Texts.NotFound(wanted.TicketId),
            null => Texts[AnswerPhrases.ToastOtherCard],
            { IsErased: true } => Texts.OfTicket(ManagerPhrases.ToastErased, wanted.TicketId),
            _ => Texts.OfTicket(AnswerPhrases.ToastPrompt, wanted.TicketId),
        };
    }

    /// <summary>
    /// Owes the reply to an update that shares the lane of the answers, where nothing waits for the chat's limit. An update has one reply:
    /// a redelivery owes no second one.
    /// </summary>
    public Task OweReplyAsync(ManagerUpdate update, Message reply, CancellationToken cancellationToken)
    {
        var chatId = update.ChatId!.Value;
        // A group that has become a supergroup since does not have the message.
        var address = chats.Resolve(chatId);
        var notice = new OwedMessage.Notice(Recipient.Managers, reply) { ReplyTo = address == chatId ? update.Message?.Id : null };
        return WithinDeadlineAsync(
            async token =>
            {
                await store.OweReplyAsync(update.UpdateId, address, notice, token);
                return true;
            },
            cancellationToken);
    }

    private async Task<AnswerOutcome> AnswerAsync(ManagerUpdate update, RepliedMessage replied, CancellationToken cancellationToken)
    {
        var (message, chatId) = (update.Message!, update.ChatId!.Value);
        var typed = (update.Input as ManagerInput.Text)?.Value ?? "";
        var isNote = ManagerAnswerText.IsNote(typed);
        var post = new AnsweredPost(chatId, replied.Id, AnswerRules.ButtonOf(replied));
        var mayAnswer = rights.MayAct(update.From);
        var isPassedOn = mayAnswer && (isNote || !message.HasMore);
        var answer = ToAnswer(update, message, isNote ? ManagerAnswerText.NoteIn(typed) : typed.Trim(), isNote);
        AnswerTarget? ticket = null;
        for (var look = 1; ticket is null && look <= (replied.NamesTicket ? MostLooks : 1); look++)
        {
            if (look > 1)
                await Task.Delay(LookInterval, clock, cancellationToken);
            ticket = await WithinDeadlineAsync(
                token => isPassedOn ? store.AddAsync(answer, post, chats.Routes, token) : store.FindTicketAsync(post, token),
                cancellationToken);
        }

        FailPoints.Pass(FailPoints.AnswerCommitted);
        return (ticket, isPassedOn) switch
        {
            (null, _) when replied.NamesTicket => new AnswerOutcome(IsMeant: true, new Message(Texts[AnswerPhrases.WhichTicket])),
            (null, _) => new AnswerOutcome(IsMeant: false),
            ({ IsReminder: true, TicketId: var reminded }, _) when !isNote => new AnswerOutcome(
                IsMeant: true, new Message(Texts.OfTicket(AnswerPhrases.ToReminder, reminded))),
            (_, false) when !mayAnswer => new AnswerOutcome(IsMeant: true, new Message(Texts[RightsPhrases.AnswerRefused])),
            ({ IsErased: true, TicketId: var erased }, _) => new AnswerOutcome(
                IsMeant: true, new Message(Texts.OfTicket(AnswerPhrases.ToErased, erased))),
            (_, false) => new AnswerOutcome(IsMeant: true, new Message(Texts[AnswerPhrases.NotPassedOn])),
            _ => new AnswerOutcome(IsMeant: true),
        };
    }

    private ManagerAnswer ToAnswer(ManagerUpdate update, ManagerMessage message, string words, bool isNote) => new(
        update.UpdateId, update.ChatId!.Value, message.Id, update.From.Id, rights.ShortNameOf(update.From), words,
        DateTimeOffset.FromUnixTimeSeconds(message.SentAt))
    {
        File = message.File,
        AlbumId = message.AlbumId,
        IsNote = isNote,
    };

    // Talk among people is edited as well, so nothing is said to a person without the right.
    private async Task<AnswerOutcome> EditAsync(ManagerUpdate update, string words, CancellationToken cancellationToken)
    {
        if (!rights.MayAct(update.From))
            return new AnswerOutcome(IsMeant: true);
        var (message, isNote) = (update.Message!, ManagerAnswerText.IsNote(words));
        var edit = new ManagerEdit(
            update.ChatId!.Value, message.Id, isNote ? ManagerAnswerText.NoteIn(words) : words,
            DateTimeOffset.FromUnixTimeSeconds(message.SentAt))
        {
            File = message.File,
            IsNote = isNote,
        };
        return new AnswerOutcome(
            IsMeant: true, await WithinDeadlineAsync(token => store.EditAsync(edit, token), cancellationToken) switch
            {
                EditOutcome.HasLeft => ManagerAnswerText.HasLeft(Texts),
                EditOutcome.StaysNote => new Message(Texts[AnswerPhrases.StaysNote]),
                _ => null,
            });
    }

    private static Task<T> WithinDeadlineAsync<T>(Func<CancellationToken, Task<T>> step, CancellationToken cancellationToken) =>
        Deadline.RunAsync(step, StoreDeadline, cancellationToken);
}
