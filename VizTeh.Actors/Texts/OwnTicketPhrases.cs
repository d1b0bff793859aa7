using System.Collections.Immutable;

namespace VizTeh.Actors.Texts;

/// <summary>The texts of «Мои заявки», as shipped.</summary>
public static class OwnTicketPhrases
{
    private const int LongestLine = 100;

    private static readonly List<Phrase> Table = [];

    // The list.

    public static Phrase Title { get; } = Add(new("own.title", PhraseForm.Part, "<b>Мои заявки</b>"));

    public static Phrase None { get; } = Message(
        "own.none", "Заявок от вас пока не было. Чтобы оставить первую, нажмите «{new-form}».");

    public static Phrase Open { get; } = Line("own.state.open", "🟢 открыта");
    public static Phrase Closed { get; } = Line("own.state.closed", "✅ закрыта");
    public static Phrase Withdrawn { get; } = Line("own.state.withdrawn", "🚫 отозвана");

    public static Phrase PageOf { get; } = Button(
        "own.page", "{page} из {count}", new Placeholder("page", "the number of the page", "1000"),
        new Placeholder("count", "how many pages there are", "1000"));

    public static Phrase ChooseAndPress { get; } = Message("own.choose", "Выберите заявку и нажмите кнопку под ней.");

    // One ticket.

    public static Phrase Heading { get; } = Line("own.heading", "Заявка №{number}", Number());
    public static Phrase Sent { get; } = Line("own.sent", "Отправлена {when}", When());
    public static Phrase ClosedAt { get; } = Line("own.closed-at", "Закрыта {when}", When());
    public static Phrase WithdrawnAt { get; } = Line("own.withdrawn-at", "Отозвана вами {when}", When());
    public static Phrase NoAnswers { get; } = Line("own.no-answers", "Ответов в этой заявке не сохранилось.");
    public static Phrase Added { get; } = Line("own.added", "Добавлено позже");

    public static Phrase Moment { get; } = Line(
        "own.moment", "{date} в {time}", new Placeholder("date", "the day: «22.11.2026»", "22.11.2026"),
        new Placeholder("time", "the time: «14:05»", "14:05"));

    public static Phrase NotAll { get; } = Line("own.not-all", "Здесь не всё, но сохранено всё.");

    public static Phrase AddButton { get; } = Button("own.button.add", "Дополнить");
    public static Phrase ReopenButton { get; } = Button("own.button.reopen", "Открыть снова");
    public static Phrase WithdrawButton { get; } = Button("own.button.withdraw", "Отозвать");
    public static Phrase KeepButton { get; } = Button("own.button.keep", "Не отзывать");
    public static Phrase ListButton { get; } = Button("own.button.list", "К списку");
    public static Phrase LeaveButton { get; } = Button("own.button.leave", "Не дополнять");

    // «Отозвать».

    public static Phrase AskToWithdraw { get; } = Message("own.ask-to-withdraw", "Отозвать заявку №{number}?", Number());

    public static Phrase WithdrawnNow { get; } = Message(
        "own.withdrawn-now", "Заявка №{number} отозвана. Если передумаете, её можно снова открыть: «{own-tickets}».", Number());

    public static Phrase AlreadyWithdrawn { get; } = Message("own.already-withdrawn", "Заявка №{number} уже отозвана.", Number());

    public static Phrase AlreadyClosed { get; } = Message(
        "own.already-closed", "Заявка №{number} уже закрыта, отзывать её не нужно.", Number());

    public static Phrase ReopenedNow { get; } = Message("own.reopened", "Снова открыли заявку №{number}.", Number());

    // «Дополнить».

    public static Phrase AskToAdd { get; } = Message(
        "own.add", "Что добавить к заявке №{number}? Напишите словами или пришлите фото, файл, голосовое сообщение.", Number());

    public static Phrase AskToAddClosed { get; } = Message(
        "own.add-closed", "Заявка №{number} закрыта. Напишите, что к ней добавить, и мы откроем её снова.", Number());

    public static Phrase AskToAddWithdrawn { get; } = Message(
        "own.add-withdrawn", "Заявка №{number} отозвана. Напишите, что к ней добавить, и мы откроем её снова.", Number());

    public static Phrase AddInForm { get; } = Message(
        "own.add-in-form",
        "Сейчас вы заполняете другую заявку. Закончите или отмените её, а потом можно будет дополнить заявку №{number}.", Number());

    public static Phrase Left { get; } = Message("own.left", "Хорошо, к заявке №{number} ничего не добавляем.", Number());

    // Any of them.

    public static Phrase Gone { get; } = Message(
        "own.gone", "Заявку №{number} найти не получилось. Если она ещё нужна, позвоните {phone}.", Number());

    public static Phrase Unavailable { get; } = Message(
        "own.unavailable", "Сейчас это сделать не получается. Попробуйте, пожалуйста, позже или позвоните {phone}.");

    // The command.

    public static Phrase MenuLine { get; } = Line("menu.my", "Мои заявки");
    public static Phrase HelpLine { get; } = Line("help.my", "ваши заявки: посмотреть, дополнить, отозвать");

    public static ImmutableArray<Phrase> All { get; } = [.. Table];

    private static Phrase Message(string key, string shipped, params IReadOnlyList<Placeholder> placeholders) =>
        Add(new(key, PhraseForm.Message, shipped, placeholders));

    private static Phrase Button(string key, string shipped, params IReadOnlyList<Placeholder> placeholders) =>
        Add(new(key, PhraseForm.Button, shipped, placeholders));

    private static Phrase Line(string key, string shipped, params IReadOnlyList<Placeholder> placeholders) =>
        Add(new(key, PhraseForm.Line, shipped, placeholders) { Limit = LongestLine });

    private static Phrase Add(Phrase phrase)
    {
        Table.Add(phrase);
        return phrase;
    }

    private static Placeholder Number() =>
        new("number", "the number of the request", "9223372036854775807")
        {
            IsOfClientsTicket = true,
        };

    private static Placeholder When() => new("when", "the moment, as in `own.moment`", "22.11.2026 в 14:05");
}
