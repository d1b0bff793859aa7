using VizTeh.Actors.Messages;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Manager.Commands;

/// <summary>Explains the chat's purpose to a manager.</summary>
internal sealed class StartCommand(BotSettings settings) : IManagerCommand
{
    private readonly FirmTexts _texts = settings.Company.Texts;

    public string Name => "start";

    public string MenuLine => _texts[ManagerPhrases.MenuStart];

    public string? HelpLine => null;

    // A private chat may still show a client's menu, which is removed. A group never had one.
    public Task<IReadOnlyList<Message>> HandleAsync(ManagerCall call, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Message>>([call.IsGroup
            ? new Message(_texts[settings.Company.Managers is null
                ? ManagerPhrases.GreetingInGroup
                : ManagerPhrases.GreetingInGroupOfListed])
            : new Message(_texts[ManagerPhrases.Greeting], new Keyboard.Remove())]);
}
