namespace VizTeh.Actors.Operations.Alerts;

/// <summary>What an alert is about.</summary>
internal enum AlertKind
{
    /// <summary>The database is out of reach.</summary>
    Database,

    /// <summary>The database answers and takes no writes: a full disk, say.</summary>
    Writes,

    /// <summary>A message waits in the outbox, and its chat's queue does not move, or moves too slowly.</summary>
    Outbox,

    /// <summary>Updates or owed messages were set aside.</summary>
    SetAside,

    /// <summary>Telegram is out of reach.</summary>
    Telegram,

    /// <summary>Telegram refuses the token.</summary>
    Token,
}

internal static class AlertKinds
{
    // Stored in table alerts for ever.
    private static readonly Dictionary<AlertKind, string> Names = new()
    {
        [AlertKind.Database] = "database",
        [AlertKind.Writes] = "writes",
        [AlertKind.Outbox] = "outbox",
        [AlertKind.SetAside] = "set-aside",
        [AlertKind.Telegram] = "telegram",
        [AlertKind.Token] = "token",
    };

    /// <summary>In the order in which several are told in one message.</summary>
    public static IReadOnlyList<AlertKind> All { get; } = [.. Names.Keys];

    public static string NameOf(AlertKind kind) => Names[kind];

    /// <summary>Null for a name of a later version.</summary>
    public static AlertKind? Named(string name) => All.Cast<AlertKind?>().FirstOrDefault(kind => Names[kind!.Value] == name);

    /// <summary>Whether the ops chat is of use: not when Telegram itself is what is away.</summary>
    public static bool GoesToChat(AlertKind kind) => kind is not (AlertKind.Telegram or AlertKind.Token);
}
