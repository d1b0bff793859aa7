using System.Collections.Immutable;

namespace VizTeh.Actors.Texts;

/// <summary>The buttons of the client's dialogue, as shipped.</summary>
public static class Labels
{
    public static Label NewForm { get; } = new(
        "new-form", ButtonPlace.Menu, "Оставить заявку", "новая заявка", "подать заявку", "создать заявку", "сделать заявку");

    public static Label AboutCompany { get; } = new("about", ButtonPlace.Menu, "О компании", "о нас", "о вас", "про компанию");

    public static Label OwnTickets { get; } = new(
        "own-tickets", ButtonPlace.Menu, "Мои заявки", "моя заявка", "мои обращения", "список заявок", "статус заявки");

    public static Label Resume { get; } = new(
        "resume", ButtonPlace.Menu, "Вернуть", "вернуть заявку", "верни заявку", "верните заявку");

    public static Label Back { get; } = new(
        "back", ButtonPlace.Menu, "Назад", "вернуться", "вернуться назад", "шаг назад", "back");

    public static Label Cancel { get; } = new(
        "cancel", ButtonPlace.Menu, "Отменить", "отмена", "отмени", "отмените", "отменить заявку", "отмена заявки", "стоп", "cancel",
        "stop");

    public static Label ShareContact { get; } = new(
        "share-contact", ButtonPlace.Question, "Отправить мой номер", "отправить номер", "мой номер", "поделиться номером",
        "поделиться контактом");

    public static Label Skip { get; } = new("skip", ButtonPlace.Question, "Пропустить", "пропусти", "skip");

    public static Label KeepAnswer { get; } = new(
        "keep-answer", ButtonPlace.Question, "Оставить как есть", "оставить", "как есть", "не менять");

    public static Label Done { get; } = new("done", ButtonPlace.Question, "Готово", "готов", "все", "это все", "done");

    public static Label Yes { get; } = new("yes", ButtonPlace.Question, "Да", "ага", "конечно", "yes");

    public static Label No { get; } = new("no", ButtonPlace.Question, "Нет", "не", "no");

    // At the review no question is open that these words could answer.

    public static Label Send { get; } = new(
        "send", ButtonPlace.Review, "Отправить", "да", "да все верно", "все верно", "верно", "да верно", "все правильно", "правильно",
        "подтверждаю", "ок", "окей", "ok", "okay", "yes", "ага", "отправь", "отправьте", "отправляй", "отправляйте", "отправить заявку",
        "send");

    public static Label Change { get; } = new(
        "change", ButtonPlace.Review, "Изменить", "нет", "не верно", "неверно", "исправить", "поправить", "изменить заявку", "no", "edit",
        "change");

    public static Label KeepAll { get; } = new(
        "keep-all", ButtonPlace.Review, "Ничего не менять", "ничего", "оставить как есть", "не менять");

    public static Label Agree { get; } = new(
        "agree", ButtonPlace.Consent, "Даю согласие", "согласен", "согласна", "я согласен", "я согласна", "я даю согласие",
        "даю согласие на обработку персональных данных");

    public static Label Disagree { get; } = new(
        "disagree", ButtonPlace.Consent, "Не согласен", "не согласна", "нет", "не даю согласия", "не даю", "отказываюсь");

    public static ImmutableArray<Label> All { get; } =
    [
        NewForm, AboutCompany, OwnTickets, Resume, Back, Cancel, ShareContact, Skip, KeepAnswer, Done, Yes, No, Send, Change, KeepAll,
        Agree, Disagree,
    ];
}
