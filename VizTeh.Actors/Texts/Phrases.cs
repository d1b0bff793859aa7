using System.Collections.Immutable;

namespace VizTeh.Actors.Texts;

/// <summary>The texts of the client's dialogue, as shipped. docs/texts.md lists them.</summary>
public static class Phrases
{
    private const string PhoneExample = "+7 912 345-67-89";

    private static readonly List<Phrase> Table = [];

    // Outside of a form.

    public static Phrase Greeting { get; } = Message(
        "greeting",
        "Здравствуйте! Это бот компании {company}.\n\nНесколько коротких вопросов — и ваша заявка у менеджера. Он свяжется с вами и "
        + "обсудит детали.");

    public static Phrase WhatNow { get; } = Message("what-now", "Чтобы начать, нажмите «{new-form}».");

    public static Phrase NothingToCancel { get; } = Message(
        "nothing-to-cancel", "Отменять нечего, незаконченной заявки сейчас нет.");

    public static Phrase Cancelled { get; } = Message("cancelled", "Заявка отменена.");

    public static Phrase NothingToResume { get; } = Message(
        "nothing-to-resume", "Отменённой заявки, которую можно вернуть, сейчас нет. Чтобы начать новую, нажмите «{new-form}».");

    public static Phrase Accepted { get; } = Message(
        "accepted",
        "Спасибо! Заявка <b>№{number}</b> принята.\n\nМенеджер компании {company} скоро свяжется с вами. Если захотите что-то добавить, "
        + "напишите сюда или позвоните {phone}.",
        Number());

    public static Phrase AcceptedOutsideHours { get; } = Message(
        "accepted-outside-hours",
        "Спасибо! Заявка <b>№{number}</b> принята.\n\nСейчас у нас нерабочее время, поэтому ответим {day} до {time}. Если захотите "
        + "что-то добавить, напишите сюда или позвоните {phone}.",
        Number(), AnswerDay(), AnswerTime());

    /// <summary>In its place, where the firm has nothing passed on that is written outside of a form.</summary>
    public static Phrase AcceptedAdditionsOff { get; } = Message(
        "accepted-additions-off",
        "Спасибо! Заявка <b>№{number}</b> принята.\n\nМенеджер компании {company} скоро свяжется с вами. Если захотите что-то добавить, "
        + "ответьте на это сообщение или позвоните {phone}.",
        Number());

    /// <inheritdoc cref="AcceptedAdditionsOff"/>
    public static Phrase AcceptedOutsideHoursAdditionsOff { get; } = Message(
        "accepted-outside-hours-additions-off",
        "Спасибо! Заявка <b>№{number}</b> принята.\n\nСейчас у нас нерабочее время, поэтому ответим {day} до {time}. Если захотите "
        + "что-то добавить, ответьте на это сообщение или позвоните {phone}.",
        Number(), AnswerDay(), AnswerTime());

    public static Phrase AlreadyAccepted { get; } = Message(
        "already-accepted", "Эта заявка уже у нас, отправлять её ещё раз не нужно.");

    public static Phrase AddedToTicket { get; } = Message("added", "Добавили к заявке №{number}, менеджер увидит.", Number());

    public static Phrase AddedToClosed { get; } = Message(
        "added-to-closed", "Добавили к заявке №{number}, менеджер увидит. Сама заявка сейчас закрыта.", Number());

    public static Phrase CorrectedInTicket { get; } = Message("corrected-in-ticket", "Исправили в заявке №{number}.", Number());

    public static Phrase ReopenedAndAdded { get; } = Message(
        "reopened-and-added", "Снова открыли заявку №{number} и добавили сообщение.", Number());

    // What was sent outside of a form: the question which ticket it belongs to.

    public static Phrase OfferOne { get; } = Message("offer.one", "Добавить к заявке №{number}?", Number());
    public static Phrase OfferMany { get; } = Message("offer.many", "К какой заявке это добавить?");
    public static Phrase OfferMore { get; } = Message(
        "offer.more", "Если нужной заявки здесь нет, её можно найти и дополнить через «{own-tickets}».");

    public static Phrase OfferClosed { get; } = Message("offer.closed", "Заявка №{number} уже закрыта. Открыть её снова?", Number());
    public static Phrase OfferAdd { get; } = Button("offer.add", "Добавить");
    public static Phrase OfferReopen { get; } = Button("offer.reopen", "Открыть №{number} снова", Number());
    public static Phrase OfferNew { get; } = Button("offer.new", "Новая заявка");

    public static Phrase TooManyKept { get; } = Message(
        "offer.too-many", "Это сообщение не сохранено: сначала выберите, куда добавить прежние.");

