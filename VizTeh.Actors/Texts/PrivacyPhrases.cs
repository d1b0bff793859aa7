using System.Collections.Immutable;

namespace VizTeh.Actors.Texts;

/// <summary>The texts about what is stored of a client, as shipped.</summary>
public static class PrivacyPhrases
{
    private static readonly List<Phrase> Table = [];

    /// <summary>The clients' commands that these texts belong to.</summary>
    public static ImmutableArray<string> Commands { get; } = ["mydata", "forget"];

    public static Phrase MenuMyData { get; } = Line("menu.mydata", "Какие мои данные хранятся");
    public static Phrase HelpMyData { get; } = Line("help.mydata", "прислать всё, что о вас хранится, кроме служебных заметок менеджеров");

    public static Phrase MyData { get; } = Part(
        "my-data.caption",
        "Здесь всё, что бот хранит о вас, кроме служебных заметок и отметок менеджеров. Файл открывается любой программой, которая "
        + "показывает текст.");

    public static Phrase MyDataTooSoon { get; } = Message(
        "my-data.too-soon", "Ваши данные только что были отправлены. Прислать их ещё раз можно через минуту: /mydata");

    public static Phrase MenuForget { get; } = Line("menu.forget", "Удалить мои данные");
    public static Phrase HelpForget { get; } = Line("help.forget", "удалить всё, что о вас хранится");

    public static Phrase EraseFirst { get; } = Message(
        "erasure.first",
        "<b>Удалить все ваши данные?</b>\n\nУдалятся имя, телефон, ответы и файлы, переписка по заявкам и незаконченная заявка. "
        + "Открытые заявки будут отозваны. От заявок останутся только номер, даты, направление и итог. Файлы старше двух суток Telegram "
        + "удалить боту не даёт: об этом мы попросим менеджеров.\n\nОтменить удаление будет нельзя.");

    public static Phrase EraseSecond { get; } = Message(
        "erasure.second", "<b>Точно удалить?</b> Вернуть данные после этого не сможет никто.");

    public static Phrase Erase { get; } = Button("erasure.button.erase", "Удалить мои данные");
    public static Phrase EraseForGood { get; } = Button("erasure.button.for-good", "Да, удалить навсегда");
    public static Phrase Keep { get; } = Button("erasure.button.keep", "Не удалять");

    public static Phrase Erased { get; } = Message(
        "erasure.done", "Ваши данные удалены. Если мы понадобимся снова, просто напишите сюда.");

    public static Phrase NothingErased { get; } = Message("erasure.declined", "Хорошо, ничего не удалено.");

    public static Phrase NothingToErase { get; } = Message("erasure.nothing", "О вас ничего не хранится, удалять нечего.");

    public static Phrase ToastErasureGone { get; } = Toast(
        "toast.erasure-gone", "Эта кнопка больше не действует. Чтобы удалить данные, отправьте /forget");

    public static Phrase ToastErased { get; } = Toast("toast.erased", "Ваши данные уже удалены.");

    /// <summary>All of them.</summary>
    public static ImmutableArray<Phrase> All { get; } = [.. Table];

    private static Phrase Message(string key, string shipped) => Add(new(key, PhraseForm.Message, shipped));

    private static Phrase Part(string key, string shipped) => Add(new(key, PhraseForm.Part, shipped));

    private static Phrase Button(string key, string shipped) => Add(new(key, PhraseForm.Button, shipped));

    private static Phrase Toast(string key, string shipped) => Add(new(key, PhraseForm.Toast, shipped));

    private static Phrase Line(string key, string shipped) => Add(new(key, PhraseForm.Line, shipped));

    private static Phrase Add(Phrase phrase)
    {
        Table.Add(phrase);
        return phrase;
    }
}
