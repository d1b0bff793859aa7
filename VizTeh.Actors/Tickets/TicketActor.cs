using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Database;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Telemetry;

namespace VizTeh.Actors.Tickets;

/// <summary>
/// Creates tickets, and changes their status and who has them, in PostgreSQL; the actor has no other state. One a node. The messages that a
/// change owes to the managers are stored in the same transaction, in the outbox.
/// </summary>
/// <remarks>
/// Tickets are created one transaction after another, so that cards become visible to the outbox in the order of their numbers; requests
/// that arrive meanwhile share the next transaction. Statuses are changed concurrently: the row locks of the tickets order them.
/// </remarks>
public sealed class TicketActor : ReceiveActor
{
    // The name in the view health.
    internal const string TicketRefused = "ticket refused";
    internal const string MessageRefused = "message to a ticket refused";
    internal const string ConsentRefused = "consent refused";

    private static readonly TimeSpan StoreDeadline = TimeSpan.FromSeconds(10);

    // Each may hold a connection while it waits for a table lock. The poller and the outbox use the same pool, which must not be exhausted.
    private const int MostAtOnce = 12;

    // With the longest descriptions, a few megabytes at most.
    private const int MostInOneTransaction = 500;

    private readonly TicketStore _store;
    private readonly TicketClaimStore _claims;
    private readonly CardMenuStore _menus;
    private readonly TicketMessageStore _messages;
    private readonly CorrectionStore _corrections;
    private readonly ClientTicketStore _clients;
    private readonly ClientStore _consents;
    private readonly OwnTicketStore _own;
    private readonly ManagerChats _chats;
    private readonly IActorRef _outbox;
    private readonly Troubles _troubles;
    private readonly BotMetrics _metrics;
    private readonly ILogger<TicketActor> _logger;
    private readonly OutageLog _outage;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _turns = new(MostAtOnce);

    // By submission id: a repeated request that is still waiting is not queued twice.
    private readonly OrderedDictionary<Guid, Creation> _waiting = [];
    private bool _creating;

    public TicketActor(
        TicketStore store, TicketClaimStore claims, CardMenuStore menus, TicketMessageStore messages, CorrectionStore corrections,
        ClientTicketStore clients, ClientStore consents, OwnTicketStore own, ManagerChats chats, IRequiredActor<OutboxKey> outbox,
        Troubles troubles, BotTelemetry telemetry, ILogger<TicketActor> logger)
    {
        _store = store;
        _claims = claims;
        _menus = menus;
        _messages = messages;
        _corrections = corrections;
        _clients = clients;
        _consents = consents;
        _own = own;
        _chats = chats;
        _outbox = outbox.ActorRef;
        _troubles = troubles;
        _metrics = telemetry.Metrics;
        _logger = logger;
        _outage = new OutageLog("The table of tickets", logger);
        Receive<CreateTicket>(ticket =>
        {
            _waiting[ticket.SubmissionId] = new Creation(ticket, Sender);
            CreateWaiting();
        });
        Receive<Created>(created =>
        {
            foreach (var (asker, answer) in created.Answers)
                asker.Tell(answer);
            _creating = false;
            CreateWaiting();
        });
        Receive<ChangeTicketStatus>(change => ChangeStatusAsync(change).PipeTo(Sender, Self));
        Receive<ClaimTicket>(claim => ClaimAsync(claim).PipeTo(Sender, Self));
        Receive<ICardPress>(press => OnCardAsync(press).PipeTo(Sender, Self));
        Receive<AddTicketMessage>(message => AddMessageAsync(message).PipeTo(Sender, Self));
        Receive<CorrectTicketMessage>(edit => CorrectAsync(edit).PipeTo(Sender, Self));
        Receive<FindClientTickets>(request => FindAsync(request).PipeTo(Sender, Self));
        Receive<StoreConsent>(request => StoreConsentAsync(request).PipeTo(Sender, Self));
        Receive<IOwnTicketRequest>(request => AnswerOwnAsync(request).PipeTo(Sender, Self));
    }

    protected override void PostStop() => _stopping.Cancel();

    private void CreateWaiting()
    {
        if (_creating || _waiting.Count == 0)
            return;
        _creating = true;
        Creation[] batch = [.. _waiting.Values.Take(MostInOneTransaction)];
        foreach (var creation in batch)
            _waiting.Remove(creation.Ticket.SubmissionId);
        CreateAsync(batch).PipeTo(Self);
    }

