using System.Text.Json.Serialization;

namespace VizTeh.Actors.PersonalData;

/// <summary>What is to be done with the data of a client. Stored by name.</summary>
public enum PersonalDataStep
{
    /// <summary>Read all of it.</summary>
    Collect,

    /// <summary>Look whether there is any.</summary>
    Look,

    /// <summary>Erase it from all tables but the journal and the snapshots, which know that this is under way.</summary>
    EraseTables,

    /// <summary>Erase the events before the one that says that the tables are erased, and the snapshots.</summary>
    EraseJournal,
}

/// <summary>Requests a step for one client. Idempotent.</summary>
/// <param name="UpdateId">
/// The update that asks for it. Of an erasure it is the confirmation, whose row in the inbox drives the erasure, and stays.
/// </param>
public sealed record HandlePersonalData(long UserId, long UpdateId, PersonalDataStep Step)
{
    /// <summary>For <see cref="PersonalDataStep.EraseJournal"/>: whose events.</summary>
    public string? PersistenceId { get; init; }

    /// <summary>For <see cref="PersonalDataStep.EraseJournal"/>: the number of the first event that stays.</summary>
    public long? FirstToStay { get; init; }
}

/// <summary>The step is done.</summary>
public sealed record PersonalDataHandled(long UpdateId, PersonalDataStep Step)
{
    /// <summary>After <see cref="PersonalDataStep.Collect"/>: what the tables hold about the client, as a JSON object.</summary>
    public string? Json { get; init; }

    /// <summary>After <see cref="PersonalDataStep.Look"/>: whether the tables hold anything about the client.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsAny { get; init; }

    // A log must not hold what a client wrote.
    public override string ToString() => $"{Step} for update {UpdateId}";
}

/// <summary>It is unknown whether the step is done; the request has to be repeated.</summary>
/// <param name="Error">For the log; no personal data.</param>
/// <param name="IsRefused">Whether the database itself refuses it, which lasts until somebody changes the database.</param>
public sealed record PersonalDataNotHandled(
    long UpdateId, PersonalDataStep Step, string Error,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsRefused = false);
