using System.Text.Json.Serialization;

namespace VizTeh.Actors.Updates;

/// <summary>What a receiver of an update tells the poller.</summary>
public interface IUpdateReport
{
    long UpdateId { get; }
}

/// <summary>Everything that the update caused is durable and said; its inbox row may go.</summary>
/// <param name="IsRemembered">
/// Whether the receiver knows the update again for as long as it matters: after a crash it may then come once more even if later ones
/// of its chat have been handled. One that is not remembered would be judged anew, by what the chat has come to since.
/// </param>
public sealed record Handled(
    long UpdateId, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsRemembered = false) : IUpdateReport;

/// <summary>The update is being worked on; the poller need not worry, nor send it again.</summary>
public sealed record StillAtWork(long UpdateId) : IUpdateReport;

/// <summary>
/// Nothing was done about the update: it has to be sent again when no earlier one of its chat can come again after a crash.
/// </summary>
public sealed record WaitsForEarlier(long UpdateId) : IUpdateReport;

/// <summary>
/// The conversation cannot be brought back from what is stored of it, so nothing was done about the update. A person has to mend it; the
/// update is sent again now and then.
/// </summary>
/// <param name="Error">Why, for the inbox row; no personal data.</param>
public sealed record NotRecovered(long UpdateId, string Error) : IUpdateReport;

/// <summary>The receiver gave up for now; the update has to be sent again.</summary>
/// <param name="Error">What went wrong, for the log and the inbox row; no personal data.</param>
/// <param name="IsFault">
/// Whether the update itself seems to be at fault, so that after some tries it is set aside; false for trouble around it (a
/// database that is away), which is waited out for as long as it takes.
/// </param>
public sealed record NotHandled(long UpdateId, string Error, bool IsFault) : IUpdateReport;
