using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Logging;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Telegram;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Manager;

/// <summary>
/// Serves the managers' chats, and refuses everybody else's presses of a ticket's button. One a node; its only state is which updates
/// are under way, so that a repeat does not do one twice at the same time.
/// </summary>
public sealed class ManagerActor : ReceiveActor
{
    private static readonly TimeSpan TicketDeadline = TimeSpan.FromSeconds(12);

    private readonly TelegramSender _sender;
    private readonly BotSettings _settings;
    private readonly BotIdentity _bot;
    private readonly IActorRef _tickets;
    private readonly ILogger<ManagerActor> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<long, IActorRef> _underWay = [];

    public ManagerActor(
        TelegramSender sender, BotSettings settings, BotIdentity bot, IRequiredActor<TicketActor> tickets, ILogger<ManagerActor> logger)
    {
        (_sender, _settings, _bot, _tickets, _logger) = (sender, settings, bot, tickets.ActorRef, logger);
        Receive<ManagerUpdate>(OnUpdate);
        Receive<IUpdateReport>(OnDone);
    }

    protected override void PostStop() => _stopping.Cancel();

    private void OnUpdate(ManagerUpdate update)
    {
        if (_underWay.TryAdd(update.UpdateId, Sender))
        {
            HandleAsync(update).PipeTo(
                Self,
                success: report => report,
                failure: error => new NotHandled(
                    update.UpdateId, error.GetBaseException().Message,
                    IsFault: error.GetBaseException() is not (AskTimeoutException or OperationCanceledException)));
            return;
        }

        _underWay[update.UpdateId] = Sender;
        Sender.Tell(new StillAtWork(update.UpdateId));
    }

    private void OnDone(IUpdateReport report)
    {
        if (_underWay.Remove(report.UpdateId, out var sender))
            sender.Tell(report);
    }

    private async Task<IUpdateReport> HandleAsync(ManagerUpdate update)
    {
        var isManager = update.ChatId is { } id && _settings.ManagerChatIds.Contains(id);
        var command = ManagerCommand.Parse(update.Input, update.IsGroup, _bot.Username);
        if (update.Input is ManagerInput.Press press)
        {
            return (isManager, command) switch
            {
                (true, ManagerCommand.ChangeStatus change) => await ChangeStatusAsync(update, press, change),
                (true, _) => await AnswerAsync(update, press, ManagerText.ForeignButton, asAlert: true),
                (false, _) => await RefuseStrangerAsync(update, press),
            };
        }

        if (isManager && Reply(command, update.IsGroup) is { } reply)
            await _sender.SendAsync(update.ChatId!.Value, reply, patience: null, _stopping.Token);
        return new Handled(update.UpdateId);
    }

    private Message? Reply(ManagerCommand command, bool isGroup) => command switch
    {
        ManagerCommand.Greet when isGroup => ManagerText.GroupGreeting(_settings.Company.Name),
        ManagerCommand.Greet => ManagerText.Greeting(_settings.Company.Name),
        ManagerCommand.Help => ManagerText.Help,
        ManagerCommand.PhotoId { FileId: { } fileId } => ManagerText.PhotoId(fileId),
        ManagerCommand.PhotoId => ManagerText.PhotoIdWithoutPhoto,
        ManagerCommand.FormWanted => ManagerText.FormRefused,
        ManagerCommand.Unknown => ManagerText.Unknown,
        _ => null,
    };

    private async Task<IUpdateReport> RefuseStrangerAsync(ManagerUpdate update, ManagerInput.Press press)
    {
        _logger.LogWarning("A press of a ticket's button by a stranger was refused: user {UserId}", update.From.Id);
        return await AnswerAsync(update, press, ManagerText.StrangerRefused, asAlert: true);
    }

    private async Task<IUpdateReport> ChangeStatusAsync(
        ManagerUpdate update, ManagerInput.Press press, ManagerCommand.ChangeStatus change)
    {
        var actorName = update.From.Username is { } username ? $"{update.From.Name} (@{username})" : update.From.Name;
        var answer = await _tickets.Ask<object>(
            new ChangeTicketStatus(
                change.TicketId, change.Status, update.From.Id, actorName, update.UpdateId, update.ChatId!.Value, press.MessageId),
            TicketDeadline, _stopping.Token);
        return answer switch
        {
            TicketStatusChanged changed => await AnswerAsync(update, press, ManagerText.Changed(changed.State), asAlert: false),
            TicketStatusUnchanged same => await AnswerAsync(
                update, press, ManagerText.Unchanged(same.State, _settings.Company.TimeZone), asAlert: true),
            TicketNotFound => await AnswerAsync(update, press, ManagerText.NotFound(change.TicketId), asAlert: true),
            TicketStatusUnknown unknown => new NotHandled(update.UpdateId, unknown.Error, IsFault: !unknown.IsTransient),
            _ => throw new InvalidOperationException($"an answer that is not understood: {answer.GetType()}"),
        };
    }

    private async Task<IUpdateReport> AnswerAsync(ManagerUpdate update, ManagerInput.Press press, string text, bool asAlert)
    {
        await _sender.AnswerPressAsync(press.CallbackQueryId, text, asAlert, _stopping.Token);
        return new Handled(update.UpdateId);
    }
}
