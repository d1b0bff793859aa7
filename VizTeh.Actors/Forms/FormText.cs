using System.Globalization;
using System.Text;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Forms;

/// <summary>
/// All texts of the bot for a client, except the firm's in hocon.conf. Texts are Telegram HTML, except labels and toasts, which are plain.
/// </summary>
public static class FormText
{
    // Labels.
    public const string NewForm = "Оставить заявку";
    public const string AboutCompany = "О компании";
    public const string Back = "Назад";
    public const string Cancel = "Отменить";
    public const string Resume = "Вернуть";
    public const string ShareContact = "Отправить мой номер";
    public const string Skip = "Пропустить";
    public const string KeepAnswer = "Оставить как есть";
    public const string Done = "Готово";
    public const string Yes = "Да";
    public const string No = "Нет";
    public const string Send = "Отправить";
    public const string Change = "Изменить";
    public const string KeepAll = "Ничего не менять";

    /// <summary>Above answers to questions that the form no longer has.</summary>
    public const string FormerAnswers = "Ранее указано";

    /// <summary>Before a ticked or chosen label.</summary>
    public const string TickMark = "✓";

    private const string PhoneExample = "+7 912 345-67-89";

    // Outside of a form.

    public static string Greeting(CompanySettings company) =>
        $"Здравствуйте! Это бот компании {QuotedName.ToHtml(company.Name)}.\n\n" +
        "Здесь можно оставить заявку: несколько коротких вопросов, и с вами свяжется менеджер. " +
        $"Чтобы начать, нажмите «{NewForm}».";

    public const string WhatNow =
        $"Чтобы начать, нажмите «{NewForm}». Узнать о нас больше можно по кнопке «{AboutCompany}».";

    public const string NothingToCancel =
        $"Отменять нечего: незаконченной заявки сейчас нет. Чтобы начать новую, нажмите «{NewForm}».";

    public const string Cancelled = "Заявка отменена.";

    public const string NothingToResume = $"Вернуть заявку уже не получится. Чтобы начать новую, нажмите «{NewForm}».";

    public static string Accepted(long ticketId, CompanySettings company) =>
        $"Спасибо! Ваша заявка <b>{Number(ticketId)}</b> принята.\n\n" +
        $"Менеджер компании {QuotedName.ToHtml(company.Name)} скоро свяжется с вами.";

    public const string AlreadyAccepted =
        $"Эта заявка уже у нас, отправлять её ещё раз не нужно. Если хотите оставить другую, нажмите «{NewForm}».";

    public const string BeingSent =
        "Заявка уже отправляется, ничего больше делать не нужно. Её номер придёт следующим сообщением.";

    /// <summary>Sent while the database refuses the ticket, which its operator has to mend.</summary>
    public const string TicketIsBeingStored =
        "Заявка принята, сохраняем её. Это может занять некоторое время: номер придёт следующим сообщением, отправлять заявку ещё раз " +
        "не нужно.";

    public static string UnknownCommand { get; } =
        $"Такой команды нет. Есть {Listed([.. ClientCommands.InTexts.Select(command => $"/{command.Name}")])}.";

    public static string Help { get; } =
        $"<b>Как оставить заявку</b>\n" +
        $"Нажмите «{NewForm}» и ответьте на несколько вопросов. В конце вы увидите все ответы и сможете их поправить, " +
        $"а когда нажмёте «{Send}», заявку получит менеджер и свяжется с вами.\n\n" +
        $"«{Back}» возвращает на шаг раньше, «{Cancel}» прекращает заполнение. " +
        "Вместо любой кнопки можно написать то, что на ней.\n\n" +
        string.Join('\n', ClientCommands.InTexts.Select(command => $"/{command.Name} — {command.HelpLine}"));

    /// <summary>The notice that ends a flood: the last messages were dropped.</summary>
    public const string TooManyMessages =
        "Сообщений пришло слишком много сразу, и последние из них остались без ответа. Посмотрите, пожалуйста, что бот спросил " +
        "последним, и ответьте ещё раз.";

    // The questions.

