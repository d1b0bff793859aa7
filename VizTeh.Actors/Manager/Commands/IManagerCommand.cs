using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Manager.Commands;

/// <summary>
/// A command of the managers' chats. Its dependencies are constructor parameters. One instance serves the whole program and may be called
/// for several chats concurrently.
/// </summary>
public interface IManagerCommand
{
    /// <summary>The command's name without the slash: 1 to 32 of a to z, 0 to 9 and _ (Bot API, BotCommand).</summary>
    string Name { get; }

    /// <summary>The description that the app shows in its menu of commands: plain text of 1 to 256 characters.</summary>
    string MenuLine { get; }

    /// <summary>
    /// The command's line in /help: HTML, an item of a list, without a mark at its end. Null when /help leaves the command out.
    /// </summary>
    string? HelpLine { get; }

    /// <summary>Whether the app's menu offers the command. One that the firm has switched off says so when it is typed.</summary>
    bool IsOffered => true;

    /// <summary>Whether it shows or sends data of clients: then who gave it, and when, is recorded first.</summary>
    bool ShowsPersonalData => false;

    /// <summary>The ticket whose number the arguments are, for that record; null for a command that takes none.</summary>
    long? TicketOf(string arguments) => null;

    /// <summary>
    /// Runs the command. It is called for managers' chats only, and for persons who may act there, which <c>ManagerActor</c> has checked.
    /// After a crash it is called again with the same update id, so it has to be idempotent by that id.
    /// </summary>
    /// <returns>The messages to send to the chat, in this order.</returns>
    Task<IReadOnlyList<Message>> HandleAsync(ManagerCall call, CancellationToken cancellationToken);
}
