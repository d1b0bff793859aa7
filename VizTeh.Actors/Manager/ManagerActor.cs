using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Manager.Commands;
using VizTeh.Actors.Manager.Lists;
using VizTeh.Actors.Manager.Rights;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.PersonalData;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Telemetry;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Manager;

/// <summary>
/// Serves the managers' chats, and refuses presses of a ticket's button by anybody else. One actor a node; its only state is the set of
/// updates in progress, so that a redelivered update is not run twice concurrently.
/// </summary>
public sealed class ManagerActor : ReceiveActor
{
    private static readonly TimeSpan TicketDeadline = TimeSpan.FromSeconds(12);

    private readonly TelegramSender _sender;
    private readonly BotSettings _settings;
    private readonly BotIdentity _bot;
    private readonly ManagerCommands _commands;
    private readonly ManagerChats _chats;
    private readonly ManagerChatStore _chatStore;
    private readonly ChatReachability _reach;
    private readonly ClientAnswers _answers;
    private readonly ManagerRights _rights;
    private readonly ListPresses _lists;
    private readonly CardPresses _presses;
    private readonly BotTelemetry _telemetry;
    private readonly Readings _readings;
    private readonly IActorRef _tickets;
    private readonly IActorRef _outbox;
    private readonly ILogger<ManagerActor> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<long, IActorRef> _underWay = [];

    public ManagerActor(
        TelegramSender sender, BotSettings settings, BotIdentity bot, ManagerCommands commands, ManagerChats chats,
        ManagerChatStore chatStore, ChatReachability reach, ClientAnswers answers, ManagerRights rights, ListPresses lists,
        CardPresses presses, Readings readings, IRequiredActor<TicketActor> tickets, IRequiredActor<OutboxKey> outbox,
        BotTelemetry telemetry, ILogger<ManagerActor> logger)
    {
        (_sender, _settings, _bot, _commands) = (sender, settings, bot, commands);
        (_chats, _chatStore, _reach, _answers, _rights) = (chats, chatStore, reach, answers, rights);
        (_lists, _presses, _readings, _telemetry) = (lists, presses, readings, telemetry);
        (_tickets, _outbox, _logger) = (tickets.ActorRef, outbox.ActorRef, logger);
        Receive<ManagerUpdate>(OnUpdate);
        Receive<IUpdateReport>(OnDone);
    }

    private FirmTexts Texts => _settings.Company.Texts;

    protected override void PostStop() => _stopping.Cancel();

    private void OnUpdate(ManagerUpdate update)
    {
        if (_underWay.TryAdd(update.UpdateId, Sender))
        {
            HandleAsync(update).PipeTo(
                Self,
                success: report => report,
                failure: error => new Failed(update.UpdateId, error.CauseOf().Message, IsFault: !IsPassing(error.CauseOf())));
            return;
        }

        _underWay[update.UpdateId] = Sender;
        Sender.Tell(new InProgress(update.UpdateId));
    }

    private void OnDone(IUpdateReport report)
    {
        if (_underWay.Remove(report.UpdateId, out var sender))
            sender.Tell(report);
    }

    private static bool IsPassing(Exception error) =>
        error is AskTimeoutException or OperationCanceledException or TimeoutException
        || (error is NpgsqlException && error is not PostgresException { IsTransient: false });

