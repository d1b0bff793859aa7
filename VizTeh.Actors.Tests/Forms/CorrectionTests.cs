using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Forms;

/// <summary>A client edits the message that gave an answer of the open form.</summary>
public sealed class CorrectionTests
{
    private static readonly Question First = new("first", "Первый", "Первый вопрос?", QuestionKind.Text);
    private static readonly Question Last = new("last", "Последний", "Последний вопрос?", QuestionKind.Text);

    [Theory]
    [InlineData(QuestionKind.Text, "Анна", "Яна <b>", "Яна <b>", "ы*201", "не больше 200")]
    [InlineData(QuestionKind.Choice, "Красный", "синий!", "Синий", "Чёрный", "Такого варианта в списке нет")]
    [InlineData(QuestionKind.Choices, "Красный", "зелёный, красный", "Красный\nЗелёный", "Чёрный", "Такого варианта в списке нет")]
    [InlineData(QuestionKind.Date, "завтра", "12.03", "1970-03-12", "31.02", "Не получилось разобрать дату")]
    [InlineData(QuestionKind.Number, "7", "40 шт", "40", "много", "Здесь нужно число")]
    [InlineData(QuestionKind.Phone, "+79161234567", "8 916 000-00-00", "+79160000000", "12", "цифр")]
    [InlineData(QuestionKind.YesNo, "да", "нет", "нет", "может быть", "Ответьте, пожалуйста, «Да» или «Нет»")]
    public void The_new_text_is_read_as_if_it_were_typed_and_a_refused_one_leaves_the_answer(
        QuestionKind kind, string typed, string edited, string stored, string refused, string reason)
    {
        var client = At(kind).Types(typed);
        var before = (Form.Asking)client.Form;

        client.Edits("middle", refused.Replace("ы*201", new string('ы', 201), StringComparison.Ordinal));
        Assert.Null(client.Last.Event);
        Assert.Contains(reason, client.LastSaid, StringComparison.Ordinal);
        Assert.Contains(
            $"\n\nПока остаётся как было: «Средний» — {ShippedForm.Texts.Shown(before.Answers["middle"]!)}.", client.LastSaid,
            StringComparison.Ordinal);
        Assert.Equal(before, client.Form);

        client.Edits("middle", typed);
        Assert.Empty(client.Last.Replies);
        Assert.Null(client.Last.Event);

        client.Edits("middle", edited);
        var after = Assert.IsType<Form.Asking>(client.Form);
        Assert.Equal(stored, after.Answers["middle"]?.Value);
        Assert.Equal((before.Question, before.Revision + 1), (after.Question, after.Revision));
        var said = Assert.Single(client.LastMessages).Html;
        Assert.StartsWith("Исправлено: «Средний» — ", said, StringComparison.Ordinal);
        Assert.Contains(Html.Escape(ShippedForm.Texts.Shown(after.Answers["middle"]!)), said, StringComparison.Ordinal);
        Assert.Contains(Last.Ask, said, StringComparison.Ordinal);
        client.Edits("middle", edited);
        Assert.Empty(client.Last.Replies);
    }

    [Fact]
    public void An_edited_caption_replaces_the_words_that_it_gave_and_the_file_stays()
    {
        var client = Dialogue.At(Ids.Description).SendsPhoto("p1", caption: "3 стелы");

        client.EditsNewest("4 стелы");

        Assert.StartsWith("Исправлено: «Описание» — 4 стелы", client.LastSaid, StringComparison.Ordinal);
        Assert.Equal("4 стелы\n📎 1 фото", ShippedForm.Texts.Shown(client.AnswerTo(Ids.Description)!));
        Assert.Equal(Ids.Description, Assert.IsType<Form.Asking>(client.Form).Question.Id);

        client.Presses("Готово").Edits(Ids.Description, "5 стел");

        Assert.Equal("5 стел\n📎 1 фото", ShippedForm.Texts.Shown(client.AnswerTo(Ids.Description)!));
        Assert.Equal(Ids.Phone, Assert.IsType<Form.Asking>(client.Form).Question.Id);
    }

