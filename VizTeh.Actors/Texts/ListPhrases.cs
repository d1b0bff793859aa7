using System.Collections.Immutable;

namespace VizTeh.Actors.Texts;

/// <summary>The texts of the managers' lists of tickets, as shipped.</summary>
public static class ListPhrases
{
    private const int LongestLine = 100;

    private static readonly List<Phrase> Table = [];

    // The queue: /open and /mine.

    public static Phrase OpenTitle { get; } = Part("list.open", "<b>Открытые заявки: {count}</b>", Count());
    public static Phrase NoOpen { get; } = Message("list.open-none", "Открытых заявок нет.");
    public static Phrase MineTitle { get; } = Part("list.mine", "<b>В работе — {who}: {count}</b>", Who(), Count());
    public static Phrase NoMine { get; } = Message("list.mine-none", "В работе у вас ничего нет. Все открытые заявки покажет /open.");

    /// <summary>To whoever writes in the name of a group: nobody knows whose tickets are meant.</summary>
    public static Phrase MineAnonymous { get; } = Message(
        "list.mine-anonymous", "Вы пишете от имени группы, поэтому не видно, чьи заявки показать. Отправьте команду от своего имени.");

    public static Phrase Waits { get; } = Line("list.waits", "⏳ ждёт {time}", Time());
    public static Phrase WaitsWorking { get; } = Line("list.waits-working", "⏳ ждёт {time} рабочего времени", Time());
    public static Phrase WaitsUnknown { get; } = Line("list.waits-unknown", "⏳ ждёт ответа");
    public static Phrase Answered { get; } = Line("list.answered", "💬 ответ дан");
    public static Phrase Owner { get; } = Line("list.owner", "👤 {who}", Who());
    public static Phrase NoOwner { get; } = Line("list.no-owner", "свободна");

    public static Phrase Moments { get; } = Line("list.less-than-a-minute", "меньше минуты");
    public static Phrase Minutes { get; } = Line("list.minutes", "{minutes} мин", Number("minutes"));
    public static Phrase Hours { get; } = Line("list.hours", "{hours} ч", Number("hours"));
    public static Phrase HoursMinutes { get; } = Line("list.hours-minutes", "{hours} ч {minutes} мин", Number("hours"), Number("minutes"));

    // One ticket in a list.

    public static Phrase StateOpen { get; } = Line("list.state.open", "🟢 открыта");
    public static Phrase StateClosed { get; } = Line("list.state.closed", "✅ закрыта");
    public static Phrase StateWithdrawn { get; } = Line("list.state.withdrawn", "🚫 отозвана");

    // What was found: /find.

    /// <summary>Followed by what is searched for.</summary>
    public static Phrase FindTitle { get; } = Line("list.find", "Поиск:");

    public static Phrase Found { get; } = Line("list.found", "Нашлось: {count}", Count());

    public static Phrase FoundMore { get; } = Line(
        "list.found-more", "Нашлось больше {count}, здесь самые новые. Уточните запрос.", Count());

    public static Phrase NothingFound { get; } = Message("list.nothing-found", "Ничего не нашлось.");

    public static Phrase WordsWanted { get; } = Message(
        "list.words-wanted",
        "Напишите, что искать: номер заявки, телефон, имя, организацию, @username или слова из ответов. Можно добавить состояние: "
        + "открытые, закрытые, отозванные, в работе, свободные. Например: /find вывеска Тверь открытые");

    // What happened: /history.

    public static Phrase HistoryTitle { get; } = Line("list.history.title", "Заявка №{number}", Ticket());
    public static Phrase Created { get; } = Line("list.history.created", "Создана");
    public static Phrase Closed { get; } = Line("list.history.closed", "Закрыта");
    public static Phrase Withdrawn { get; } = Line("list.history.withdrawn", "Отозвана");
    public static Phrase Erased { get; } = Line("list.history.erased", "Данные клиента удалены");
    public static Phrase Reopened { get; } = Line("list.history.reopened", "Открыта снова");
    public static Phrase Claimed { get; } = Line("list.history.claimed", "Взята в работу");
    public static Phrase TakenOver { get; } = Line("list.history.taken-over", "Перехвачена (до этого: {who})", Who());
    public static Phrase Released { get; } = Line("list.history.released", "Возвращена в очередь");

