using System.Collections.Frozen;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Forms;

/// <summary>The table of the clients' commands. The menu, /help and the recognition of commands are derived from it.</summary>
internal static class ClientCommands
{
    /// <summary>In the order of the menu.</summary>
    public static IReadOnlyList<IClientCommand> All { get; } =
    [
        new StartCommand(), new OwnTicketsCommand(), new HelpCommand(), new CancelCommand(), new MyDataCommand(), new ForgetCommand(),
    ];

    /// <summary>In the order of the help text. /help comes last: its reader knows it already.</summary>
    public static IReadOnlyList<IClientCommand> InTexts(FirmTexts texts) =>
        [.. All.Where(command => IsOffered(command, texts)).OrderBy(command => command is HelpCommand)];

    private static readonly FrozenDictionary<string, IClientCommand> ByName =
        All.ToFrozenDictionary(command => command.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The menu, in the firm's wording.</summary>
    public static IReadOnlyList<SuggestedCommand> Suggested(FirmTexts texts) =>
        [.. All.Where(command => IsOffered(command, texts)).Select(command => new SuggestedCommand(command.Name, texts[command.MenuLine]))];

    /// <summary>The command of that name, if the firm offers it.</summary>
    public static IClientCommand? Find(string name, FirmTexts texts) =>
        Find(name) is { } command && IsOffered(command, texts) ? command : null;

    /// <param name="name">Without the slash; its letter case does not matter.</param>
    /// <returns>Null when there is no such command, offered or not.</returns>
    public static IClientCommand? Find(string name) => ByName.GetValueOrDefault(name);

    private static bool IsOffered(IClientCommand command, FirmTexts texts) =>
        !texts.CommandsLeftOut.Contains(command.Name) && command.IsOffered(texts);
}
