using System.Text.Json;

namespace VizTeh.Actors.Outbox;

/// <summary>What a manager is told about an answer, as a reply to it.</summary>
public enum ReportSubject
{
    /// <summary>Why it did not reach the client, as in column <c>ticket_messages.undelivered</c>.</summary>
    Delivery,

    /// <summary>Its new words do not fit the client's copy, which stays as it was.</summary>
    Edit,

    /// <summary>It, or another part of its album, had left when it was made a note.</summary>
    Note,

    /// <summary>Its new words cannot reach the client: there is no copy that could be changed.</summary>
    LostEdit,

    /// <summary>Its new file does not replace the one that has left for the client.</summary>
    KeptFile,
}

/// <summary>The JSON in column <c>outbox.payload</c>, each a string. The words are permanent.</summary>
internal static class ReportSubjects
{
    public const string Edit = "\"edit\"";
    public const string LostEdit = "\"lost-edit\"";
    private const string Note = "\"note\"";
    private const string KeptFile = "\"kept-file\"";

    public static string? ToPayload(this ReportSubject subject) => subject switch
    {
        ReportSubject.Delivery => null,
        ReportSubject.Edit => Edit,
        ReportSubject.Note => Note,
        ReportSubject.LostEdit => LostEdit,
        ReportSubject.KeptFile => KeptFile,
        _ => throw new ArgumentOutOfRangeException(nameof(subject), subject, "a subject that has no name in the table"),
    };

    /// <exception cref="JsonException">The payload is of a later version.</exception>
    public static ReportSubject FromPayload(string? payload) => payload switch
    {
        null => ReportSubject.Delivery,
        Edit => ReportSubject.Edit,
        Note => ReportSubject.Note,
        LostEdit => ReportSubject.LostEdit,
        KeptFile => ReportSubject.KeptFile,
        _ => throw new JsonException("an unknown subject", "$", null, null),
    };
}