    private async Task<IUpdateReport> HandleAsync(ManagerUpdate update)
    {
        using var span = _telemetry.Traces.Enter("manager", update.UpdateId);
        var isManager = update.ChatId is { } id && _chats.Contains(id);
        switch (update.Input)
        {
            case ManagerInput.Migrated migrated when isManager:
                await MigrateAsync(new ChatMigration(migrated.OldChatId, migrated.NewChatId));
                return new Handled(update.UpdateId);
            case ManagerInput.Membership { IsMember: false } when isManager && _chats.Resolve(update.ChatId!.Value) == update.ChatId:
                _reach.Lost(update.ChatId!.Value, "the bot was removed from it, or blocked");
                return new Handled(update.UpdateId);
            case ManagerInput.Membership { IsMember: true } when isManager:
                _reach.Regained(update.ChatId!.Value);
                HearFrom(update.ChatId.Value);
                return new Handled(update.UpdateId);
            case ManagerInput.Migrated or ManagerInput.Membership:
                return new Handled(update.UpdateId);
        }

        if (isManager)
            HearFrom(update.ChatId!.Value);
        var intent = _presses.Closing(ManagerIntent.Of(
            update.Input, update.IsGroup, _bot.Username, _commands, Texts, update.Message?.ReplyTo?.BotId == _bot.Id));
        if (update.Input is ManagerInput.Press press)
        {
            return (isManager, intent) switch
            {
                (true, _) when !_rights.MayAct(update.From) =>
                    await AnswerAsync(update, press, Texts[RightsPhrases.PressRefused], asAlert: true),
                (true, ManagerIntent.ChangeStatus change) => await ChangeStatusAsync(update, press, change),
                (true, ManagerIntent.Claim claim) => await ClaimAsync(update, press, claim),
                (true, ManagerIntent.OnCard asked) => await OnCardAsync(update, press, asked),
                (true, ManagerIntent.AskForAnswer wanted) when _answers.IsOn => await AskForAnswerAsync(update, press, wanted),
                (true, ManagerIntent.TurnPage turned) => await TurnPageAsync(update, press, turned),
                (true, _) => await AnswerAsync(update, press, Texts[ManagerPhrases.ToastForeignButton], asAlert: true),
                (false, _) => await RefuseStrangerAsync(update, press),
            };
        }

        if (isManager && await _answers.HandleAsync(update, _stopping.Token) is { IsMeant: true } outcome)
        {
            if (outcome.Said is { } said)
                await _answers.OweReplyAsync(update, said, _stopping.Token);
            _outbox.Tell(OutboxFilled.Instance);
            return new Handled(update.UpdateId);
        }

        if (isManager)
        {
            var replies = await ReplyAsync(intent, update);
            // The answers behind it in its lane wait for no limit of the chat. No command is among these, and so no second reply.
            var isOwed = AnswerRules.MayBeAnswer(update) && intent is not ManagerIntent.Command;
            foreach (var reply in replies)
            {
                await (isOwed
                    ? _answers.OweReplyAsync(update, reply, _stopping.Token)
                    : SayAsync(update.ChatId!.Value, update.TopicId, reply));
            }

            if (replies.Count > 0 && !isOwed)
                _telemetry.Replied(update.UpdateId, MetricLabels.Manager);
            // A command may owe something.
            if (intent is ManagerIntent.Command || isOwed)
                _outbox.Tell(OutboxFilled.Instance);
        }

        return new Handled(update.UpdateId);
    }

    private void HearFrom(long chatId) => _outbox.Tell(new ChatHeardFrom(_chats.Resolve(chatId)));

    private async Task MigrateAsync(ChatMigration migration)
    {
        await _chatStore.RecordAsync(migration, _stopping.Token);
        _chats.Learn(migration);
        _outbox.Tell(OutboxFilled.Instance);
    }

    private async Task SayAsync(long chatId, int? topicId, Message message)
    {
        var address = _chats.Resolve(chatId);
        var outcome = await _sender.SendToTopicAsync(
            address, address == chatId ? topicId : null, message, patience: null, _stopping.Token);
        if (outcome is not SendOutcome.Refused { MigratedTo: { } newChatId })
            return;
        await MigrateAsync(new ChatMigration(address, newChatId));
        await _sender.SendAsync(newChatId, message, patience: null, _stopping.Token);
    }

    private async Task<IReadOnlyList<Message>> ReplyAsync(ManagerIntent intent, ManagerUpdate update) => intent switch
    {
        ManagerIntent.Command when !_rights.MayAct(update.From) => [new Message(Texts[RightsPhrases.CommandRefused])],
        ManagerIntent.Command command => await RunAsync(command, update),
        ManagerIntent.FormWanted => [new Message(Texts[ManagerPhrases.FormRefused])],
        ManagerIntent.ForClientsOnly => [new Message(Texts[ManagerPhrases.ForClientsOnly])],
        ManagerIntent.Unknown => [new Message(Texts[ManagerPhrases.UnknownCommand])],
        _ => [],
    };

    private async Task<IReadOnlyList<Message>> RunAsync(ManagerIntent.Command command, ManagerUpdate update)
    {
        if (command.Called.ShowsPersonalData)
            await RecordAsync(update, command.Called.Name, command.Called.TicketOf(command.Arguments));
        return await command.Called.HandleAsync(
            new ManagerCall(
                update.UpdateId, update.ChatId!.Value, update.IsGroup, update.From, command.Arguments, command.PhotoFileId)
            {
                MessageId = update.Message?.Id,
                TopicId = update.TopicId,
            },
            _stopping.Token);
    }

    // Before any data leaves.
    private Task RecordAsync(ManagerUpdate update, string command, long? ticketId) => _readings.RecordAsync(
        new Reading(command, update.UpdateId)
        {
            ManagerId = update.From.Id,
            ManagerName = NameOf(update.From),
            ChatId = update.ChatId,
            TicketId = ticketId,
        },
        _stopping.Token);

