using VizTeh.Actors.Messages;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Manager.Commands;

/// <summary>Explains the chat's purpose to a manager.</summary>
internal sealed class StartCommand(BotSettings settings) : IManagerCommand
{
    public string Name => "start";

    public string MenuLine => "Начать";

    public string? HelpLine => null;

    public Task<IReadOnlyList<Message>> HandleAsync(ManagerCall call, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Message>>([Greeting(settings.Company.Name, call.IsGroup)]);

    // A private chat may still show a client's menu, which is removed. A group never had one.
    private static Message Greeting(string company, bool isGroup) => new(
        isGroup
            ? $"Здравствуйте! Сюда приходят заявки компании {QuotedName.ToHtml(company)}. Закрывать их может любой участник."
            : $"Здравствуйте! Вы менеджер компании {QuotedName.ToHtml(company)}. Сюда приходят заявки клиентов.",
        isGroup ? null : new Keyboard.Remove());
}
