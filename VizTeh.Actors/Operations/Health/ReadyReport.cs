using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Operations.Health;

/// <summary>Whether the program does its work, and what keeps it from that. Nothing personal is in it.</summary>
/// <param name="DatabaseError">Null when the database answers, or is not asked yet.</param>
/// <param name="LastPoll">The time since a poll was last finished; null when none was.</param>
/// <param name="Matters">What the view says; null when it could not be read, or was not.</param>
/// <param name="Own">The troubles that this process knows of itself; the view has them as well.</param>
/// <param name="Node">What one of several nodes adds; null for a bot on its own.</param>
internal sealed record ReadyReport(
    ProgramPhase Phase, string? DatabaseError, TimeSpan? LastPoll, IReadOnlyList<HealthMatter>? Matters, IReadOnlyList<Trouble> Own,
    NodeReport? Node = null)
{
    private static readonly JsonSerializerOptions Legible = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        // A terminal and a script's parser, never a web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public bool IsReady => Reasons.Count == 0;

    /// <summary>Why it is not ready, a phrase each.</summary>
    public IReadOnlyList<string> Reasons => [.. ReasonsOf()];

    /// <summary>One JSON object; times are seconds.</summary>
    public string ToJson()
    {
        var report = ToNode();
        Node?.AddTo(report);
        return report.ToJsonString(Legible);
    }

    private JsonObject ToNode() => JsonSerializer.SerializeToNode(
        new
        {
            ready = IsReady,
            phase = ProgramLife.NameOf(Phase),
            reasons = Reasons,
            databaseAnswers = DatabaseError is not null ? false : Matters is not null ? true : (bool?)null,
            lastPollSeconds = Seconds(LastPoll ?? Of(HealthView.LastPoll) switch { { Rows: > 0, For: var ago } => ago, _ => null }),
            oldestInboxSeconds = Seconds(Of(HealthView.InboxWaiting)?.For),
            oldestOutboxSeconds = Seconds(OldestOf(HealthView.OutboxWaiting, HealthView.OutboxWaitingForClients)),
            updatesSetAside = Of(HealthView.InboxSetAside)?.Rows,
            messagesSetAside = Of(HealthView.OutboxSetAside)?.Rows,
            conversationsNotRecovered = Of(RecoveryCheck.Matter)?.Rows ?? Own.Count(trouble => trouble.Matter == RecoveryCheck.Matter),
            matters = Matters?.Select(matter => new
            {
                matter = matter.Matter,
                state = matter.IsTrouble ? "trouble" : "ok",
                rows = matter.Rows,
                seconds = Seconds(matter.For),
            }),
        },
        Legible)!.AsObject();

    private IEnumerable<string> ReasonsOf()
    {
        if (Phase != ProgramPhase.Running)
            yield return ProgramLife.NameOf(Phase);
        if (Node?.Fault is { } fault && Phase == ProgramPhase.Running)
            yield return fault;
        if (DatabaseError is not null)
            yield return $"database: {DatabaseError}";
        if (Matters is not null)
        {
            foreach (var matter in Matters.Where(matter => matter.IsTrouble && HealthView.IsEssential(matter.Matter)))
                yield return Phrase(matter.Matter, matter.Rows, matter.For);
        }
        else
        {
            foreach (var known in Own.Where(trouble => HealthView.IsEssential(trouble.Matter)).GroupBy(trouble => trouble.Matter)
                .OrderBy(known => known.Key, StringComparer.Ordinal))
            {
                yield return Phrase(known.Key, known.Count(), known.Max(trouble => trouble.Age));
            }
        }
    }

    private static string Phrase(string matter, long rows, TimeSpan? lasts) =>
        lasts is { } age ? $"{matter}: {rows}, for {age.InWords()}" : $"{matter}: {rows}";

    private HealthMatter? Of(string matter) => Matters?.FirstOrDefault(known => known.Matter == matter);

    private TimeSpan? OldestOf(params string[] matters) => matters.Select(matter => Of(matter)?.For).Max();

    private static double? Seconds(TimeSpan? time) => time is { } known ? Math.Round(known.TotalSeconds, 1) : null;
}
