using System.Collections.Frozen;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Forms;

/// <summary>The table of the clients' commands. The menu, /help and the recognition of commands are derived from it.</summary>
internal static class ClientCommands
{
    /// <summary>In the order of the menu.</summary>
    public static IReadOnlyList<IClientCommand> All { get; } = [new StartCommand(), new HelpCommand(), new CancelCommand()];

    /// <summary>In the order of the help text. /help comes last: its reader knows it already.</summary>
    public static IReadOnlyList<IClientCommand> InTexts { get; } = [.. All.OrderBy(command => command is HelpCommand)];

    private static readonly FrozenDictionary<string, IClientCommand> ByName =
        All.ToFrozenDictionary(command => command.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The menu, in the firm's wording.</summary>
    public static IReadOnlyList<SuggestedCommand> Suggested(FirmTexts texts) =>
        [.. All.Select(command => new SuggestedCommand(command.Name, texts[command.MenuLine]))];

    /// <param name="name">Without the slash; its letter case does not matter.</param>
    /// <returns>Null when there is no such command.</returns>
    public static IClientCommand? Find(string name) => ByName.GetValueOrDefault(name);
}
