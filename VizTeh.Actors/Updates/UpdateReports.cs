using System.Text.Json.Serialization;

namespace VizTeh.Actors.Updates;

/// <summary>What a receiver of an update tells the poller.</summary>
public interface IUpdateReport
{
    long UpdateId { get; }
}

/// <summary>Everything that the update caused is durable and said; its inbox row may go.</summary>
/// <param name="IsDeduplicated">
/// Whether the receiver recognises the update when it is redelivered, by its stored id: a crash may then redeliver it even after later
/// updates of its chat were handled. An update that is not recognised would be judged anew, by what the chat has come to since.
/// </param>
public sealed record Handled(
    long UpdateId,
    [property: JsonPropertyName("isRemembered"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    bool IsDeduplicated = false) : IUpdateReport;

/// <summary>The receiver is working on the update: its deadline starts anew, and it is not sent again.</summary>
public sealed record InProgress(long UpdateId) : IUpdateReport;

/// <summary>
/// Nothing was done about the update. It has to be sent again once the rows of the earlier updates of its chat are deleted, so that a crash
/// cannot redeliver them.
/// </summary>
public sealed record Deferred(long UpdateId) : IUpdateReport;

/// <summary>
/// The conversation cannot be brought back from what is stored of it, so nothing was done about the update. A person has to mend it; the
/// update is sent again now and then.
/// </summary>
/// <param name="Error">Why, for the inbox row; no personal data.</param>
public sealed record NotRecovered(long UpdateId, string Error) : IUpdateReport;

/// <summary>The receiver gave up on this delivery; the update has to be sent again.</summary>
/// <param name="Error">Why, for the log and the inbox row; no personal data.</param>
/// <param name="IsFault">
/// Whether the update itself seems to be at fault, so that after some tries it is set aside; false for trouble around it (a
/// database that is away), which is waited out for as long as it takes.
/// </param>
public sealed record Failed(long UpdateId, string Error, bool IsFault) : IUpdateReport;