    private async Task<IUpdateReport> RefuseStrangerAsync(ManagerUpdate update, ManagerInput.Press press)
    {
        _logger.LogWarning("A press of a ticket's button by a stranger was refused: user {UserId}", update.From.Id);
        return await AnswerAsync(update, press, Texts[ManagerPhrases.ToastStranger], asAlert: true);
    }

    private async Task<IUpdateReport> ChangeStatusAsync(
        ManagerUpdate update, ManagerInput.Press press, ManagerIntent.ChangeStatus change)
    {
        var answer = await _tickets.Ask<object>(
            new ChangeTicketStatus(
                change.TicketId, change.Status, update.From.Id, NameOf(update.From), update.UpdateId, update.ChatId!.Value, press.MessageId,
                change.Check, update.TopicId)
            {
                PublicName = PublicNameOf(update.From),
                Outcome = change.Outcome,
            },
            TicketDeadline, _stopping.Token);
        return answer switch
        {
            TicketStatusChanged changed => await AnswerAsync(update, press, Texts.Changed(changed.State), asAlert: false),
            TicketStatusUnchanged same => await AnswerAsync(
                update, press, Texts.Unchanged(same.State, _settings.Company.TimeZone), asAlert: true),
            TicketCardUnknown unknown => await AnswerAsync(update, press, Texts.CardUnknown(unknown.State), asAlert: true),
            TicketNotFound => await AnswerAsync(update, press, Texts.NotFound(change.TicketId), asAlert: true),
            TicketStatusUnknown failed => new Failed(update.UpdateId, failed.Error, IsFault: !failed.IsTransient),
            _ => throw new InvalidOperationException($"an unknown kind of answer: {answer.GetType()}"),
        };
    }

    private async Task<IUpdateReport> ClaimAsync(ManagerUpdate update, ManagerInput.Press press, ManagerIntent.Claim claim)
    {
        var answer = await _tickets.Ask<object>(
            new ClaimTicket(
                claim.TicketId, claim.Action, update.From.Id, NameOf(update.From), update.UpdateId, update.ChatId!.Value, press.MessageId,
                claim.From, claim.Check, update.TopicId)
            {
                PublicName = PublicNameOf(update.From),
            },
            TicketDeadline, _stopping.Token);
        return answer switch
        {
            TicketClaimHandled handled => await AnswerAsync(
                update, press, Texts.OfClaim(handled, _settings.Company.TimeZone), asAlert: !handled.IsChange),
            TicketCardUnknown unknown => await AnswerAsync(update, press, Texts.CardUnknown(unknown.State), asAlert: true),
            TicketNotFound => await AnswerAsync(update, press, Texts.NotFound(claim.TicketId), asAlert: true),
            TicketStatusUnknown failed => new Failed(update.UpdateId, failed.Error, IsFault: !failed.IsTransient),
            _ => throw new InvalidOperationException($"an unknown kind of answer: {answer.GetType()}"),
        };
    }

    private async Task<IUpdateReport> OnCardAsync(ManagerUpdate update, ManagerInput.Press press, ManagerIntent.OnCard asked)
    {
        var answer = await _tickets.Ask<object>(_presses.RequestOf(update, press, asked), TicketDeadline, _stopping.Token);
        return answer is TicketStatusUnknown failed
            ? new Failed(update.UpdateId, failed.Error, IsFault: !failed.IsTransient)
            : await AnswerAsync(update, press, _presses.NoteOn(asked, answer, out var asAlert), asAlert);
    }

    private string? PublicNameOf(Person person) => _rights.PublicNameOf(person);

    private string NameOf(Person person) => _rights.NameOf(person);

    private async Task<IUpdateReport> AskForAnswerAsync(
        ManagerUpdate update, ManagerInput.Press press, ManagerIntent.AskForAnswer wanted)
    {
        var note = await _answers.AskAsync(update, press, wanted, _stopping.Token);
        _outbox.Tell(OutboxFilled.Instance);
        return await AnswerAsync(update, press, note, asAlert: false);
    }

    private async Task<IUpdateReport> TurnPageAsync(ManagerUpdate update, ManagerInput.Press press, ManagerIntent.TurnPage turned)
    {
        await RecordAsync(update, Readings.Page, (turned.Page.List as ManagerList.History)?.TicketId);
        await _lists.HandleAsync(update, press, turned, _stopping.Token);
        _telemetry.Replied(update.UpdateId, MetricLabels.Manager);
        return new Handled(update.UpdateId);
    }

    private async Task<IUpdateReport> AnswerAsync(ManagerUpdate update, ManagerInput.Press press, string? text, bool asAlert)
    {
        await _sender.AnswerPressAsync(press.CallbackQueryId, text, asAlert, update.ChatId, _stopping.Token);
        _telemetry.Replied(update.UpdateId, MetricLabels.Manager);
        return new Handled(update.UpdateId);
    }
}
