using System.Collections.Frozen;
using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Manager.Commands;

/// <summary>The table of the managers' commands. The menu, /help and the recognition of commands are derived from it.</summary>
public sealed class ManagerCommands
{
    private readonly FrozenDictionary<string, IManagerCommand> _byName;

    /// <param name="commands">In the order of the menu.</param>
    public ManagerCommands(IEnumerable<IManagerCommand> commands)
    {
        All = [.. commands];
        Suggested = [.. All.Where(command => command.IsOffered).Select(command => new SuggestedCommand(command.Name, command.MenuLine))];
        _byName = All.ToFrozenDictionary(command => command.Name, StringComparer.OrdinalIgnoreCase);
    }

    public IReadOnlyList<IManagerCommand> All { get; }

    public IReadOnlyList<SuggestedCommand> Suggested { get; }

    /// <param name="name">Without the slash; its letter case does not matter.</param>
    /// <returns>Null when there is no such command.</returns>
    public IManagerCommand? Find(string name) => _byName.GetValueOrDefault(name);
}