    public static Phrase OfferAgain { get; } = Message(
        "offer.again", "Ваше прежнее сообщение менеджер ещё не получил, выберите, что с ним сделать.");

    public static Phrase NotTakenHere { get; } = Message(
        "additions-off",
        "Сообщения здесь не передаются менеджеру. Чтобы оставить заявку, нажмите «{new-form}», а о прежней позвоните {phone}.");

    public static Phrase BeginWithKept { get; } = Message(
        "offer.begin", "Начнём новую заявку. Ваше сообщение менеджер увидит вместе с ней.");

    public static Phrase ResumeWithKept { get; } = Message(
        "offer.resume", "Продолжим заявку. Ваше сообщение менеджер увидит вместе с ней.");

    public static Phrase NotPassedOn { get; } = Part(
        "not-passed-on", "Напишите словами или позвоните {phone}, добавим к заявке №{number}.", Number());

    public static Phrase WriteOrCall { get; } = Part("write-or-call", "Напишите словами или позвоните {phone}.");

    public static Phrase NotAddedYet { get; } = Message(
        "not-added-yet",
        "Добавить это к заявке №{number} пока не получается. Сообщение сохранено, а если дело срочное, позвоните {phone}.", Number());

    public static Phrase TicketGone { get; } = Message(
        "ticket-gone",
        "Заявки №{number} у нас больше нет, поэтому добавить к ней это не получилось. Позвоните, пожалуйста, {phone}.", Number());

    public static Phrase CancelAfterSending { get; } = Message(
        "cancel-after-sending",
        "Заявка №{number} уже у менеджера. Если она больше не нужна, напишите об этом сюда или позвоните {phone}.", Number());

    /// <inheritdoc cref="AcceptedAdditionsOff"/>
    public static Phrase CancelAfterSendingAdditionsOff { get; } = Message(
        "cancel-after-sending-additions-off",
        "Заявка №{number} уже у менеджера. Если она больше не нужна, ответьте на это сообщение или позвоните {phone}.", Number());

    public static Phrase BeingSent { get; } = Message("being-sent", "Заявка уже отправляется. Номер придёт следующим сообщением.");

    public static Phrase TicketIsBeingStored { get; } = Message(
        "being-stored",
        "Заявка принята, сохраняем её. Это может занять некоторое время, номер придёт отдельным сообщением. Отправлять её ещё раз не "
        + "нужно.");

    public static Phrase UnknownCommand { get; } = Message("unknown-command", "Такой команды нет. Есть {commands}.", CommandNames());

    public static Phrase Help { get; } = Message(
        "help.text",
        "<b>Как оставить заявку</b>\nНажмите «{new-form}» и ответьте на несколько вопросов. Перед отправкой можно всё проверить и "
        + "поправить, а потом с вами свяжется менеджер.\n\nВместо любой кнопки можно написать то, что на ней.\n\n{commands}",
        new Placeholder("commands", "the commands, one a line, each with its help.* text", "/start", IsRequired: false));

    public static Phrase TooManyMessages { get; } = Message(
        "too-many-messages",
        "Сообщений пришло слишком много сразу, и последние не сохранены. Пришлите их, пожалуйста, ещё раз, а если вы заполняете заявку, "
        + "ответьте на последний вопрос.");

    // The questions and the review.

    public static Phrase EarlierAnswer { get; } = Part(
        "question.earlier", "Сейчас записано: <i>{answer}</i>", new Placeholder("answer", "the present answer", "Тверь"));

    public static Phrase Place { get; } = Part(
        "question.place", "<i>{place} из {count}</i>", new Placeholder("place", "the place of the question", "50"),
        new Placeholder("count", "how many questions there are", "50"));

    public static Phrase Review { get; } = Part("review.title", "<b>Проверьте заявку</b>");
    public static Phrase ReviewMissing { get; } = Line("review.missing", "не указано");
    public static Phrase ReviewFormer { get; } = Line("review.former", "Ранее указано:");
    public static Phrase ReviewShortened { get; } = Line("review.shortened", "Показаны не все ответы, но сохранены все.");
    public static Phrase ReviewEnd { get; } = Part("review.end", "Всё верно?");
    public static Phrase WhatToChange { get; } = Message("what-to-change", "Что поправить?");

    // Notes before a question.

    public static Phrase Begin { get; } = Message("begin", "Начнём, вопросов всего несколько.");
    public static Phrase GoOn { get; } = Message("go-on", "Продолжим заявку.");

