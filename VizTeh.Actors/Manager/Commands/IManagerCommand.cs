using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Manager.Commands;

/// <summary>
/// A command of the managers' chats. What it needs is given to its constructor; it is one instance for the whole program, and may be called
/// for several chats at the same time.
/// </summary>
public interface IManagerCommand
{
    /// <summary>Without the slash: 1 to 32 of a to z, 0 to 9 and _ (Bot API, BotCommand).</summary>
    string Name { get; }

    /// <summary>What the app shows beside it after a slash is typed: plain text of 1 to 256 characters.</summary>
    string MenuLine { get; }

    /// <summary>What /help says of it: HTML, an item of a list, without a mark at its end. Null when /help leaves it out.</summary>
    string? HelpLine { get; }

    /// <summary>
    /// Does what the command says. Called only for a managers' chat; whoever may not do it there is refused here, where it is done. May
    /// be called again with the same update id, after a crash: what it has done then has to be recognised by that id.
    /// </summary>
    /// <returns>What is said in the chat, in this order.</returns>
    Task<IReadOnlyList<Message>> HandleAsync(ManagerCall call, CancellationToken cancellationToken);
}