    /// <param name="place">The place of the question in the form, from one; null when it has none.</param>
    public static string Question(Question question, Answer? earlierAnswer = null, (int Place, int Count)? place = null)
    {
        var text = new StringBuilder(Html.Escape(question.Ask));
        if (earlierAnswer is not null)
            text.Append("\n\nСейчас записано: ").Append(Html.Italic(earlierAnswer.Shown));
        if (place is var (at, count))
            text.Append(CultureInfo.InvariantCulture, $"\n\n<i>{at} из {count}</i>");
        return text.ToString();
    }

    /// <summary>A message that has been answered, with the answer.</summary>
    public static string Used(string html, string chosen) => $"{html}\n\n{TickMark} {Html.Escape(chosen)}";

    public static string Review(Answers answers, FormDefinition form)
    {
        var text = new StringBuilder("<b>Проверьте заявку</b>\n\n");
        foreach (var question in form.Applicable(answers))
            Append(question.Label, answers.To(question) is { IsSkipped: false } answer ? answer.Shown : "не указано");
        if (form.ToSent(answers).Removed is { IsEmpty: false } removed)
        {
            text.Append('\n').Append(Html.Bold($"{FormerAnswers}:")).Append('\n');
            foreach (var answer in removed)
                Append(answer.Label, answer.Shown);
        }

        return text.Append('\n').Append("Всё верно?").ToString();

        void Append(string label, string shown) =>
            text.Append(Html.Bold($"{label}:")).Append(' ').Append(Html.Escape(shown)).Append('\n');
    }

    public const string WhatToChange = "Что поправить? Нажмите кнопку или напишите её название.";

    // Notes before a question.

    public const string Begin = "Начнём: всего несколько вопросов.";
    public const string GoOn = "Продолжим заявку.";
    public const string QuestionsLeft = "Пока отправить нельзя: в форме появился ещё один вопрос.";
    public const string NothingChanged = "Хорошо, оставляем как было.";
    public const string FirstQuestion = "Это первый вопрос, возвращаться пока некуда.";

    public const string Unfinished =
        $"У вас есть незаконченная заявка, продолжим с того же места. Чтобы начать заново, сначала нажмите «{Cancel}».";

    // Refusals.

    public static string UnknownCommandInForm { get; } =
        $"{UnknownCommand} Если это ответ, начните его, пожалуйста, без косой черты.";

    public const string Blank = "Похоже, ответ пустой. Напишите, пожалуйста, хотя бы слово.";

    public static string TooLong(int length, int limit) =>
        $"Ответ получился слишком длинным: {Count(length, "символ", "символа", "символов")}, а помещается не больше " +
        $"{limit.ToString(CultureInfo.InvariantCulture)}. Сократите его, пожалуйста.";

    /// <summary>For a text that may be only a part of what was typed, so that its length is unknown.</summary>
    public static string TooLong(int limit) =>
        $"Ответ получился слишком длинным: помещается не больше {Count(limit, "символа", "символов", "символов")}. Сократите его, "
            + "пожалуйста.";

    public const string OlderThanQuestion = "Это сообщение пришло раньше вопроса, поэтому ответом мы его не считаем.";

    public const string OtherQuestionQuoted =
        "Похоже, это ответ на другой вопрос. Прежние ответы можно будет поправить в конце, а сейчас ответьте, пожалуйста, на этот:";

    public const string NotAChoice = "Такого варианта в списке нет.";

    public const string NotYesOrNo = $"Ответьте, пожалуйста, «{Yes}» или «{No}».";

    public const string NotADate = "Не получилось разобрать дату. Напишите её так: 12.03 или 12.03.2027.";

    public const string NotANumber = "Здесь нужно число. Напишите его, пожалуйста, цифрами.";

    public static string TooEarly(DateOnly first) => $"Выберите, пожалуйста, день не раньше {Day(first)}.";

    public static string TooLate(DateOnly last) => $"Выберите, пожалуйста, день не позже {Day(last)}.";

    public static string TooSmall(int min) => string.Create(CultureInfo.InvariantCulture, $"Здесь нужно число не меньше {min}.");

    public static string TooLarge(int max) => string.Create(CultureInfo.InvariantCulture, $"Здесь нужно число не больше {max}.");

    public static string TooShort(int min) =>
        $"Ответ слишком короткий: нужно не меньше {Count(min, "символа", "символов", "символов")}. Напишите, пожалуйста, подробнее.";

    public static string TooFewChoices(int min) => $"Отметьте, пожалуйста, не меньше {Count(min, "варианта", "вариантов", "вариантов")}.";

