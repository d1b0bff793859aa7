using VizTeh.Actors.Messages;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Manager.Commands;

/// <summary>Lists what managers can do in the chat, and the commands.</summary>
/// <param name="commands">The table that contains this command; a function, since the table is created after it.</param>
internal sealed class HelpCommand(Func<ManagerCommands> commands) : IManagerCommand
{
    public string Name => "help";

    public string MenuLine => "Подсказка";

    public string? HelpLine => null;

    public Task<IReadOnlyList<Message>> HandleAsync(ManagerCall call, CancellationToken cancellationToken)
    {
        IEnumerable<string> items =
        [
            $"каждая заявка приходит карточкой; «{TicketButton.CloseLabel}» и «{TicketButton.ReopenLabel}» меняют её состояние "
            + "у всех менеджеров",
            .. commands().All.Select(command => command.HelpLine).OfType<string>(),
        ];
        return Task.FromResult<IReadOnlyList<Message>>(
            [new Message($"Подсказка для менеджера:\n\n{string.Join(";\n", items.Select(item => $"• {item}"))}.")]);
    }
}
