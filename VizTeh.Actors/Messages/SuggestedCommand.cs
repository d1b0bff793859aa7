namespace VizTeh.Actors.Messages;

/// <summary>A command that Telegram's apps suggest to a person who types a slash (Bot API, BotCommand).</summary>
/// <param name="Name">Without the slash: 1 to 32 of a to z, 0 to 9 and _.</param>
/// <param name="Description">Shown beside the command: plain text of 1 to 256 characters.</param>
public sealed record SuggestedCommand(string Name, string Description);

/// <summary>The suggested commands, in the order in which the apps show them.</summary>
public sealed record SuggestedCommands(IReadOnlyList<SuggestedCommand> ToClients, IReadOnlyList<SuggestedCommand> ToManagers);
