using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;
using VizTeh.Actors.Database;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Conversations;

/// <summary>
/// Writes rows of table <c>form_reminders</c>, one statement after another. Forms that are begun while a statement runs share the next one.
/// </summary>
public sealed class FormReminderWriter : IDisposable
{
    private const int MostRows = 500;

    // More conversations do not wait at once; above it a row is written with the client's next input.
    private const int MostWaiting = 20_000;

    private static readonly Backoff FailureBackoff = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(5));

    private readonly FormReminderStore _store;
    private readonly TimeProvider _clock;
    private readonly OutageLog _outage;
    private readonly Channel<Write> _waiting =
        Channel.CreateBounded<Write>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();

    public FormReminderWriter(NpgsqlDataSource database, TimeProvider clock, ILogger<FormReminderWriter> logger)
    {
        (_store, _clock) = (new FormReminderStore(database), clock);
        _outage = new OutageLog("The table form_reminders", logger);
        _ = Task.Run(WriteAllAsync);
    }

    /// <summary>
    /// Stores that a form is open, or was cancelled. While the database is out of reach, it waits; what PostgreSQL refuses is logged and
    /// left, since a client must not wait for a reminder.
    /// </summary>
    /// <returns>Whether it is stored.</returns>
    internal async Task<bool> WriteAsync(OpenForm form, CancellationToken cancellationToken)
    {
        var write = new Write(form);
        return _waiting.Writer.TryWrite(write) && await write.Done.Task.WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        _waiting.Writer.TryComplete();
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async Task WriteAllAsync()
    {
        var token = _stopping.Token;
        var batch = new List<Write>();
        // The channel is read to its end: what still waits at the stop is not stored.
        while (await _waiting.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (batch.Count < MostRows && _waiting.Reader.TryRead(out var write))
                batch.Add(write);
            var isStored = await TryWriteAsync(batch, token);
            foreach (var write in batch)
                write.Done.TrySetResult(isStored);
            batch.Clear();
        }
    }

    private async Task<bool> TryWriteAsync(List<Write> batch, CancellationToken cancellationToken)
    {
        // A statement changes a row once: the last word of each user counts.
        OpenForm[] forms = [.. batch.Select(write => write.Form).GroupBy(form => form.UserId).Select(forms => forms.Last())];
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                await _store.NoteAsync(forms, cancellationToken);
                _outage.Reached();
                return true;
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                return false;
            }
            catch (Exception error) when (DatabaseErrors.IsTransient(error) && !DatabaseErrors.IsRefusal(error))
            {
                var wait = FailureBackoff.Before(attempt);
                _outage.Failed(DatabaseErrors.WordsOf(error), wait);
                if (!await WaitAsync(wait, cancellationToken))
                    return false;
            }
            catch (Exception error)
            {
                _outage.Failed(DatabaseErrors.WordsOf(error), wait: null);
                return false;
            }
        }
    }

    private async Task<bool> WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        await Task.Delay(wait, _clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellationToken.IsCancellationRequested;
    }

    private sealed record Write(OpenForm Form)
    {
        public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
