using VizTeh.Actors.Telemetry;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Inbox;

/// <summary>Counts the updates, and begins and ends their traces.</summary>
internal sealed class InboxTelemetry(BotTelemetry telemetry)
{
    /// <summary>A batch is stored.</summary>
    /// <param name="rows">The updates that were not taken in before.</param>
    /// <param name="takenAt">When the poll was answered, a timestamp.</param>
    public void Stored(IReadOnlyList<InboxRow> rows, long takenAt)
    {
        foreach (var row in rows)
        {
            var kind = UpdateKinds.Of(row.Json);
            telemetry.Metrics.UpdateStored(kind);
            telemetry.Traces.Begin(row.UpdateId, kind, takenAt);
        }
    }

    /// <summary>Updates of an earlier process wait in the inbox.</summary>
    public void Loaded(IReadOnlyList<InboxRow> rows)
    {
        foreach (var row in rows)
            telemetry.Traces.Resume(row.UpdateId, UpdateKinds.Of(row.Json));
    }

    public void On(InboxEvent happened)
    {
        switch (happened)
        {
            case InboxEvent.Reported { Report: Handled { UpdateId: var updateId } }:
                End(updateId);
                break;
            case InboxEvent.NoticeSaid { UpdateId: var updateId }:
                End(updateId);
                break;
            // Those that nobody was to handle.
            case InboxEvent.Deleted { UpdateIds: var updateIds }:
                foreach (var updateId in updateIds)
                    End(updateId);
                break;
        }
    }

    public void On(InboxEffect effect)
    {
        if (effect is InboxEffect.SetAside { UpdateId: var updateId })
            telemetry.Traces.End(updateId, MetricLabels.SetAside);
    }

    /// <summary>This process takes no updates any more.</summary>
    public void Stopped() => telemetry.Traces.EndAll();

    private void End(long updateId) => telemetry.Traces.End(updateId, MetricLabels.Handled);
}
