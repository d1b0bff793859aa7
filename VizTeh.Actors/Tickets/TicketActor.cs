using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Logging;
using VizTeh.Actors.Database;
using VizTeh.Actors.Manager;
using VizTeh.Actors.Outbox;

namespace VizTeh.Actors.Tickets;

/// <summary>
/// Creates tickets and changes their status, in PostgreSQL, where all of its state is: one a node, any number of requests at once.
/// What a change owes to the managers leaves in the same transaction, through the outbox.
/// </summary>
public sealed class TicketActor : ReceiveActor
{
    private static readonly TimeSpan StoreDeadline = TimeSpan.FromSeconds(10);

    // Connections that may be waiting for a table: the poller and the outbox draw from the same pool, and must not run dry.
    private const int MostAtOnce = 12;

    private readonly ILogger<TicketActor> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _turns = new(MostAtOnce);

    public TicketActor(TicketStore store, ManagerChats chats, IRequiredActor<OutboxActor> outbox, ILogger<TicketActor> logger)
    {
        _logger = logger;
        Receive<CreateTicket>(create => Run(async token =>
        {
            var id = await store.CreateAsync(create, chats.InForce, token);
            FailPoints.Pass(FailPoints.TicketCommitted);
            outbox.ActorRef.Tell(OutboxFilled.Instance);
            return new TicketCreated(create.SubmissionId, id);
        }, error => new TicketNotCreated(create.SubmissionId, error.Message)));

        Receive<ChangeTicketStatus>(change => Run(async token =>
        {
            if (await store.ChangeStatusAsync(change, token) is not { } result)
                return new TicketNotFound(change.TicketId);
            FailPoints.Pass(FailPoints.StatusCommitted);
            outbox.ActorRef.Tell(OutboxFilled.Instance);
            // A press that is handled again after a crash is still the one that did it.
            return result.Changed || result.State.LastChange?.UpdateId == change.UpdateId
                ? new TicketStatusChanged(result.State)
                : new TicketStatusUnchanged(result.State);
        }, error => new TicketStatusUnknown(change.TicketId, error.Message, DatabaseTrouble.IsBehind(error))));
    }

    protected override void PostStop() => _stopping.Cancel();

    private void Run(Func<CancellationToken, Task<object>> request, Func<Exception, object> onError)
    {
        var sender = Sender;
        var stopping = _stopping.Token;
        RunAsync().PipeTo(sender, Self);

        async Task<object> RunAsync()
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            deadline.CancelAfter(StoreDeadline);
            try
            {
                await _turns.WaitAsync(deadline.Token);
                try
                {
                    return await request(deadline.Token);
                }
                finally
                {
                    _turns.Release();
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return onError(new OperationCanceledException("the program stops"));
            }
            catch (OperationCanceledException)
            {
                return onError(Report(new TimeoutException($"no answer within {StoreDeadline}")));
            }
            catch (Exception error)
            {
                return onError(Report(error));
            }
        }
    }

    private Exception Report(Exception error)
    {
        _logger.LogError("The tickets could not be reached: {Error}", error.Message);
        return error;
    }
}
