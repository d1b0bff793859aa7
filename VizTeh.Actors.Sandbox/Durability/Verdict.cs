using System.Globalization;
using System.Text;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>The figures of a run, and the broken promises.</summary>
public sealed record Verdict
{
    public required int Seed { get; init; }

    public required TimeSpan Duration { get; init; }

    public required int Begun { get; init; }

    public required int Sent { get; init; }

    public required int Cancelled { get; init; }

    public required int ManagersPresses { get; init; }

    public required IReadOnlyList<IncarnationRecord> Incarnations { get; init; }

    /// <summary>The number of faults by kind.</summary>
    public required IReadOnlyDictionary<string, int> Faults { get; init; }

    /// <summary>
    /// Messages that were repeated without a request, cards included; a kill or a lost response may each cause one in a chat.
    /// </summary>
    public required int Repeats { get; init; }

    /// <summary>The longest time that a client waited for an answer, downtime of the bot included.</summary>
    public required TimeSpan LongestWait { get; init; }

    /// <summary>Cards beyond one for each ticket and chat; a kill or a lost response may each cause one.</summary>
    public required int CardsDoubled { get; init; }

    /// <summary>The copies among them whose message id the bot does not have, and that show an old state until they are pressed.</summary>
    public required int StaleCopies { get; init; }

    /// <summary>Answers that tickets keep of questions which the form had lost, or asked as another kind, when they were sent.</summary>
    public required int RemovedAnswers { get; init; }

    /// <summary>How many times a client had all data erased.</summary>
    public required int Erasures { get; init; }

    /// <summary>Reminders of tickets that were sent.</summary>
    public required long Reminders { get; init; }

    /// <summary>How many times a client answered a manager's answer by a reply to it.</summary>
    public required int RepliesToAnswers { get; init; }

    /// <summary>How many times a client edited what was added to a ticket.</summary>
    public required int Corrections { get; init; }

    /// <summary>What each manager did.</summary>
    public required IReadOnlyList<ManagerDeeds> Deeds { get; init; }

    /// <summary>What must be empty, by the promise that it breaks.</summary>
    public required IReadOnlyList<(string Promise, IReadOnlyList<string> Cases)> Promises { get; init; }

    /// <summary>A table of the troubles of several nodes, and of the longest waits of clients in each; empty with one node.</summary>
    public string NodeTroubles { get; init; } = "";

    /// <summary>The file with what the nodes logged, which is kept when a promise is broken.</summary>
    public string? Log { get; init; }

    public int Kills => Incarnations.Count(incarnation => incarnation.Death is Death.Killed or Death.AtFailPoint);

    /// <summary>From the start of the process to its first message, after each crash.</summary>
    public IReadOnlyList<TimeSpan> Restarts =>
        [.. Incarnations.Skip(1).Select(incarnation => incarnation.ToFirstReply).OfType<TimeSpan>().Order()];

    public bool Holds => Promises.All(promise => promise.Cases.Count == 0);

    /// <summary>The report as text.</summary>
    public override string ToString()
    {
        const int mostCases = 5;
        var report = new StringBuilder();
        report.AppendLine(CultureInfo.InvariantCulture, $"Seed {Seed}, {Duration.TotalSeconds:0} s");
        Figure("forms begun / sent / cancelled", $"{Begun} / {Sent} / {Cancelled}");
        Figure("managers' presses", ManagersPresses);
        foreach (var deeds in Deeds)
        {
            Figure(
                $"{deeds.Name}: claims / answers / reminders / closings",
                $"{deeds.Claims} / {deeds.Answers} / {deeds.Reminders} / {deeds.Closings}");
        }

        var byPoint = Incarnations.Where(incarnation => incarnation.Death == Death.AtFailPoint)
            .CountBy(incarnation => incarnation.Plan!.FailPoint!).OrderBy(point => point.Key);
        Figure("kills", $"{Kills}, at named points: {Listed(byPoint)}");
        Figure("faults", $"{Faults.Values.Sum()}: {Listed(Faults.OrderBy(fault => fault.Key, StringComparer.Ordinal))}");
        foreach (var (promise, cases) in Promises)
            Figure(promise, cases.Count);
        Figure("replies repeated", Repeats);
        Figure("cards doubled (stale copies)", $"{CardsDoubled} ({StaleCopies})");
        Figure("answers kept of questions removed since", RemovedAnswers);
        Figure("erasures", Erasures);
        Figure("reminders sent", Reminders);
        Figure("clients' replies to answers / edits of additions", $"{RepliesToAnswers} / {Corrections}");
        Figure("longest wait of a client", Seconds(LongestWait));
        if (Restarts is [_, ..] restarts)
        {
            Figure("start to first reply",
                $"median {Seconds(restarts[restarts.Count / 2])}, max {Seconds(restarts[^1])}, of {restarts.Count}");
        }

        report.Append(NodeTroubles);
        foreach (var (promise, cases) in Promises.Where(promise => promise.Cases.Count > 0))
        {
            report.AppendLine(CultureInfo.InvariantCulture, $"BROKEN: {promise}");
            foreach (var one in cases.Take(mostCases))
                report.AppendLine(CultureInfo.InvariantCulture, $"  - {one}");
            if (cases.Count > mostCases)
                report.AppendLine(CultureInfo.InvariantCulture, $"  … and {cases.Count - mostCases} more");
        }

        if (ManagerDeeds.NotShown(Deeds).Count > 0)
            report.AppendLine("This run shows nothing of managers at work: fewer than two claimed, answered, snoozed and closed.");
        if (Log is not null)
            report.AppendLine(CultureInfo.InvariantCulture, $"What the nodes logged: {Log}");
        report.Append(Holds ? "Every promise holds." : "Promises are broken.");
        return report.ToString();

        void Figure(string name, object value) => report.AppendLine(CultureInfo.InvariantCulture, $"  {name,-48} {value}");
        static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s");
        static string Listed(IEnumerable<KeyValuePair<string, int>> counts) =>
            string.Join(", ", counts.Select(count => $"{count.Key} {count.Value}")) is { Length: > 0 } text ? text : "none";
    }
}
