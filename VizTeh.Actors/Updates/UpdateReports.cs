using System.Text.Json.Serialization;

namespace VizTeh.Actors.Updates;

/// <summary>A receiver's report to the poller about an update.</summary>
public interface IUpdateReport
{
    long UpdateId { get; }
}

/// <summary>Everything that the update caused is stored and sent; its inbox row may be deleted.</summary>
/// <param name="IsDeduplicated">
/// Whether the receiver recognises the update by its stored id when it is redelivered. Then a crash may redeliver it even after later
/// updates of its chat were handled. Any other update would be judged anew, by the chat's state of then.
/// </param>
public sealed record Handled(
    long UpdateId,
    [property: JsonPropertyName("isRemembered"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    bool IsDeduplicated = false) : IUpdateReport;

/// <summary>The receiver is working on the update: its deadline starts anew, and the update is not sent again.</summary>
public sealed record InProgress(long UpdateId) : IUpdateReport;

/// <summary>
/// The receiver did nothing about the update. The poller sends it again once the rows of the chat's earlier updates are deleted, so that a
/// crash cannot redeliver those.
/// </summary>
public sealed record Deferred(long UpdateId) : IUpdateReport;

/// <summary>
/// The conversation cannot be recovered from the journal, so nothing was done about the update. A person has to repair it; the poller
/// repeats the update now and then.
/// </summary>
/// <param name="Error">The reason, for the inbox row; no personal data.</param>
public sealed record NotRecovered(long UpdateId, string Error) : IUpdateReport
{
    /// <summary>
    /// Whether a later version of the program stored it: nothing is to be repaired, and the next delivery may come to a node that can read
    /// it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsOfLaterVersion { get; init; }
}

/// <summary>The receiver gave up on this delivery; the update has to be sent again.</summary>
/// <param name="Error">The reason, for the log and the inbox row; no personal data.</param>
/// <param name="IsFault">
/// Whether the update itself seems to be at fault; it is set aside after some tries. False for a failure of something else (the database is
/// unreachable), which is waited out without a limit.
/// </param>
public sealed record Failed(long UpdateId, string Error, bool IsFault) : IUpdateReport;
