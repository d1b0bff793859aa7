using System.Text.Json.Serialization;
using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Tickets;

/// <summary>Stores the newest consent of a client. Idempotent: a repeat stores the same row.</summary>
/// <param name="UpdateId">The update that gave it; repeated in the answer.</param>
public sealed record StoreConsent(long UserId, long UpdateId, Consent Consent);

/// <summary>The consent is in table <c>clients</c>.</summary>
public sealed record ConsentStored(long UpdateId);

/// <summary>It is unknown whether the consent is stored; the request has to be repeated.</summary>
/// <param name="Error">For the log; no personal data.</param>
/// <param name="IsRefused">Whether the database itself refuses the row, which lasts until somebody changes the database.</param>
public sealed record ConsentNotStored(
    long UpdateId, string Error, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsRefused = false);
