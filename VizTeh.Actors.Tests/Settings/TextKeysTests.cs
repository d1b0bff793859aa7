using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;
using static VizTeh.Actors.Tests.Settings.HoconSamples;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>The firm's own wording of texts in hocon.conf: what is read of it, and what is refused.</summary>
public sealed class TextKeysTests
{
    [Fact]
    public void Every_text_of_the_program_can_be_given_in_the_file()
    {
        var company = Read(string.Join('\n', FirmTexts.All.Select(phrase => $"{phrase.Key} = \"\"\"{phrase.Shipped}ъ\"\"\"")));

        Assert.All(FirmTexts.All, phrase => Assert.EndsWith("ъ", Rendered(company.Texts, phrase), StringComparison.Ordinal));
    }

    [Fact]
    public void The_keys_and_the_placeholders_are_distinct()
    {
        Assert.Distinct(FirmTexts.All.Select(phrase => phrase.Key));
        Assert.All(FirmTexts.All, phrase => Assert.Distinct(
            FirmTexts.FirmPlaceholders.Select(known => known.Name)
                .Concat(FirmTexts.Buttons.Select(button => button.Placeholder))
                .Concat(phrase.Placeholders.Select(placeholder => placeholder.Name))));
    }

    [Fact]
    public void No_key_is_the_section_of_another_of_which_the_parser_would_keep_one() => Assert.All(
        FirmTexts.All,
        phrase => Assert.DoesNotContain(FirmTexts.All, other => other.Key.StartsWith($"{phrase.Key}.", StringComparison.Ordinal)));

    [Theory]
    [InlineData("button.new-form = \"Записаться\"")]
    [InlineData("\"button.new-form\" = \"Записаться\"")]
    [InlineData("button { new-form = Записаться }")]
    [InlineData("button : { \"new-form\" : \" Записаться \" }")]
    public void A_key_with_a_dot_may_be_written_as_a_section_or_in_quotes(string texts)
    {
        var said = Read(texts).Texts;

        Assert.Equal("Записаться", said[Labels.NewForm]);
        Assert.Equal("Чтобы начать, нажмите «Записаться».", said[Phrases.WhatNow]);
    }

