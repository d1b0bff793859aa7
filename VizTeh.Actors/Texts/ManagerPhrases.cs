using System.Collections.Immutable;

namespace VizTeh.Actors.Texts;

/// <summary>The texts for managers beside the card, as shipped.</summary>
public static class ManagerPhrases
{
    private static readonly List<Phrase> Table = [];

    // The answers to what a manager writes.

    public static Phrase Greeting { get; } = Message(
        "greeting", "Здравствуйте! Вы менеджер компании {company}. Сюда приходят заявки клиентов.");

    public static Phrase GreetingInGroup { get; } = Message(
        "greeting-in-group", "Здравствуйте! Сюда приходят заявки компании {company}. Закрывать их может любой участник.");

    /// <summary>In its place, with a list of managers.</summary>
    public static Phrase GreetingInGroupOfListed { get; } = Message(
        "greeting-in-group-listed",
        "Здравствуйте! Сюда приходят заявки компании {company}. Работать с ними могут менеджеры из списка в настройках бота.");

    public static Phrase FormRefused { get; } = Message(
        "form-refused",
        "Это чат менеджера, заявку здесь оставить нельзя. Чтобы проверить форму, напишите боту из другого аккаунта Telegram.");

    public static Phrase ForClientsOnly { get; } = Message(
        "for-clients-only", "Это команда для клиентов, в чате менеджеров она не действует.");

    public static Phrase UnknownCommand { get; } = Message("unknown-command", "Такой команды нет. Все команды покажет /help.");

    public static Phrase PhotoId { get; } = Message(
        "photo-id",
        "Вот <code>file_id</code> этой фотографии, впишите его в настройку PHOTO_ID:\n\n<code>{file-id}</code>\n\n"
        + "Можно обойтись и без настройки: ответьте на эту фотографию «/photoid сохранить», и бот сразу будет показывать её в рассказе о "
        + "компании.",
        new Placeholder("file-id", "the file id of the photo", new string('A', 200)));

    public static Phrase PhotoWanted { get; } = Message(
        "photo-wanted",
        "Пришлите фотографию с подписью /photoid, именно фото, а не файл. В ответ придёт её <code>file_id</code>. С подписью «/photoid "
        + "сохранить» бот сразу будет показывать её в рассказе о компании, а «/photoid удалить» уберёт её оттуда.");

    public static Phrase PhotoSaved { get; } = Message(
        "photo-saved", "Готово: теперь клиенты увидят эту фотографию в рассказе о компании. Убрать её — «/photoid удалить».");

    /// <summary>In its place, while PHOTO_ID is set.</summary>
    public static Phrase PhotoSavedBehindSetting { get; } = Message(
        "photo-saved-behind-setting",
        "Фотография сохранена, но клиенты пока видят другую — из настройки PHOTO_ID. Чтобы показывалась сохранённая, уберите PHOTO_ID из "
        + "настроек и перезапустите бота.");

    public static Phrase PhotoRemoved { get; } = Message(
        "photo-removed", "Сохранённой фотографии больше нет: клиенты увидят рассказ о компании без неё.");

    /// <summary>In its place, while PHOTO_ID is set.</summary>
    public static Phrase PhotoRemovedBehindSetting { get; } = Message(
        "photo-removed-behind-setting", "Сохранённой фотографии больше нет: клиенты видят ту, что задана настройкой PHOTO_ID.");

    // The files of a client whose data was erased.

    public static Phrase OldFiles { get; } = Message(
        "old-files",
        "Данные клиента удалены. Файлы по заявке №{number} старше 48 часов бот удалить не может, удалите их, пожалуйста, "
        + "сами:\n{links}",
        Number(),
        new Placeholder(
            "links", "the addresses of the files' messages, one a line",
            string.Join('\n', Enumerable.Repeat("https://t.me/c/1234567890/12345678", 40))));

    public static Phrase OldFilesUnderCard { get; } = Message(
        "old-files-under-card",
        "Данные клиента удалены. Файлы по заявке №{number} старше 48 часов бот удалить не может, удалите их, пожалуйста, "
        + "сами: они отправлены ответами на карточку. Таких сообщений: {count}.",
        Number(), new Placeholder("count", "how many messages there are", "40"));

    /// <summary>In the chat that shows it.</summary>
    public static Phrase ErasureLeftHere { get; } = Message(
        "erasure-left-here",
        "Данные клиента удалены. Сообщения о заявке №{number}, которые ещё видны в этом чате, бот изменить не может: удалите "
        + "их, пожалуйста, сами.",
        Number());

    public static Phrase ErasureLeftElsewhere { get; } = Message(
        "erasure-left-elsewhere",
        "Данные клиента удалены. В прежнем чате менеджеров (его номер {chat}) бот не может изменить сообщения о заявке "
        + "№{number}: если они там ещё видны, удалите их, пожалуйста, сами. Прежний чат — это и группа, какой она была до превращения в "
        + "супергруппу.",
        Number(), new Placeholder("chat", "the id of the chat", "-1001234567890"));