    public static string TooManyChoices(int max) => $"Отметить можно не больше {Count(max, "варианта", "вариантов", "вариантов")}.";

    public const string NotAReviewChoice = $"Осталось выбрать: «{Send}», «{Change}» или «{Cancel}».";

    public const string ContactNotNeeded = "Контакт на этом шаге не нужен.";

    public const string ContactNotShared = "Номер не передался: так бывает на компьютере. Напишите его, пожалуйста, цифрами.";

    public static string NotAPhone(PhoneReading reading) => reading switch
    {
        PhoneReading.WrongLength(var digits) =>
            $"В номере {Count(digits, "цифра", "цифры", "цифр")}, а должно быть от 10 до 15: например, {PhoneExample}.",
        PhoneReading.NotOfItsCountrysLength =>
            $"Похоже, в номере не хватает цифры или есть лишняя. Проверьте его, пожалуйста: например, {PhoneExample}.",
        PhoneReading.NotTenAfterSeven => $"После +7 должно быть ещё десять цифр: например, {PhoneExample}.",
        _ => $"Это не похоже на номер. Напишите его, пожалуйста, одними цифрами: например, {PhoneExample}.",
    };

    public static string Unsupported(UnsupportedKind kind, string awaited) => $"{NameOf(kind)} здесь не подойдёт: {awaited}.";

    /// <summary>The current question of a form in progress, as the end of a sentence.</summary>
    public static string Awaited(Form.Draft draft) => draft switch
    {
        Form.Asking { Question.Kind: QuestionKind.Choice or QuestionKind.Choices } => "нужно выбрать вариант из списка",
        Form.Asking { Question.Kind: QuestionKind.YesNo } => $"нужно ответить «{Yes}» или «{No}»",
        Form.Asking { Question.Kind: QuestionKind.Date } => "нужна дата",
        Form.Asking { Question.Kind: QuestionKind.Number } => "нужно число",
        Form.Asking { Question.Kind: QuestionKind.Phone } => "нужен номер",
        Form.Asking => "нужен ответ словами",
        _ => "осталось проверить заявку",
    };

    public const string AwaitedWithoutForm = $"чтобы оставить заявку, нажмите «{NewForm}»";

    // Toasts: plain text, at most 200 characters.

    public const string ToastStale = "Эта кнопка уже не действует. Пожалуйста, ответьте на последнее сообщение.";
    public const string ToastStaleReview = "Заявка с тех пор изменилась. Пожалуйста, выберите кнопку под последним сообщением.";
    public const string ToastNoForm = $"Эта кнопка уже не действует. Чтобы оставить заявку, нажмите «{NewForm}».";
    public const string ToastChoiceGone = "Этого варианта больше нет в списке. Выберите, пожалуйста, другой.";
    public const string ToastAlreadySaid = "Ответ на это уже пришёл, он в последних сообщениях.";
    public const string ToastBeingSent = "Заявка уже отправляется, её номер придёт следующим сообщением.";

    public static string ToastAccepted(long ticketId) => $"Заявка {Number(ticketId)} уже отправлена.";

    private static string NameOf(UnsupportedKind kind) => kind switch
    {
        UnsupportedKind.Photo => "Фото",
        UnsupportedKind.Sticker => "Стикер",
        UnsupportedKind.Voice => "Голосовое сообщение",
        UnsupportedKind.Video => "Видео",
        UnsupportedKind.Document => "Файл",
        UnsupportedKind.Location => "Геопозиция",
        _ => "Такое сообщение",
    };

    private static string Day(DateOnly day) => day.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);

    private static string Number(long ticketId) => string.Create(CultureInfo.InvariantCulture, $"№{ticketId}");

    // Two or more items: «a, b и c».
    private static string Listed(IReadOnlyList<string> items) => $"{string.Join(", ", items.SkipLast(1))} и {items[^1]}";

    private static string Count(int count, string one, string few, string many)
    {
        var form = (count % 100, count % 10) switch
        {
            ( >= 11 and <= 14, _) => many,
            (_, 1) => one,
            (_, >= 2 and <= 4) => few,
            _ => many,
        };
        return $"{count.ToString(CultureInfo.InvariantCulture)} {form}";
    }
}