    [Fact]
    public void The_values_of_the_firm_stand_in_a_text_escaped()
    {
        var texts = Parse(
            Real.Replace("\"Визуальные технологии\"", "\"A & B {site}\"", StringComparison.Ordinal), // A value is no template.
            """"
            cancelled = """
              {company} <b>{name}</b>
                {phone}, {site} «{cancel}»
            """
            toast.stale = "{company}"
            """").Texts;

        Assert.Equal(
            "«A &amp; B {site}» <b>A &amp; B {site}</b>\n+7 495 363-20-42, vizteh.ru «Отменить»", texts[Phrases.Cancelled]);
        Assert.Equal("«A & B {site}»", texts[Phrases.ToastStale]);
    }

    [Fact]
    public void A_value_of_a_message_is_escaped_and_is_no_template()
    {
        var texts = Read("question.earlier = \"{answer} ({name})\"").Texts;

        Assert.Equal("&lt;{name}&gt; (Визуальные технологии)", texts.With(Phrases.EarlierAnswer, ("answer", "<{name}>")));
    }

    [Theory]
    [InlineData("greting = \"A\"", "greting is not known: did you mean greeting")]
    [InlineData("button.newform = \"A\"", "button.newform is not known: did you mean button.new-form")]
    [InlineData("welcome = \"A\"", "welcome is not known: docs/texts.md lists the keys. Remove it, to use the text of the program")]
    [InlineData("greeting = \"\"", "greeting is blank: remove it, to use the text of the program")]
    [InlineData("greeting = [\"A\"]", "greeting must be a text in quotes")]
    [InlineData("greeting = \"{companie}\"", "greeting has {companie}, which is not known: did you mean {company}")]
    [InlineData("greeting = \"{number}\"", "greeting has {number}, which is not known: there are {company}, {name}, {phone}, {site}, ")]
    [InlineData(
        "accepted = \"Спасибо!\"", "accepted lacks {number}: write it where this belongs: the number of the request")]
    [InlineData("greeting = \"<b>Здравствуйте!\"", "greeting has a fault that Telegram would refuse: <b> is not closed")]
    [InlineData("greeting = \"<b></b>\"", "greeting shows nothing: write some words")]
    [InlineData("button.back = \"{cancel}\"", "button.back has {cancel}, which is not known: a label takes none")]
    [InlineData("button.back = \"\"\"На\nзад\"\"\"", "button.back has several lines; write one")]
    [InlineData("button.back = \"🔙\"", "button.back must have a letter or a digit and must not begin with /")]
    [InlineData("button.back = \"/back\"", "button.back must have a letter or a digit and must not begin with /")]
    [InlineData("menu.start = \"\"\"А\nБ\"\"\"", "menu.start has several lines; write one")]
    [InlineData("manager.greting = \"A\"", "manager.greting is not known: did you mean manager.greeting")]
    [InlineData("manager.greeting = \"<b>A\"", "manager.greeting has a fault that Telegram would refuse: <b> is not closed")]
    [InlineData("manager.toast.closed = \"{nomer}\"", "manager.toast.closed has {nomer}, which is not known: ")]
    [InlineData("manager.photo-id = \"Вот\"", "manager.photo-id lacks {file-id}: write it where this belongs: the file id of the photo")]
    [InlineData("manager.menu.help = \"\"\"А\nБ\"\"\"", "manager.menu.help has several lines; write one")]
    [InlineData(
        "card.heading.open = \"Заявка\"", "card.heading.open lacks {number}: write it where this belongs: the number of the ticket")]
    [InlineData("card.moment = \"{date}\"", "card.moment lacks {time}: write it where this belongs: the time: «14:05»")]
    [InlineData("card.closed = \"\"\"А\nБ\"\"\"", "card.closed has several lines; write one")]
    [InlineData("card.button.close = \"{number}\"", "card.button.close has {number}, which is not known: a label takes none")]
    [InlineData("card.button.close = \"\"\"А\nБ\"\"\"", "card.button.close has several lines; write one")]
    [InlineData(
        "export.column.sheet = \"Заявки: новые\"",
        "export.column.sheet has : with its values, which cannot stand there: / \\ * ? [ ] : ' are refused")]
    [InlineData(
        "accepted = \"Заявка номер {number} у нас\"",
        "accepted has {number} without № before it: write №{number}, since a client's reply to the message finds its request by that")]
    [InlineData("notice.taken = \"№ заявки: {number}\"", "notice.taken has {number} without № before it: write №{number}")]
    [InlineData("own.heading = \"Заявка {number}\"", "own.heading has {number} without № before it: write №{number}")]
    [InlineData("export.column.sheet = \"[{name}]\"", "export.column.sheet has [ with its values, which cannot stand there: ")]
    public void A_mistake_is_refused_with_its_key(string texts, string mistake)
    {
        var refusal = Refused(texts);

        Assert.StartsWith($"hocon.conf: vizteh.texts.{mistake}", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal);
    }

    [Theory]
    [InlineData("accepted = \"№ <b>{number}</b>\"")]
    [InlineData("accepted = \"№{number}, {name}\"")]
    [InlineData("toast.accepted = \"Заявка {number}\"")]
    [InlineData("offer.reopen = \"Открыть {number}\"")]
    [InlineData("answer.undelivered.gone = \"Заявка {number}\"")]
    public void A_number_is_found_behind_its_sign_and_needs_none_where_nobody_replies(string texts) => Read(texts);

    [Theory]
    [InlineData("button.back", 64)]
    [InlineData("toast.stale", 200)]
    [InlineData("review.title", 200)]
    [InlineData("menu.start", 256)]
    [InlineData("greeting", 4096)]
    [InlineData("manager.toast.stranger", 200)]
    [InlineData("manager.help.cards", 200)]
    [InlineData("manager.menu.start", 256)]
    [InlineData("manager.greeting", 4096)]
    [InlineData("card.button.copy", 64)]
    [InlineData("card.closed", 100)]
    [InlineData("card.shortened", 48)]
    public void A_text_may_be_as_long_as_Telegram_takes_it(string key, int limit)
    {
        Read($"{key} = \"{new string('Я', limit)}\"");

        Assert.Contains(
            $"vizteh.texts.{key} has {limit + 1} characters", Refused($"{key} = \"{new string('Я', limit + 1)}\""),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_gets_too_long_by_the_values_in_it_is_refused_by_its_own_key() => Assert.Contains(
        "vizteh.texts.toast.stale has 201 characters with its values; 200 are possible.",
        Refused($"toast.stale = \"{new string('Я', 180)}{{name}}\""), StringComparison.Ordinal);

    [Fact]
    public void A_note_for_a_manager_has_room_for_the_longest_name_of_who_closed_the_ticket() => Assert.Contains(
        "vizteh.texts.manager.toast.already-closed-by has 201 characters with its values; 200 are possible.",
        Refused($"manager.toast.already-closed-by = \"{new string('Я', 83)}{{by}}\""), StringComparison.Ordinal);

    [Fact]
    public void The_buttons_of_a_card_are_no_words_of_a_client_and_may_be_named_in_any_text()
    {
        var texts = Read("card.button.close = \"Отменить\"\ncard.button.copy = \"☎\"\nmanager.unknown-command = \"{close} {copy}\"").Texts;

        Assert.Equal("Отменить ☎", texts[ManagerPhrases.UnknownCommand]);
        Assert.Same(Labels.Cancel, texts.Named(ButtonPlace.Menu, "отменить"));
        Assert.All(
            Enum.GetValues<ButtonPlace>(),
            place => Assert.All(CardPhrases.Buttons, button => Assert.Null(texts.Named(place, button.Shipped))));
    }

    [Theory]
    [InlineData("button.back = \"Стоп!\"", "button.back is \"Стоп!\", which means vizteh.texts.button.cancel to the program")]
    [InlineData("button.back = \"отменить\"", "button.back is \"отменить\", as vizteh.texts.button.cancel has")]
    [InlineData("button.cancel = \"Готово\"", "button.cancel is \"Готово\", as vizteh.texts.button.done has")]
    [InlineData("button.skip = \"Нет\"", "button.skip is \"Нет\", as vizteh.texts.button.no has")]
    [InlineData("button.cancel = \"Знаки\"", "button.cancel is \"Знаки\", as an answer to the question direction has")]
    [InlineData("button.back = \"🏠 Частное лицо\"", "button.back is \"🏠 Частное лицо\", as an answer to the question organization has")]
    [InlineData("button.send = \"Телефон\"", "button.send is \"Телефон\", as the question phone has on the review")]
    public void A_label_that_could_mean_something_else_is_refused(string texts, string mistake) => Assert.StartsWith(
        $"hocon.conf: vizteh.texts.{mistake}; a client who writes it would not be understood.", Refused(texts), StringComparison.Ordinal);

    [Theory]
    [InlineData("button.send = \"Да, всё верно\"")]
    [InlineData("button.yes = \"Конечно\"")]
    [InlineData("button.skip = \"Знаки\"")]
    [InlineData("button.new-form = \"Подать заявку\"")]
    public void A_label_may_be_a_word_that_means_its_button_anyway_or_is_never_near_the_other(string texts) => Read(texts);

    [Fact]
    public void All_mistakes_are_told_at_once_with_those_of_the_form()
    {
        var refusal = RefusalOf(
            Real.Replace("id = city", "id = name", StringComparison.Ordinal),
            "greting = \"A\"\naccepted = \"<b>\"\ncard.closed = \"\"\nbutton.back = \"Стоп\"\nmanager.help.title = \"<i>A\"");

        Assert.Equal(
            [
                "vizteh.form.questions, question 3 (name)", "vizteh.texts.greting is", "vizteh.texts.accepted lacks",
                "vizteh.texts.card.closed is", "vizteh.texts.manager.help.title has", "vizteh.texts.button.back is",
            ],
            refusal.Split('\n').Select(line => line["hocon.conf: ".Length..]).Zip(
                [40, 23, 27, 27, 35, 27], (line, length) => line[..Math.Min(length, line.Length)]));
    }

    [Fact]
    public void The_section_is_no_text() =>
        Assert.StartsWith("hocon.conf: vizteh.texts must be a section", Assert.Throws<SettingsException>(
            () => HoconFile.Parse($"{Real}\nvizteh.texts = \"A\"\n", "hocon.conf")).Message, StringComparison.Ordinal);

    private static string Rendered(FirmTexts texts, Phrase phrase) =>
        texts.With(phrase, [.. phrase.Placeholders.Select(placeholder => (placeholder.Name, placeholder.Sample))]);

    private static CompanySettings Read(string texts) => Parse(Real, texts);

    private static CompanySettings Parse(string file, string texts) =>
        HoconFile.Parse($"{file}\nvizteh.texts {{\n{texts}\n}}\n", "hocon.conf").Company;

    private static string Refused(string texts) => RefusalOf(Real, texts);

    private static string RefusalOf(string file, string texts) =>
        Assert.Throws<SettingsException>(() => Parse(file, texts)).Message;
}
