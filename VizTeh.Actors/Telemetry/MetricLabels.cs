namespace VizTeh.Actors.Telemetry;

/// <summary>
/// The values of the metrics' labels, and the attributes of spans. Each is one of a small set: never the id of a person or a chat, never a
/// word of anybody.
/// </summary>
public static class MetricLabels
{
    /// <summary>Stands for a value that is not one of the known set.</summary>
    public const string Other = "other";

    /// <summary>Of a reply: the sender of the update.</summary>
    public const string Client = "client";

    /// <inheritdoc cref="Client"/>
    public const string Manager = "manager";

    /// <summary>Of a left form: nobody touched it until its first look.</summary>
    public const string Idle = "idle";

    /// <summary>Of a left form: its client cancelled it.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>Of a ticket.</summary>
    public const string Created = "created";

    /// <inheritdoc cref="Created"/>
    public const string Closed = "closed";

    /// <inheritdoc cref="Created"/>
    public const string Reopened = "reopened";

    /// <inheritdoc cref="Created"/>
    public const string Withdrawn = "withdrawn";

    /// <summary>Of a call to Telegram: it was accepted.</summary>
    public const string Delivered = "delivered";

    /// <summary>Of a call to Telegram: a final error.</summary>
    public const string Refused = "refused";

    /// <summary>Of a call to Telegram: 429.</summary>
    public const string Limited = "limited";

    /// <summary>Of a call to Telegram: a transient error. Of a recovery: the journal could not be read.</summary>
    public const string Failed = "failed";

    /// <summary>Of a call to Telegram: cut off by the program's stop.</summary>
    public const string CutOff = "cut_off";

    /// <summary>Of a wait that Telegram asks for: the calls that have to wait.</summary>
    public const string OneChat = "chat";

    /// <inheritdoc cref="OneChat"/>
    public const string AllChats = "all";

    /// <inheritdoc cref="OneChat"/>
    public const string OneCall = "call";

    /// <summary>Of a recovery: the state is complete.</summary>
    public const string Recovered = "recovered";

    /// <summary>Of a recovery: the journal cannot be understood, or has gaps.</summary>
    public const string Unrecoverable = "unrecoverable";

    /// <summary>Of a database error: the pool of connections.</summary>
    public const string Tables = "tables";

    /// <inheritdoc cref="Tables"/>
    public const string Journal = "journal";

    /// <summary>Of a database error: a statement failed.</summary>
    public const string Statement = "statement";

    /// <summary>Of a database error: the probe that is made every few seconds had no answer.</summary>
    public const string Probe = "probe";

    /// <summary>Of an update: how its trace ended.</summary>
    public const string Handled = "handled";

    /// <inheritdoc cref="Handled"/>
    public const string SetAside = "set_aside";

    /// <inheritdoc cref="Handled"/>
    public const string Interrupted = "interrupted";

    internal static readonly string[] Leaving = [Idle, Cancelled];
    internal static readonly string[] Changes = [Created, Closed, Reopened, Withdrawn];
    internal static readonly string[] Senders = [Client, Manager];
    internal static readonly string[] Recoveries = [Recovered, Failed, Unrecoverable];
    internal static readonly string[] Pools = [Tables, Journal];
    internal static readonly string[] DatabaseErrors = [Statement, Probe];
}
