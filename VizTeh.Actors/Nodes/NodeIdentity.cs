using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Nodes;

/// <summary>One start of the program as one of several nodes.</summary>
/// <param name="Address">As in table <c>nodes</c>.</param>
/// <param name="Incarnation">Tells the starts at one address apart.</param>
public sealed record NodeIdentity(string Address, Guid Incarnation)
{
    /// <returns>Null for a bot on its own.</returns>
    public static NodeIdentity? Of(BotSettings settings) =>
        settings.Node is { } node ? new NodeIdentity(node.Address, Guid.NewGuid()) : null;

    /// <summary>By which PostgreSQL names the sessions of this start: 54 characters, of 63 that it keeps.</summary>
    public string SessionName => SessionNameOf(Incarnation);

    internal static string SessionNameOf(Guid incarnation) => $"{SessionPrefix}{incarnation:N}";

    /// <summary>What the names of the sessions of all nodes begin with.</summary>
    internal const string SessionPrefix = $"{DatabaseSettings.ApplicationName} node ";
}
