using System.Collections.Frozen;
using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Forms;

/// <summary>The clients' commands: their menu, what /help says of them, and how they are recognised, are derived from this table.</summary>
internal static class ClientCommands
{
    /// <summary>In the order of the menu.</summary>
    public static IReadOnlyList<IClientCommand> All { get; } = [new StartCommand(), new HelpCommand(), new CancelCommand()];

    /// <summary>In the order of the texts: /help comes last, since whoever reads of it knows it already.</summary>
    public static IReadOnlyList<IClientCommand> InTexts { get; } = [.. All.OrderBy(command => command is HelpCommand)];

    public static IReadOnlyList<SuggestedCommand> Suggested { get; } =
        [.. All.Select(command => new SuggestedCommand(command.Name, command.MenuLine))];

    private static readonly FrozenDictionary<string, IClientCommand> ByName =
        All.ToFrozenDictionary(command => command.Name, StringComparer.OrdinalIgnoreCase);

    /// <param name="name">Without the slash; its letter case does not matter.</param>
    /// <returns>Null when there is no such command.</returns>
    public static IClientCommand? Find(string name) => ByName.GetValueOrDefault(name);
}
