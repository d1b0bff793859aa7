using System.Collections.Immutable;

namespace VizTeh.Actors.Texts;

/// <summary>The texts around a manager's answer to a client, as shipped: for both.</summary>
public static class AnswerPhrases
{
    // A caption has room for it beside a manager's words.
    private const int LongestLine = 100;

    private static readonly List<Phrase> Table = [];

    public static CardButton Answer { get; } = new("reply", "Ответить");

    // For the client.

    /// <summary>Above the manager's words. A reply to a message that names the ticket is added to it.</summary>
    public static Phrase Heading { get; } = Line("heading", "Ответ по заявке №{number}", Number());

    // For the managers.

    /// <summary>Follows the manager's name and a comma.</summary>
    public static Phrase Prompt { get; } = Message(
        "prompt",
        "напишите ответ клиенту по заявке №{number} ответом на это сообщение: текст, фото, видео, документ или голосовое.", Number());

    public static Phrase Blocked { get; } = Message(
        "undelivered.blocked", "Ответ по заявке №{number} не доставлен: клиент заблокировал бота.", Number());

    public static Phrase Gone { get; } = Message(
        "undelivered.gone", "Ответ по заявке №{number} не доставлен: у клиента больше нет этого чата с ботом.", Number());

    public static Phrase NoClient { get; } = Message(
        "undelivered.no-client", "Ответ по заявке №{number} не доставлен: с её клиентом нет связи в Telegram.", Number());

    public static Phrase Refused { get; } = Message(
        "undelivered.refused", "Ответ по заявке №{number} не доставлен: Telegram его не принял.", Number());

    public static Phrase VoiceForbidden { get; } = Message(
        "undelivered.voice",
        "К ответу по заявке №{number}: клиент не принимает голосовые и видеосообщения, {file} не доставлено. Напишите ему текстом.",
        Number(), new Placeholder("file", "the kind of the file", "видеосообщение"));

    public static Phrase FileNotPassed { get; } = Message(
        "undelivered.file", "К ответу по заявке №{number}: Telegram не передал клиенту вложение: {file}.", Number(),
        new Placeholder("file", "the kind of the file, with its name", "документ «план.pdf»"));

    /// <summary>After each of these, when the ticket has a phone.</summary>
    public static Phrase Phone { get; } = Message(
        "undelivered.phone", "Телефон клиента: {number}", new Placeholder("number", "the client's phone", "+74951234567 доб. 12"));

    public static Phrase NotPassedOn { get; } = Message(
        "not-passed-on",
        "Это клиенту не отправлено: передать можно текст, фото, видео, документ, аудио, голосовое, видеосообщение или место на карте.");

    public static Phrase WhichTicket { get; } = Message(
        "which-ticket",
        "Это клиенту не отправлено: непонятно, к какой заявке относится это сообщение бота. Ответьте на карточку заявки.");

    /// <summary>After an edit that is longer than the client's copy may be.</summary>
    public static Phrase EditTooLong { get; } = Message(
        "edit-too-long",
        "Правка клиенту не передана: ответ по заявке №{number} стал слишком длинным, у клиента осталось прежнее. "
        + "Отправьте новое отдельным ответом.", Number());

    /// <summary>After an edit of an answer of which the client has no message that could be changed.</summary>
    public static Phrase EditLost { get; } = Message(
        "edit-lost",
        "Правка по заявке №{number} клиенту не передана: в его чате с ботом нет сообщения, которое можно изменить (ответ не доставлен, "
        + "удалён, или бот заблокирован). Если правка важна, отправьте её новым ответом.", Number());

    /// <summary>After an edit that gives an answer another file than the client has.</summary>
    public static Phrase FileKept { get; } = Message("file-kept", "Файл клиенту не заменён: отправьте его новым ответом.");

    /// <summary>After a reply to a reminder of a ticket.</summary>
    public static Phrase ToReminder { get; } = Message(
        "to-reminder",
        "Это клиенту не отправлено: вы ответили на напоминание. Чтобы написать клиенту, ответьте на карточку заявки №{number}.", Number());

    /// <summary>After an edit, or a later part of an album, that makes a note of an answer.</summary>
    public static Phrase HasLeft { get; } = Message("has-left", "Это уже отправлено клиенту: сделать заметкой не получится.");

    /// <summary>After an edit that makes an answer of a note.</summary>
    public static Phrase StaysNote { get; } = Message(
        "stays-note", "Это осталось заметкой, клиент её не видит. Чтобы он получил эти слова, отправьте их новым ответом на карточку.");

    /// <summary>After an answer or a note to a ticket whose data was erased.</summary>
    public static Phrase ToErased { get; } = Message(
        "to-erased", "Данные заявки №{number} удалены. Сообщение не отправлено и не сохранено.", Number());

    public static Phrase ManagerAnswers { get; } = Line(
        "shown", "{manager} отвечает по заявке №{number}", new Placeholder("manager", "the manager", "Пётр"), Number());

    /// <summary>In its place, when the answer did not reach the client.</summary>
    public static Phrase ManagerAnswersInVain { get; } = Line(
        "shown-undelivered", "{manager} отвечает по заявке №{number} (не доставлено)", new Placeholder("manager", "the manager", "Пётр"),
        Number());

    /// <summary>In its place, when only the words reached the client.</summary>
    public static Phrase ManagerAnswersWithoutFile { get; } = Line(
        "shown-without-file", "{manager} отвечает по заявке №{number} (файл не доставлен)",
        new Placeholder("manager", "the manager", "Пётр"), Number());

    /// <summary>In its place, when the answer was made a note before it left.</summary>
    public static Phrase ManagerNotes { get; } = Line(
        "shown-note", "{manager}: заметка по заявке №{number} (клиенту не отправлена)", new Placeholder("manager", "the manager", "Пётр"),
        Number());

    /// <summary>In place of a name that cannot be seen.</summary>
    public static Phrase Manager { get; } = Line("manager", "Менеджер");

    public static Phrase ToastPrompt { get; } = Add(new(
        "answer.toast", PhraseForm.Toast, "Напишите ответ по заявке №{number} на сообщение бота.",
        new Placeholder("number", "the number of the ticket", "9223372036854775807", IsRequired: false)));

    public static Phrase ToastOtherCard { get; } = Add(new(
        "answer.toast-other-card", PhraseForm.Toast,
        "Похоже, это карточка другой заявки с тем же номером. Ответьте на нынешнюю карточку."));

    public static Phrase Help { get; } = Add(new(
        "answer.help", PhraseForm.Part,
        "чтобы написать клиенту, ответьте на карточку его заявки или нажмите «{reply}»; ответ, который начинается с //, "
        + "останется заметкой для своих"));

    /// <summary>All texts but the button, which is one of the card's.</summary>
    public static ImmutableArray<Phrase> All { get; } = [.. Table];

    private static Phrase Message(string key, string shipped, params IReadOnlyList<Placeholder> placeholders) =>
        Add(new("answer." + key, PhraseForm.Message, shipped, placeholders));

    private static Phrase Line(string key, string shipped, params IReadOnlyList<Placeholder> placeholders) =>
        Add(new("answer." + key, PhraseForm.Line, shipped, placeholders) { Limit = LongestLine });

    private static Phrase Add(Phrase phrase)
    {
        Table.Add(phrase);
        return phrase;
    }

    private static Placeholder Number() => new("number", "the number of the ticket", "9223372036854775807");
}