    // The help: a title, and a list of what a manager can do.

    public static Phrase HelpTitle { get; } = Part("help.title", "<b>Подсказка для менеджера</b>");

    public static Phrase HelpCards { get; } = Part(
        "help.cards", "каждая заявка приходит карточкой; «{close}» и «{reopen}» меняют её состояние у всех менеджеров");

    public static Phrase HelpOutcomes { get; } = Part("help.outcomes", "при закрытии бот спросит, чем закончилась заявка");

    public static Phrase HelpClaims { get; } = Part(
        "help.claims",
        "«{claim}» показывает всем, кто занят заявкой, «{take-over}» забирает её у коллеги, «{release}» возвращает в очередь");

    public static Phrase HelpSnooze { get; } = Part(
        "help.snooze", "«{remind}» напомнит о заявке в выбранное время, если клиент не напишет раньше");

    public static Phrase HelpPhotoId { get; } = Part(
        "help.photoid",
        "чтобы сменить фотографию в рассказе о компании, пришлите новую с подписью «/photoid сохранить»; с подписью /photoid бот ответит "
        + "её <code>file_id</code> для настройки PHOTO_ID");

    // Notes on presses.

    public static Phrase ToastClosed { get; } = Toast("toast.closed", "Заявка №{number} закрыта.", Number());
    public static Phrase ToastReopened { get; } = Toast("toast.reopened", "Заявка №{number} снова открыта.", Number());
    public static Phrase ToastAlreadyClosed { get; } = Toast("toast.already-closed", "Заявка №{number} уже закрыта.", Number());
    public static Phrase ToastAlreadyOpen { get; } = Toast("toast.already-open", "Заявка №{number} уже открыта.", Number());

    public static Phrase ToastAlreadyClosedBy { get; } = Toast(
        "toast.already-closed-by", "Заявка №{number} уже закрыта: {by}.", Number(), By());

    public static Phrase ToastAlreadyOpenBy { get; } = Toast(
        "toast.already-open-by", "Заявка №{number} уже открыта: {by}.", Number(), By());

    public static Phrase ToastOtherCard { get; } = Toast(
        "toast.other-card",
        "Похоже, это карточка другой заявки с тем же номером. Нужна нынешняя {ticket}? Тогда нажмите кнопку на её карточке в этом чате. "
        + "Пока ничего не изменено.",
        new Placeholder(
            "ticket", "the number of the ticket, with the client's name and city: «№34 (Анна, Омск)»",
            "№9223372036854775807 (Константин Кон…, Комсомольск-на…)"));

    public static Phrase ToastNotFound { get; } = Toast("toast.not-found", "Заявки №{number} нет в базе.", Number());
    public static Phrase ToastErased { get; } = Toast(
        "toast.erased", "Данные заявки №{number} удалены, изменить её больше нельзя.", Number());

    public static Phrase ToastStranger { get; } = Toast("toast.stranger", "Менять состояние заявок могут только менеджеры.");
    public static Phrase ToastForeignButton { get; } = Toast("toast.foreign-button", "Эта кнопка здесь не работает.");

    // The commands' lines in the app's menu.

    public static Phrase MenuStart { get; } = Line("menu.start", "Начать");
    public static Phrase MenuHelp { get; } = Line("menu.help", "Подсказка");
    public static Phrase MenuPhotoId { get; } = Line("menu.photoid", "Фотография в рассказе о компании");

    /// <summary>All texts for managers beside the card.</summary>
    public static ImmutableArray<Phrase> All { get; } = [.. Table];

    private static Phrase Message(string key, string shipped, params IReadOnlyList<Placeholder> placeholders) =>
        Add(key, PhraseForm.Message, shipped, placeholders);

    private static Phrase Part(string key, string shipped) => Add(key, PhraseForm.Part, shipped, []);

    private static Phrase Toast(string key, string shipped, params IReadOnlyList<Placeholder> placeholders) =>
        Add(key, PhraseForm.Toast, shipped, placeholders);

    private static Phrase Line(string key, string shipped) => Add(key, PhraseForm.Line, shipped, []);

    private static Phrase Add(string key, PhraseForm form, string shipped, IReadOnlyList<Placeholder> placeholders)
    {
        var phrase = new Phrase("manager." + key, form, shipped, placeholders);
        Table.Add(phrase);
        return phrase;
    }

    private static Placeholder Number() => new("number", "the number of the ticket", "9223372036854775807", IsRequired: false);

    private static Placeholder By() => new(
        "by", "the person, if known, and the moment: «Анна (@anna), 22.11.2026 14:05»", new string('Я', 100) + ", 22.11.2026 14:05");
}