    [Fact]
    public void A_caption_that_gave_only_a_part_of_the_words_replaces_nothing()
    {
        var client = Dialogue.At(Ids.Description).SendsPhoto("p1", caption: "3 стелы").SendsPhoto("p2", caption: "у входа");

        Assert.Null(client.AnswerTo(Ids.Description)!.MessageId);
    }

    [Fact]
    public void The_review_is_shown_afresh_and_the_buttons_of_the_former_one_are_stale()
    {
        var client = Dialogue.AtReview();
        var send = client.NewestButton("Отправить").Data;

        client.Edits(Ids.Name, "Яна");

        var review = Assert.Single(client.LastMessages).Html;
        Assert.StartsWith("Исправлено: «Имя» — Яна.\n\n<b>Проверьте заявку</b>", review, StringComparison.Ordinal);
        Assert.Contains("<b>Имя:</b> Яна", review, StringComparison.Ordinal);
        Assert.Equal(FormRules.NoButtons, client.Last.Used);
        client.PressesData(send);
        Assert.Equal(ShippedForm.Texts[Phrases.ToastStaleReview], client.Last.Toast);
        Assert.Equal("Яна", Assert.IsType<Form.Submitting>(client.Presses("Отправить").Form).Answers[Ids.Name]?.Value);
    }

    [Fact]
    public void A_long_answer_is_named_by_its_beginning()
    {
        var client = Dialogue.AtReview();
        client.Edits(Ids.Description, string.Concat(Enumerable.Repeat("два\nслова ", 250)));

        Assert.InRange(Dialogue.Read(client.LastMessages.First().Html).Split("\n\n")[0].Length, 80, 130);
        Assert.Contains("…", client.LastSaid, StringComparison.Ordinal);
    }

    [Fact]
    public void Ticks_of_the_open_question_stay()
    {
        var client = With(First, new("middle", "Цвета", "Какие?", QuestionKind.Choices) { Choices = ["А", "Б"] }, Last)
            .Types("Оставить заявку", "начало").Presses("Б");

        client.Edits("first", "исправлено");

        Assert.Equal("Б", Assert.IsType<Form.Asking>(client.Form).Ticked);
        Assert.Contains("✓ Б", client.LastButtons.Select(button => button.Label));
    }

    [Fact]
    public void A_correction_that_hides_the_open_question_leads_to_the_right_one_and_one_that_brings_it_up_to_that()
    {
        var way = new Question("way", "Способ", "Как?", QuestionKind.Choice) { Choices = ["Доставка", "Сам"] };
        var address = new Question("address", "Адрес", "Куда?", QuestionKind.Text) { When = [new Condition("way", ["Доставка"])] };
        var client = With(First, way, address, Last).Types("Оставить заявку", "начало", "доставка");
        Assert.Equal("address", OpenIn(client));

        client.Edits("way", "сам");
        Assert.Equal("last", OpenIn(client));
        client.Edits("way", "доставка");
        Assert.Equal("address", OpenIn(client));
        client.Types("ул. Мира, 1");
        Assert.Equal("last", OpenIn(client));

        client.Types("конец");
        client.Edits("way", "сам");
        Assert.DoesNotContain("Мира", client.LastSaid, StringComparison.Ordinal);
        client.Edits("way", "доставка");
        Assert.Contains("Мира", client.LastSaid, StringComparison.Ordinal);
        Assert.IsType<Form.Reviewing>(client.Form);
    }

    [Fact]
    public void At_the_review_a_correction_that_brings_a_question_up_asks_it_and_returns_to_the_review()
    {
        var way = new Question("way", "Способ", "Как?", QuestionKind.Choice) { Choices = ["Доставка", "Сам"] };
        var address = new Question("address", "Адрес", "Куда?", QuestionKind.Text) { When = [new Condition("way", ["Доставка"])] };
        var client = With(First, way, address, Last).Types("Оставить заявку", "начало", "сам", "конец");

        client.Edits("way", "доставка");

        Assert.Equal("address", OpenIn(client));
        Assert.IsType<Form.Reviewing>(client.Types("ул. Мира, 1").Form);
    }

