using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Logging;
using VizTeh.Actors.Database;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.PersonalData;

/// <summary>Reads and erases what is stored about a client. One a node, without a state of its own.</summary>
public sealed class PersonalDataActor : ReceiveActor
{
    // The name in the view health.
    internal const string Refused = "personal data refused";

    private static readonly TimeSpan StoreDeadline = TimeSpan.FromSeconds(10);

    // Each holds a connection of the pool that the poller and the outbox use too.
    private const int MostAtOnce = 2;

    private readonly PersonalDataStore _store;
    private readonly ErasureStore _erasures;
    private readonly Readings _readings;
    private readonly IActorRef _outbox;
    private readonly Troubles _troubles;
    private readonly ILogger<PersonalDataActor> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _turns = new(MostAtOnce);

    public PersonalDataActor(
        PersonalDataStore store, ErasureStore erasures, Readings readings, IRequiredActor<OutboxKey> outbox, Troubles troubles,
        ILogger<PersonalDataActor> logger)
    {
        (_store, _erasures, _readings, _outbox, _troubles, _logger) = (store, erasures, readings, outbox.ActorRef, troubles, logger);
        Receive<HandlePersonalData>(request => HandleAsync(request).PipeTo(Sender, Self));
    }

    protected override void PostStop() => _stopping.Cancel();

    private async Task<object> HandleAsync(HandlePersonalData request)
    {
        try
        {
            var done = await Deadline.RunAsync(
                async token =>
                {
                    await _turns.WaitAsync(token);
                    try
                    {
                        return await RunAsync(request, token);
                    }
                    finally
                    {
                        _turns.Release();
                    }
                },
                StoreDeadline, _stopping.Token);
            if (_troubles.Clear(Refused, request.UserId))
                _logger.LogInformation("The request of user {UserId} about their data is no longer refused", request.UserId);
            return done;
        }
        catch (Exception error)
        {
            return NotHandled(request, error);
        }
    }

    private async Task<PersonalDataHandled> RunAsync(HandlePersonalData request, CancellationToken cancellationToken)
    {
        var done = new PersonalDataHandled(request.UpdateId, request.Step);
        switch (request.Step)
        {
            case PersonalDataStep.Collect:
                var json = await _store.CollectAsync(request.UserId, cancellationToken);
                await _readings.RecordAsync(
                    new Reading("mydata", request.UpdateId) { UserId = request.UserId }, cancellationToken);
                return done with { Json = json };
            case PersonalDataStep.Look:
                return done with { IsAny = await _erasures.IsAnyAsync(request.UserId, request.UpdateId, cancellationToken) };
            case PersonalDataStep.EraseTables:
                await _erasures.EraseTablesAsync(request.UserId, request.UpdateId, cancellationToken);
                FailPoints.Pass(FailPoints.TablesErased);
                _outbox.Tell(OutboxFilled.Instance);
                return done;
            case PersonalDataStep.EraseJournal when request is { PersistenceId: { } id, FirstToStay: { } firstToStay }:
                await _erasures.EraseJournalAsync(id, firstToStay, cancellationToken);
                FailPoints.Pass(FailPoints.JournalErased);
                _logger.LogInformation("The data of user {UserId} is erased at their wish", request.UserId);
                return done;
            default:
                throw new ArgumentOutOfRangeException(nameof(request), request.Step, "an unknown step");
        }
    }

    private PersonalDataNotHandled NotHandled(HandlePersonalData request, Exception error)
    {
        var words = DatabaseErrors.WordsOf(error);
        var isRefused = DatabaseErrors.IsRefusal(error) || !(DatabaseErrors.IsTransient(error) || error is OperationCanceledException);
        if (isRefused && _troubles.Raise(Refused, request.UserId, words))
        {
            _logger.LogError(
                "The step {Step} for the data of user {UserId} is refused ({Error}): it is repeated, but somebody has to mend the database",
                request.Step, request.UserId, words);
        }

        return new PersonalDataNotHandled(request.UpdateId, request.Step, words, isRefused);
    }
}