    private async Task<Created> CreateAsync(Creation[] batch)
    {
        var isHarmedByOne = false;
        var answers = await WithinDeadlineAsync(
            async token =>
            {
                var ids = await _store.CreateAsync([.. batch.Select(creation => creation.Ticket)], _chats.Routes, token);
                FailPoints.Pass(FailPoints.TicketCommitted);
                _outbox.Tell(OutboxFilled.Instance);
                foreach (var creation in batch)
                    NoLongerRefused(creation.Ticket.UserId);
                return AnswerEach(ticket => new TicketCreated(ticket.SubmissionId, ids[ticket.SubmissionId]));
            },
            error =>
            {
                var isRefused = DatabaseErrors.IsRefusal(error);
                isHarmedByOne = batch.Length > 1 && (isRefused || !DatabaseErrors.IsTransient(error));
                if (isRefused && !isHarmedByOne)
                    Refused(batch[0].Ticket.UserId, error);
                return AnswerEach(ticket => new TicketNotCreated(ticket.SubmissionId, WordsOf(error), isRefused));
            });
        if (!isHarmedByOne)
            return new Created(answers);

        // One by one: only the ticket that the database refuses stays without a row.
        var alone = new List<(IActorRef, object)>(batch.Length);
        foreach (var creation in batch)
            alone.AddRange((await CreateAsync([creation])).Answers);
        return new Created(alone);

        (IActorRef, object)[] AnswerEach(Func<CreateTicket, object> answer) =>
            [.. batch.Select(creation => (creation.Asker, answer(creation.Ticket)))];
    }

    private Task<object> AddMessageAsync(AddTicketMessage message) => InTurnAsync<object>(
        async token =>
        {
            if (!await _messages.AddAsync(message, _chats.Routes, token))
            {
                _logger.LogWarning(
                    "User {UserId} writes to ticket {TicketId}, which is not in table tickets as theirs: nothing is stored",
                    message.UserId, message.TicketId);
                return new TicketOfMessageNotFound(message.TicketId, message.UpdateId);
            }

            MessageStored(message.UserId);
            return new TicketMessageAdded(message.TicketId, message.UpdateId);
        },
        error => new TicketMessageNotAdded(
            message.TicketId, message.UpdateId, WordsOf(error), IsMessageRefused(message.UserId, message.TicketId, error)));

    private Task<object> CorrectAsync(CorrectTicketMessage edit) => InTurnAsync<object>(
        async token =>
        {
            var corrected = await _corrections.CorrectAsync(edit, _chats.Routes, token);
            if (corrected.TicketId is not null)
                MessageStored(edit.UserId);
            return corrected;
        },
        error => new TicketMessageNotCorrected(edit.UpdateId, WordsOf(error), IsMessageRefused(edit.UserId, ticketId: null, error)));

    private void MessageStored(long userId)
    {
        FailPoints.Pass(FailPoints.MessageCommitted);
        _outbox.Tell(OutboxFilled.Instance);
        if (_troubles.Clear(MessageRefused, userId))
            _logger.LogInformation("What user {UserId} writes to a ticket is no longer refused", userId);
    }

    private bool IsMessageRefused(long userId, long? ticketId, Exception error)
    {
        var isRefused = DatabaseErrors.IsRefusal(error) || !DatabaseErrors.IsTransient(error);
        if (isRefused && _troubles.Raise(MessageRefused, userId, WordsOf(error)))
        {
            _logger.LogError(
                "PostgreSQL refuses what user {UserId} writes to ticket {TicketId} ({Error}): somebody has to mend the table",
                userId, ticketId, WordsOf(error));
        }

        return isRefused;
    }

    private Task<object> StoreConsentAsync(StoreConsent request) => InTurnAsync<object>(
        async token =>
        {
            await _consents.StoreConsentAsync(request, token);
            if (_troubles.Clear(ConsentRefused, request.UserId))
                _logger.LogInformation("The consent of user {UserId} is no longer refused", request.UserId);
            return new ConsentStored(request.UpdateId);
        },
        error =>
        {
            var isRefused = DatabaseErrors.IsRefusal(error) || !DatabaseErrors.IsTransient(error);
            if (isRefused && _troubles.Raise(ConsentRefused, request.UserId, WordsOf(error)))
            {
                _logger.LogError(
                    "PostgreSQL refuses the consent of user {UserId} ({Error}): somebody has to mend the table", request.UserId,
                    WordsOf(error));
            }

            return new ConsentNotStored(request.UpdateId, WordsOf(error), isRefused);
        });

    private Task<object> FindAsync(FindClientTickets request) => InTurnAsync<object>(
        async token => await _clients.FindAsync(request, token),
        error => new ClientTicketsNotFound(request.UpdateId, WordsOf(error)));

