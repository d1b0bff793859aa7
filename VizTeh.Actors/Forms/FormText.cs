using System.Globalization;
using System.Text;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Forms;

/// <summary>
/// All texts of the bot for a client, except the firm's in hocon.conf. Texts are Telegram HTML, except labels and toasts, which are plain.
/// <para>
/// No text here contains the key word of a question (<see cref="Questions.Question.KeyWord"/>); the review's labels begin with a capital.
/// </para>
/// </summary>
public static class FormText
{
    // Labels.
    public const string NewForm = "Оставить заявку";
    public const string AboutCompany = "О компании";
    public const string Back = "Назад";
    public const string Cancel = "Отменить";
    public const string ShareContact = FormQuestions.ShareContact;
    public const string Send = "Отправить";
    public const string Change = "Изменить";
    public const string KeepAll = "Ничего не менять";

    // Outside of a form.

    public static string Greeting(CompanySettings company) =>
        $"Здравствуйте! Это бот компании {QuotedName.ToHtml(company.Name)}.\n\n" +
        "Здесь можно оставить заявку: несколько коротких вопросов, и с вами свяжется менеджер. " +
        $"Чтобы начать, нажмите «{NewForm}».";

    public const string WhatNow =
        $"Чтобы начать, нажмите «{NewForm}». Узнать о нас больше можно по кнопке «{AboutCompany}».";

    public const string NothingToCancel =
        $"Отменять нечего: незаконченной заявки сейчас нет. Чтобы начать новую, нажмите «{NewForm}».";

    public const string Cancelled =
        $"Заявка отменена. Если передумаете, нажмите «{NewForm}»: будем рады помочь.";

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

    public static string Question(Question question, string? earlierAnswer) => earlierAnswer is null
        ? question.Text
        : $"{question.Text}\n\nСейчас записано: {Html.Italic(question.Shown(earlierAnswer))}";

    public static string Review(Answers answers)
    {
        var text = new StringBuilder("<b>Проверьте заявку</b>\n\n");
        foreach (var question in FormQuestions.InOrder)
        {
            text.Append(Html.Bold($"{question.Label}:")).Append(' ')
                .Append(Html.Escape(question.Shown(answers[question.Field] ?? ""))).Append('\n');
        }

        return text.Append('\n').Append($"Всё верно? Нажмите «{Send}», «{Change}» или «{Cancel}».").ToString();
    }

    public const string WhatToChange = "Что поправить? Нажмите кнопку или напишите её название.";

    // Notes before a question.

    public const string GoOn = "Продолжим заявку.";
    public const string AllAnswered = "Спасибо! Осталось проверить ответы.";
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

    public const string NotADirection = "Такого варианта в списке нет.";

    public const string NotAReviewChoice = $"Осталось выбрать: «{Send}», «{Change}» или «{Cancel}».";

    public const string ContactNotNeeded = "Контакт на этом шаге не нужен.";

    public const string ContactNotShared = "Номер не передался: так бывает на компьютере. Напишите его, пожалуйста, цифрами.";

    public static string NotAPhone(PhoneReading reading) => reading switch
    {
        PhoneReading.WrongLength(var digits) =>
            $"В номере {Count(digits, "цифра", "цифры", "цифр")}, а должно быть от 10 до 15: например, {FormQuestions.PhoneExample}.",
        PhoneReading.NotOfItsCountrysLength =>
            $"Похоже, в номере не хватает цифры или есть лишняя. Проверьте его, пожалуйста: например, {FormQuestions.PhoneExample}.",
        PhoneReading.NotTenAfterSeven => $"После +7 должно быть ещё десять цифр: например, {FormQuestions.PhoneExample}.",
        _ => $"Это не похоже на номер. Напишите его, пожалуйста, одними цифрами: например, {FormQuestions.PhoneExample}.",
    };

    public static string Unsupported(UnsupportedKind kind, string awaited) => $"{NameOf(kind)} здесь не подойдёт: {awaited}.";

    /// <summary>The current question of a form in progress, as the end of a sentence.</summary>
    public static string Awaited(Form.Draft draft) => draft switch
    {
        Form.Asking { Question.Kind: QuestionKind.Choice } => "нужно выбрать вариант из списка",
        Form.Asking { Question.Kind: QuestionKind.Phone } => "нужен номер",
        Form.Asking => "нужен ответ словами",
        _ => "осталось проверить заявку",
    };

    public const string AwaitedWithoutForm = $"чтобы оставить заявку, нажмите «{NewForm}»";

    // Toasts: plain text, at most 200 characters.

    public const string ToastStale = "Эта кнопка уже не действует. Пожалуйста, ответьте на последнее сообщение.";
    public const string ToastStaleReview = "Заявка с тех пор изменилась. Пожалуйста, выберите кнопку под последним сообщением.";
    public const string ToastNoForm = $"Эта кнопка уже не действует. Чтобы оставить заявку, нажмите «{NewForm}».";
    public const string ToastDirectionGone = "Этого варианта больше нет в списке. Выберите, пожалуйста, другой.";
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