    public static Phrase QuestionsLeft { get; } = Message(
        "questions-left", "Перед отправкой ответьте, пожалуйста, и на этот вопрос.");

    public static Phrase NothingChanged { get; } = Message("nothing-changed", "Хорошо, оставляем как было.");
    public static Phrase Corrected { get; } = Message(
        "corrected", "Исправлено: {label} — {answer}.", QuestionLabel(), PresentAnswer());

    public static Phrase CorrectionRefused { get; } = Part(
        "correction-refused", "Пока остаётся как было: {label} — {answer}.", QuestionLabel(), PresentAnswer());

    public static Phrase OtherContactTaken { get; } = Message(
        "other-contact-taken", "Записали номер из контакта: {number}. Если нужен другой, его можно поправить перед отправкой.",
        new Placeholder("number", "the number: «+7 912 345-67-89»", PhoneExample));

    public static Phrase FirstQuestion { get; } = Message("first-question", "Это первый вопрос, возвращаться пока некуда.");

    public static Phrase Unfinished { get; } = Message(
        "unfinished", "У вас есть незаконченная заявка, продолжим её.");

    // Refusals: a sentence that says why an answer was not taken.

    public static Phrase UnknownCommandInForm { get; } = Message(
        "unknown-command-in-form", "Такой команды нет. Есть {commands}. Если это ответ, напишите его без косой черты.", CommandNames());

    public static Phrase UnknownCommandAfterSending { get; } = Message(
        "unknown-command-after-sending", "Такой команды нет. Есть {commands}. Если это сообщение менеджеру, напишите его без косой черты.",
        CommandNames());

    public static Phrase Blank { get; } = Message("blank", "Похоже, ответ пустой. Напишите, пожалуйста, хотя бы слово.");

    public static Phrase TooLong { get; } = Message(
        "too-long", "Ответ получился слишком длинным. В нём {length}, а помещается не больше {limit}. Сократите его, пожалуйста.",
        new Placeholder("length", "the length of the answer: «215 символов»", "4096 символов", IsRequired: false), Limit());

    public static Phrase TooLongInParts { get; } = Message(
        "too-long-in-parts", "Ответ получился слишком длинным. Помещается не больше {limit}. Сократите его, пожалуйста.", Limit());

    public static Phrase TooShort { get; } = Message(
        "too-short", "Ответ получился слишком коротким. Напишите, пожалуйста, подробнее, не меньше {min}.",
        new Placeholder("min", "the shortest length: «10 символов»", "3000 символов"));

    public static Phrase OlderThanQuestion { get; } = Message(
        "older-than-question", "Это сообщение пришло раньше вопроса и ответом на него не считается.");

    public static Phrase OtherQuestionQuoted { get; } = Message(
        "other-question-quoted",
        "Похоже, это ответ на другой вопрос. Прежние ответы можно поправить в конце, а пока ответьте, пожалуйста, на этот.");

    public static Phrase NotAChoice { get; } = Message("not-a-choice", "Такого варианта в списке нет.");
    public static Phrase NotYesOrNo { get; } = Message("not-yes-or-no", "Ответьте, пожалуйста, «{yes}» или «{no}».");

    public static Phrase NotADate { get; } = Message(
        "not-a-date", "Не получилось разобрать дату. Напишите её так: 12.03 или 12.03.2027.");

    public static Phrase NotANumber { get; } = Message("not-a-number", "Здесь нужно число. Напишите его, пожалуйста, цифрами.");
    public static Phrase TooEarly { get; } = Message("too-early", "Выберите, пожалуйста, день не раньше {day}.", Day());
    public static Phrase TooLate { get; } = Message("too-late", "Выберите, пожалуйста, день не позже {day}.", Day());

    public static Phrase TooSmall { get; } = Message(
        "too-small", "Здесь нужно число не меньше {min}.", new Placeholder("min", "the lowest number", "-2147483648"));

    public static Phrase TooLarge { get; } = Message(
        "too-large", "Здесь нужно число не больше {max}.", new Placeholder("max", "the highest number", "-2147483648"));

    public static Phrase TooFewChoices { get; } = Message(
        "too-few-choices", "Отметьте, пожалуйста, не меньше {min}.", new Placeholder("min", "how many: «2 вариантов»", "100 вариантов"));

    public static Phrase TooManyChoices { get; } = Message(
        "too-many-choices", "Отметить можно не больше {max}.", new Placeholder("max", "how many: «3 вариантов»", "100 вариантов"));

    public static Phrase NotAReviewChoice { get; } = Message(
        "not-a-review-choice", "Заявка ещё не отправлена, проверьте её, пожалуйста.");