    private Task<object> AnswerOwnAsync(IOwnTicketRequest request) => InTurnAsync<object>(
        async token =>
        {
            var answer = await _own.AnswerAsync(request, token);
            if (answer is OwnTicketWithdrawn { Result: Withdrawal.Done } or OwnTicketReopened { Ticket: not null })
            {
                FailPoints.Pass(FailPoints.StatusCommitted);
                _outbox.Tell(OutboxFilled.Instance);
                _metrics.TicketChanged(answer is OwnTicketWithdrawn ? MetricLabels.Withdrawn : MetricLabels.Reopened);
            }

            return answer;
        },
        error =>
        {
            var isRefused = DatabaseErrors.IsRefusal(error) || !DatabaseErrors.IsTransient(error);
            if (isRefused)
                _logger.LogError("What user {UserId} asks of the own tickets is refused: {Error}", request.UserId, WordsOf(error));
            return new OwnTicketsNotAnswered(request.UpdateId, WordsOf(error), isRefused);
        });

    private Task<object> ChangeStatusAsync(ChangeTicketStatus change) => OnPressAsync(
        change.TicketId,
        async token =>
        {
            if (await _store.ChangeStatusAsync(change, token) is not { } result)
                return new TicketNotFound(change.TicketId);
            FailPoints.Pass(FailPoints.StatusCommitted);
            _outbox.Tell(OutboxFilled.Instance);
            if (!result.IsCardKnown)
                return new TicketCardUnknown(result.State);
            if (result.Changed)
                _metrics.TicketChanged(change.Status == TicketStatus.Closed ? MetricLabels.Closed : MetricLabels.Reopened);
            // A repeated press after a crash still counts as the one that changed the status.
            return result.Changed || result.State.LastChange?.UpdateId == change.UpdateId
                ? new TicketStatusChanged(result.State)
                : new TicketStatusUnchanged(result.State);
        });

    private Task<object> ClaimAsync(ClaimTicket claim) => OnPressAsync(
        claim.TicketId,
        async token =>
        {
            if (await _claims.ClaimAsync(claim, token) is not var (state, handled))
                return new TicketNotFound(claim.TicketId);
            FailPoints.Pass(FailPoints.ClaimCommitted);
            _outbox.Tell(OutboxFilled.Instance);
            return handled ?? (object)new TicketCardUnknown(state);
        });

    private Task<object> OnCardAsync(ICardPress press) => OnPressAsync(
        press.TicketId,
        async token =>
        {
            var answer = await _menus.HandleAsync(press, token);
            if (press is SnoozeTicket)
                FailPoints.Pass(FailPoints.SnoozeCommitted);
            _outbox.Tell(OutboxFilled.Instance);
            return answer;
        });

    private Task<object> OnPressAsync(long ticketId, Func<CancellationToken, Task<object>> handle) => InTurnAsync(
        handle,
        error =>
        {
            if (DatabaseErrors.IsRefusal(error))
                _logger.LogError("A manager's change of ticket {TicketId} is refused: {Error}", ticketId, WordsOf(error));
            // An exception raised by someone's trigger concerns this ticket only, and must not hold up the presses behind it for ever.
            var isRaised = error is PostgresException { SqlState: PostgresErrorCodes.RaiseException };
            return new TicketStatusUnknown(ticketId, WordsOf(error), DatabaseErrors.IsTransient(error) && !isRaised);
        });

    private Task<T> InTurnAsync<T>(Func<CancellationToken, Task<T>> request, Func<Exception, T> onError) => WithinDeadlineAsync(
        async token =>
        {
            await _turns.WaitAsync(token);
            try
            {
                return await request(token);
            }
            finally
            {
                _turns.Release();
            }
        },
        onError);

    private async Task<T> WithinDeadlineAsync<T>(Func<CancellationToken, Task<T>> request, Func<Exception, T> onError)
    {
        var stopping = _stopping.Token;
        try
        {
            var answer = await Deadline.RunAsync(request, StoreDeadline, stopping);
            _outage.Reached();
            return answer;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return onError(new OperationCanceledException("the program stops"));
        }
        catch (Exception error)
        {
            return onError(Report(error));
        }
    }

    private static string WordsOf(Exception error) => DatabaseErrors.WordsOf(error);

    private void Refused(long userId, Exception error)
    {
        if (_troubles.Raise(TicketRefused, userId, WordsOf(error)))
        {
            _logger.LogError(
                "PostgreSQL refuses the ticket of user {UserId} ({Error}): the request is repeated, but somebody has to mend the table",
                userId, WordsOf(error));
        }
    }

    private void NoLongerRefused(long userId)
    {
        if (_troubles.Clear(TicketRefused, userId))
            _logger.LogInformation("The ticket of user {UserId} is no longer refused", userId);
    }

    // A refusal by PostgreSQL is reported by the code that recognises it.
    private Exception Report(Exception error)
    {
        if (DatabaseErrors.IsRefusal(error))
            return error;
        _outage.Failed(WordsOf(error), wait: null);
        return error;
    }

    private sealed record Creation(CreateTicket Ticket, IActorRef Asker);

    private sealed record Created(IReadOnlyList<(IActorRef Asker, object Answer)> Answers);
}