    [Fact]
    public void The_open_question_is_answered_by_an_edit_of_its_earlier_answer()
    {
        var client = Dialogue.AtReview().Types("Изменить").Presses("Город");

        client.Edits(Ids.City, "Псков");

        Assert.Equal("Псков", Assert.IsType<Form.Reviewing>(client.Form).Answers[Ids.City]?.Value);
    }

    [Fact]
    public void An_answer_that_was_left_as_it_is_is_still_corrected_by_its_own_message()
    {
        var client = Dialogue.AtReview().Types("Изменить").Presses("Город").Types("как есть");

        client.Edits(Ids.City, "Псков");

        Assert.Equal("Псков", Assert.IsType<Form.Reviewing>(client.Form).Answers[Ids.City]?.Value);
    }

    [Fact]
    public void An_answer_to_a_question_that_the_form_no_longer_has_is_corrected_too()
    {
        var client = At(QuestionKind.Phone).Types("+79161234567");
        client.Company = client.Company with { Form = new FormDefinition([First, Last]) };

        client.Edits("middle", "+79160000000");

        Assert.Equal("+79160000000", Assert.IsType<Form.Asking>(client.Form).Answers["middle"]?.Value);
        Assert.IsType<Form.Reviewing>(client.Types("конец").Form);
        Assert.Contains("Ранее указано", client.LastSaid, StringComparison.Ordinal);
    }

    [Fact]
    public void An_edit_skips_an_optional_question_and_takes_that_back()
    {
        var client = With(First, new("middle", "Этаж", "Какой?", QuestionKind.Number) { IsOptional = true }, Last)
            .Types("Оставить заявку", "начало", "7");

        client.Edits("middle", "Пропустить");
        Assert.StartsWith("Исправлено: «Этаж» — не указано.", client.LastSaid, StringComparison.Ordinal);
        client.Edits("middle", "8");
        Assert.Equal("8", ((Form.Draft)client.Form).Answers["middle"]?.Value);
    }

    [Theory]
    [InlineData("Отменить")]
    [InlineData("Назад")]
    [InlineData("/start")]
    [InlineData("Оставить как есть")]
    public void An_edit_presses_no_button(string words)
    {
        foreach (var client in new[] { Dialogue.At(Ids.City), Dialogue.AtReview() })
        {
            var before = client.Form;
            client.Edits(Ids.Name, words);
            Assert.Equal((before, 0), (client.Form, client.Last.Replies.Count));
        }
    }

    [Fact]
    public void Without_an_open_form_an_edit_is_passed_over()
    {
        foreach (var client in new[]
        {
            new Dialogue(), Dialogue.Sent(), Dialogue.Thanked(), Dialogue.AtReview().Types("/cancel"),
        })
        {
            var before = client.Form;
            client.Sends(new ClientInput.Edited("Яна"));
            Assert.Equal((before, 0, null), (client.Form, client.Last.Replies.Count, client.Last.Event));
        }
    }

    [Fact]
    public void The_ticket_does_not_know_the_messages() => Assert.All(
        Assert.IsType<Form.Submitting>(Dialogue.Sent().Form).Answers.Given, answer => Assert.Null(answer.MessageId));

    private static Dialogue At(QuestionKind kind) => With(
        First,
        new("middle", "Средний", "Средний вопрос?", kind)
        {
            Choices = kind is QuestionKind.Choice or QuestionKind.Choices ? ["Красный", "Синий", "Зелёный"] : null,
        },
        Last).Types("Оставить заявку", "начало");

    private static Dialogue With(params Question[] questions) =>
        new() { Company = Dialogue.Firm with { Form = new FormDefinition(questions) } };

    private static string OpenIn(Dialogue client) => Assert.IsType<Form.Asking>(client.Form).Question.Id;
}