    public static Phrase ContactNotNeeded { get; } = Message("contact-not-needed", "Контакт на этом шаге не нужен.");

    public static Phrase ContactNotShared { get; } = Message(
        "contact-not-shared", "Номер не передался, так бывает на компьютере. Напишите его, пожалуйста, цифрами.");

    public static Phrase NotAPhone { get; } = Message(
        "not-a-phone", $"Не получилось разобрать номер. Напишите его так: {PhoneExample}");

    public static Phrase PhoneLength { get; } = Message(
        "phone-length", $"В номере {{digits}}, а должно быть от 10 до 15. Напишите его так: {PhoneExample}",
        new Placeholder("digits", "how many it has: «9 цифр»", "100 цифр", IsRequired: false));

    public static Phrase PhoneOtherLength { get; } = Message(
        "phone-other-length", $"Похоже, в номере не хватает цифры или есть лишняя. Проверьте его, пожалуйста. Пример: {PhoneExample}");

    public static Phrase PhoneAfterSeven { get; } = Message(
        "phone-after-seven", $"После +7 должно быть ещё десять цифр. Напишите номер так: {PhoneExample}");

    // Files.

    public static Phrase FileAdded { get; } = Message(
        "file.added", "Добавлено. Можно прислать ещё или написать словами.");

    public static Phrase LastFileAdded { get; } = Message(
        "file.added-last", "Добавлено. Больше файлов к этому ответу не поместится.");

    public static Phrase FileAddedTo { get; } = Message("file.added-to", "Добавили к ответу {label}.", QuestionLabel());

    public static Phrase CaptionLeftOut { get; } = Part(
        "file.caption-left-out", "Подпись к файлу не поместилась, в ответе может быть не больше {limit}.", Limit());

    public static Phrase CaptionNotTaken { get; } = Part(
        "file.caption-not-taken", "Подпись к файлу тоже не сохранилась: пришлите её, пожалуйста, отдельным сообщением.");

    public static Phrase TooManyFiles { get; } = Message(
        "file.too-many", "К ответу {label} помещается не больше {max}, столько уже сохранено. Остальные добавить не получится.",
        QuestionLabel(), new Placeholder("max", "how many: «10 файлов»", "10 файлов"));

    public static Phrase TooFewFiles { get; } = Message(
        "file.too-few", "Пришлите, пожалуйста, не меньше {min}: фото, документ, голосовое сообщение или место на карте.",
        new Placeholder("min", "how many: «1 файла»", "10 файлов"));

    public static Phrase NothingYet { get; } = Message(
        "file.nothing-yet", "Пока ничего не добавлено. Напишите ответ словами или пришлите файл.");

    public static Phrase FileTooEarly { get; } = Message(
        "file.too-early", "Файлы можно добавить к ответу {label}, когда дойдём до этого вопроса.", QuestionLabel());

    public static Phrase FileWithoutForm { get; } = Message(
        "file.without-form", "Файлы можно добавить в заявке, к ответу {label}. Чтобы начать, нажмите «{new-form}».", QuestionLabel());

    public static Phrase RemoveFile { get; } = Line("file.remove", "Убрать: {file}", FileName());
    public static Phrase ToastFileRemoved { get; } = Toast("file.removed", "Убрали: {file}.", FileName());

    // What the bot cannot read, followed by what it waits for.

    public static Phrase NoPhoto { get; } = Part("unsupported.photo", "Фото здесь не подойдёт.");
    public static Phrase NoSticker { get; } = Part("unsupported.sticker", "Стикер здесь не подойдёт.");
    public static Phrase NoVoice { get; } = Part("unsupported.voice", "Голосовое сообщение здесь не подойдёт.");
    public static Phrase NoVideo { get; } = Part("unsupported.video", "Видео здесь не подойдёт.");
    public static Phrase NoDocument { get; } = Part("unsupported.document", "Файл здесь не подойдёт.");
    public static Phrase NoLocation { get; } = Part("unsupported.location", "Геопозиция здесь не подойдёт.");
    public static Phrase NoOther { get; } = Part("unsupported.other", "Такое сообщение здесь не подойдёт.");
    public static Phrase AwaitsForm { get; } = Part("awaited.form", "Чтобы начать, нажмите «{new-form}».");
    public static Phrase AwaitsWords { get; } = Part("awaited.words", "Напишите ответ словами.");
    public static Phrase AwaitsWordsOrFiles { get; } = Part("awaited.words-or-files", "Напишите ответ словами или пришлите файл.");
    public static Phrase AwaitsFiles { get; } = Part("awaited.files", "Пришлите фото, документ, голосовое сообщение или место на карте.");
    public static Phrase AwaitsChoice { get; } = Part("awaited.choice", "Выберите вариант из списка.");
    public static Phrase AwaitsYesOrNo { get; } = Part("awaited.yes-or-no", "Ответьте «{yes}» или «{no}».");
    public static Phrase AwaitsDate { get; } = Part("awaited.date", "Выберите дату.");
    public static Phrase AwaitsNumber { get; } = Part("awaited.number", "Напишите число.");
    public static Phrase AwaitsPhone { get; } = Part("awaited.phone", "Напишите номер.");
    public static Phrase AwaitsReview { get; } = Part("awaited.review", "Осталось проверить заявку.");

