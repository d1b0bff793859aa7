using System.Collections.Immutable;

namespace VizTeh.Actors.Texts;

/// <summary>What is said about who may act in the managers' chats, as shipped.</summary>
public static class RightsPhrases
{
    private static readonly List<Phrase> Table = [];

    /// <summary>The name of an administrator who acts in the name of the group.</summary>
    public static Phrase Anonymous { get; } = Add("manager.anonymous", PhraseForm.Line, "анонимный администратор");

    public static Phrase PressRefused { get; } = Add(
        "manager.toast.no-right", PhraseForm.Toast, "Эти кнопки работают только у менеджеров из списка в настройках бота.");

    public static Phrase AnswerRefused { get; } = Add(
        "manager.answer.no-right", PhraseForm.Message,
        "Это сообщение никуда не ушло: отвечать клиентам и оставлять заметки могут только менеджеры из списка в настройках бота.");

    public static Phrase CommandRefused { get; } = Add(
        "manager.command.no-right", PhraseForm.Message, "Команды доступны только менеджерам из списка в настройках бота.");

    /// <summary>All of these texts.</summary>
    public static ImmutableArray<Phrase> All { get; } = [.. Table];

    private static Phrase Add(string key, PhraseForm form, string shipped)
    {
        var phrase = new Phrase(key, form, shipped);
        Table.Add(phrase);
        return phrase;
    }
}