    public static Phrase Snoozed { get; } = Line("list.history.snoozed", "Поставлено напоминание");
    public static Phrase SnoozeMoved { get; } = Line("list.history.snooze-moved", "Напоминание перенесено на рабочее время");
    public static Phrase SnoozeEnded { get; } = Line("list.history.snooze-ended", "Напоминание снято");
    public static Phrase Reminded { get; } = Line("list.history.reminded", "Менеджеру напомнили");
    public static Phrase Banned { get; } = Line("list.history.banned", "Клиент заблокирован");
    public static Phrase Unbanned { get; } = Line("list.history.unbanned", "Клиент разблокирован");

    /// <summary>Of a kind that a later version of the program stored.</summary>
    public static Phrase Other { get; } = Line("list.history.other", "Изменена");

    public static Phrase ClientSaid { get; } = Line("list.history.client", "Клиент");
    public static Phrase ClientCorrected { get; } = Line("list.history.client-corrects", "Клиент исправил");
    public static Phrase ManagerSaid { get; } = Line("list.history.manager", "Ответ клиенту");
    public static Phrase Note { get; } = Line("list.history.note", "Заметка");
    public static Phrase Edited { get; } = Line("list.history.edited", "изменено");
    public static Phrase Undelivered { get; } = Line("list.history.undelivered", "не доставлено");
    public static Phrase Continued { get; } = Line("list.history.continued", "продолжение");
    public static Phrase HasEarlier { get; } = Line("list.history.earlier", "Здесь не всё: более ранние записи хранятся в базе.");

    // What the commands need.

    public static Phrase NumberWanted { get; } = Message(
        "list.number-wanted", "Нужен номер заявки, например: /{command} 34", new Placeholder("command", "the command", "history"));

    public static Phrase NotFound { get; } = Message("list.not-found", "Заявки №{number} нет в базе.", Ticket());

    // The buttons.

    public static Phrase PageOf { get; } = Add(new(
        "list.page", PhraseForm.Button, "{page} из {count}", Number("page"), Number("count")));

    public static Phrase Stale { get; } = Add(new(
        "manager.toast.stale-list", PhraseForm.Toast, "Этот список больше не листается. Отправьте команду ещё раз."));

    // The commands' lines in the app's menu and in the help.

    public static Phrase MenuOpen { get; } = Line("manager.menu.open", "Открытые заявки: кто ждёт дольше всех");
    public static Phrase MenuMine { get; } = Line("manager.menu.mine", "Мои заявки в работе");
    public static Phrase MenuFind { get; } = Line("manager.menu.find", "Найти заявку: /find вывеска Тверь");
    public static Phrase MenuTicket { get; } = Line("manager.menu.ticket", "Показать карточку заявки: /ticket 34");
    public static Phrase MenuHistory { get; } = Line("manager.menu.history", "Вся история заявки: /history 34");

    public static Phrase HelpOpen { get; } = Part(
        "manager.help.open", "/open покажет открытые заявки (сверху те, кто ждёт дольше), /mine — те, что у вас в работе");

    /// <summary>In its place, where no ticket is taken into work.</summary>
    public static Phrase HelpOpenAlone { get; } = Part(
        "manager.help.open-alone", "/open покажет открытые заявки (сверху те, кто ждёт дольше)");

    public static Phrase HelpFind { get; } = Part(
        "manager.help.find",
        "/find найдёт заявки по номеру, телефону, имени, организации, @username, словам из ответов и состоянию: /find вывеска открытые");

    public static Phrase HelpTicket { get; } = Part(
        "manager.help.ticket", "/ticket и номер пришлют карточку заявки ещё раз, /history и номер — всё, что с ней было и о чём писали");

    public static ImmutableArray<Phrase> All { get; } = [.. Table];

    private static Phrase Message(string key, string shipped, params IReadOnlyList<Placeholder> placeholders) =>
        Add(new(key, PhraseForm.Message, shipped, placeholders));

    private static Phrase Part(string key, string shipped, params IReadOnlyList<Placeholder> placeholders) =>
        Add(new(key, PhraseForm.Part, shipped, placeholders));

    private static Phrase Line(string key, string shipped, params IReadOnlyList<Placeholder> placeholders) =>
        Add(new(key, PhraseForm.Line, shipped, placeholders) { Limit = LongestLine });

    private static Phrase Add(Phrase phrase)
    {
        Table.Add(phrase);
        return phrase;
    }

    private static Placeholder Ticket() => new("number", "the number of the ticket", "9223372036854775807", IsRequired: false);

    private static Placeholder Count() => new("count", "how many there are", "100000", IsRequired: false);

    private static Placeholder Who() => new("who", "the manager", new string('Я', 60), IsRequired: false);

    private static Placeholder Time() => new("time", "how long: «3 ч 20 мин»", "10000 ч 59 мин", IsRequired: false);

    private static Placeholder Number(string name) => new(name, "a number", "100000");
}
