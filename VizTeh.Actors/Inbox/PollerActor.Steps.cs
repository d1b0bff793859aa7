using Akka.Actor;
using Microsoft.Extensions.Logging;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Database;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Telegram;

namespace VizTeh.Actors.Inbox;

/// <content>Steps that wait for something outside, how they fail, and how all of it ends.</content>
public sealed partial class PollerActor
{
    // A database that neither answers nor refuses; what was done by then is done again, which is safe.
    private static readonly TimeSpan InboxDeadline = TimeSpan.FromSeconds(10);

    // A client who is quick writes again about as soon as the reply is there: then one transaction does for both.
    private static readonly TimeSpan DeleteDelay = TimeSpan.FromMilliseconds(5);

    // Rows of one client that may be there although later updates have been handled: fewer than the conversation remembers, so that it
    // knows each of them again.
    private const int MostUndeletedOfOneChat = Conversation.Remembered / 2;

    // How long a stop waits for what is out: most of it is done within milliseconds, and what is not is taken up at the next start.
    private static readonly TimeSpan EndDeadline = TimeSpan.FromMilliseconds(1500);

    /// <summary>
    /// Runs a step on the inbox beside the mailbox. A failed one is logged and, when <paramref name="retry"/> is given, tried again by it.
    /// </summary>
    private void Run(Func<CancellationToken, Task<object?>> step, object? retry = null)
    {
        var stopping = _stopping.Token;
        RunAsync().PipeTo(Self, Sender);

        async Task<object> RunAsync()
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            deadline.CancelAfter(InboxDeadline);
            try
            {
                return await step(deadline.Token) ?? Done.Instance;
            }
            catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
            {
                return new StepFailed(new TimeoutException($"no answer within {InboxDeadline.InWords()}"), retry);
            }
            catch (Exception exception)
            {
                return new StepFailed(exception, retry);
            }
        }
    }

    private void AskOfTerm() => Run(
        async token =>
        {
            await _inbox.RequireTermAsync(token);
            return TermHolds.Instance;
        },
        retry: RequireTerm.Instance);

    private void OnTermHolds()
    {
        OnInboxReached();
        AskTelegram();
    }

    private void OnInboxReached()
    {
        _inboxFailures = 0;
        _outage.Reached();
    }

    private void OnStepFailed(StepFailed failed)
    {
        if (failed.Error.GetBaseException() is PollerTermLostException)
        {
            Context.Stop(Self);
            return;
        }

        if (_isStopping && failed.Retry is Poll or Load or RequireTerm)
            return;
        if (failed.Retry is Poll)
        {
            OnPollFailed(failed.Error);
            return;
        }

        var wait = OutageBackoff.Before(++_inboxFailures);
        _outage.Failed(DatabaseTrouble.WordsOf(failed.Error), wait);
        if (failed.Retry is { } retry)
            Timers.StartSingleTimer(retry, retry, wait);
    }

    private void OnPollFailed(Exception error)
    {
        _polling = false;
        _pace.Failed(error);
        if (error is ApiRequestException { ErrorCode: 409 } && error.Message.Contains("deleteWebhook", StringComparison.Ordinal))
        {
            _logger.LogError("A webhook is set for this TOKEN, so Telegram gives no updates; removing it, the waiting updates are kept");
            Run(async token =>
            {
                await _client.DeleteWebhook(dropPendingUpdates: false, token);
                return null;
            });
        }
        else
        {
            _pollHealth.Failed(error, _pace.Wait);
        }

        PollWhenRoom();
    }

    // --- the end ---

    private void StopWithTheProgram()
    {
        var (self, stopped) = (Self, _stopping.Token);
        var shutdown = CoordinatedShutdown.Get(Context.System);
        shutdown.AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "poller-takes-no-more", () =>
        {
            self.Tell(StopTaking.Instance);
            return Task.FromResult(Akka.Done.Instance);
        });
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceRequestsDone, "poller-finishes", async () =>
        {
            if (stopped.IsCancellationRequested)
                return Akka.Done.Instance;
            try
            {
                await self.Ask<Done>(AwaitEnd.Instance, EndDeadline);
            }
            catch (AskTimeoutException)
            {
                // What is still out is in the inbox.
            }

            return Akka.Done.Instance;
        });
    }

    private void OnStopTaking()
    {
        _isStopping = true;
        _stoppingPolls.Cancel();
        DeleteNow();
    }

    private void OnAwaitEnd()
    {
        _waitsForEnd = Sender;
        EndIfDone();
    }

    private void EndIfDone()
    {
        if (_waitsForEnd is not { } waiting || _deleting || _undeleted.Count > 0 || _lanes.Out.Any(update => update.IsWithReceiver))
            return;
        waiting.Tell(Done.Instance);
        _waitsForEnd = null;
    }

    private sealed record Load
    {
        public static readonly Load Instance = new();
    }

    private sealed record Poll
    {
        public static readonly Poll Instance = new();
    }

    private sealed record RequireTerm
    {
        public static readonly RequireTerm Instance = new();
    }

    private sealed record TermHolds
    {
        public static readonly TermHolds Instance = new();
    }

    private sealed record Done
    {
        public static readonly Done Instance = new();
    }

    private sealed record LookForOverdue : INotInfluenceReceiveTimeout
    {
        public static readonly LookForOverdue Instance = new();
    }

    private sealed record DeleteDue
    {
        public static readonly DeleteDue Instance = new();
    }

    private sealed record ForgetOld : INotInfluenceReceiveTimeout
    {
        public static readonly ForgetOld Instance = new();
    }

    private sealed record StopTaking
    {
        public static readonly StopTaking Instance = new();
    }

    private sealed record AwaitEnd
    {
        public static readonly AwaitEnd Instance = new();
    }

    private sealed record Loaded(long? Offset, IReadOnlyList<InboxRow> Waiting);

    private sealed record Fetched(IReadOnlyList<string> Updates, TimeSpan Took);

    private sealed record Stored(IReadOnlyList<InboxRow> Rows, UpdateBatch Batch, TimeSpan Took, long[] Leaving, bool MoreWait);

    private sealed record NotStored(Fetched Fetched, long[] Leaving);

    private sealed record SetAside(long UpdateId, int Attempts, string Error);

    private sealed record FailureRecorded(long UpdateId);

    private sealed record Noticed(long UpdateId, SendOutcome.Postponed? Postponed, Exception? Error);

    private sealed record NoteEndOfFlood(PendingUpdate End);

    private sealed record EndOfFloodNoted(PendingUpdate End);

    private sealed record Deleted(long[] UpdateIds);

    private sealed record NotDeleted(long[] UpdateIds);

    private sealed record StepFailed(Exception Error, object? Retry);
}