    // Notes on presses.

    public static Phrase ToastStale { get; } = Toast(
        "toast.stale", "Эта кнопка уже не действует. Ответьте, пожалуйста, на последнее сообщение.");

    public static Phrase ToastStaleReview { get; } = Toast(
        "toast.stale-review", "Заявка с тех пор изменилась. Выберите, пожалуйста, кнопку под последним сообщением.");

    public static Phrase ToastOfferGone { get; } = Toast("toast.offer-gone", "Эта кнопка уже не действует.");

    public static Phrase ToastNoForm { get; } = Toast(
        "toast.no-form", "Эта кнопка уже не действует. Чтобы начать, нажмите «{new-form}».");

    public static Phrase ToastChoiceGone { get; } = Toast(
        "toast.choice-gone", "Этого варианта больше нет в списке. Выберите, пожалуйста, другой.");

    public static Phrase ToastAlreadySaid { get; } = Toast("toast.already-said", "Ответ на это уже есть в последних сообщениях.");

    public static Phrase ToastBeingSent { get; } = Toast(
        "toast.being-sent", "Заявка уже отправляется, номер придёт следующим сообщением.");

    public static Phrase ToastAccepted { get; } = Toast("toast.accepted", "Заявка №{number} уже отправлена.", Number());

    // The commands: their lines in the app's menu, and in the help.

    public static Phrase MenuStart { get; } = Line("menu.start", "Начать");
    public static Phrase MenuHelp { get; } = Line("menu.help", "Подсказка");
    public static Phrase MenuCancel { get; } = Line("menu.cancel", "Отменить заявку");
    public static Phrase HelpStart { get; } = Line("help.start", "главное меню или незаконченная заявка");
    public static Phrase HelpCancel { get; } = Line("help.cancel", "отменить заявку");
    public static Phrase HelpHelp { get; } = Line("help.help", "эта подсказка");

    /// <summary>All texts of the dialogue: the labels first.</summary>
    public static ImmutableArray<Phrase> All { get; } = [.. Labels.All, .. Table];

    private static Phrase Message(string key, string shipped, params IReadOnlyList<Placeholder> placeholders) =>
        Add(new(key, PhraseForm.Message, shipped, placeholders));

    private static Phrase Part(string key, string shipped, params IReadOnlyList<Placeholder> placeholders) =>
        Add(new(key, PhraseForm.Part, shipped, placeholders));

    private static Phrase Toast(string key, string shipped, params IReadOnlyList<Placeholder> placeholders) =>
        Add(new(key, PhraseForm.Toast, shipped, placeholders));

    private static Phrase Button(string key, string shipped, params IReadOnlyList<Placeholder> placeholders) =>
        Add(new(key, PhraseForm.Button, shipped, placeholders));

    private static Phrase Line(string key, string shipped, params IReadOnlyList<Placeholder> placeholders) =>
        Add(new(key, PhraseForm.Line, shipped, placeholders));

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

    private static Placeholder AnswerDay() =>
        new("day", "the day of the answer: «сегодня», «завтра», «во вторник», «12 января»", "в понедельник");

    private static Placeholder AnswerTime() => new("time", "until when on that day: «11:00»", "11:00");

    private static Placeholder QuestionLabel() => new("label", "the label of the question, in quotation marks", "«Организация»");

    private static Placeholder FileName() =>
        new("file", "the name of the file, or its kind and number: «фото 1»", "голосовое сообщение 10");

    private static Placeholder PresentAnswer() => new("answer", "the answer, shortened to 100 characters", "Тверь");

    private static Placeholder CommandNames() =>
        new("commands", "the names of the commands: «/start, /my, /cancel и /help»", "/start, /my, /cancel и /help", IsRequired: false);

    private static Placeholder Limit() => new("limit", "the longest length: «200 символов»", "3000 символов");

    private static Placeholder Day() => new("day", "the day: «12.03.2027»", "12.03.2027");
}
