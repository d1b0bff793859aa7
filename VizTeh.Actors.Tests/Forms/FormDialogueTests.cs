using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tests.Forms;

/// <summary>A client's way through the form: forwards, back, cancelling, and beginning again.</summary>
public sealed class FormDialogueTests
{
    [Fact]
    public void Start_greets_in_the_firms_name_and_shows_the_main_menu()
    {
        var client = new Dialogue { Company = Dialogue.Firm.Named("Рога <и> копыта") }.Types("/start");

        Assert.Contains("Рога &lt;и&gt; копыта", client.LastSaid, StringComparison.Ordinal);
        Assert.Equal(["Оставить заявку", "Мои заявки", "О компании"], LabelsOf(client.Menu));
        Assert.Empty(client.Events);
    }

    [Fact]
    public void The_questions_come_in_order_and_one_message_each_then_the_review_and_the_thank_you()
    {
        var client = new Dialogue().Types("/start", "Оставить заявку");
        var place = 0;
        foreach (var (key, answer) in new[] { ("обращаться", "Анна"), ("организац", "ООО"), ("город", "Тверь") })
        {
            Assert.Contains(key, Assert.Single(client.LastMessages).Html, StringComparison.Ordinal);
            Assert.Equal(["Назад", "Отменить"], LabelsOf(client.Menu));
            Assert.Contains($"{++place} из 6", client.LastSaid, StringComparison.Ordinal);
            client.Types(answer);
        }

        Assert.Contains("направлен", Assert.Single(client.LastMessages).Html, StringComparison.Ordinal);
        Assert.Equal(ShippedForm.Directions, client.LastButtons.Select(button => button.Label));
        Assert.Contains("задач", Assert.Single(client.Presses("Стелы").LastMessages).Html, StringComparison.Ordinal);
        Assert.Contains("телефон", Assert.Single(client.Types("Высокая стела").LastMessages).Html, StringComparison.Ordinal);
        Assert.Equal(["Отправить мой номер", "Назад", "Отменить"], LabelsOf(client.Menu));
        Assert.True(((Keyboard.Menu)client.Menu!).Rows[0][0].SharesContact);

        client.Shares("79161234567");
        var review = Dialogue.Read(Assert.Single(client.LastMessages).Html);
        Assert.Contains(
            "Имя: Анна\nОрганизация: ООО\nГород: Тверь\nНаправление: Стелы\nОписание: Высокая стела\nТелефон: +7\u00A0916\u00A0123-45-67\n",
            review,
            StringComparison.Ordinal);
        Assert.Equal(["Отправить", "Изменить"], client.LastButtons.Select(button => button.Label));

        Assert.Empty(client.Presses("Отправить").Last.Replies);
        var sent = Assert.IsType<Form.Submitting>(client.Form);
        Assert.Equal(("anna", client.Events[^1].At), (sent.Username, sent.At));
        Assert.Contains("№15", Dialogue.Read(client.GetsTicket(15).LastSaid), StringComparison.Ordinal);
        Assert.Contains("«Визуальные технологии»", client.LastSaid, StringComparison.Ordinal);
        Assert.Equal(["Оставить заявку", "Мои заявки", "О компании"], LabelsOf(client.Menu));
    }

    [Fact]
    public void A_client_may_have_many_tickets()
    {
        var client = Dialogue.Thanked();
        var first = client.FormId;

        Assert.IsType<Form.Asking>(client.Types("Оставить заявку").Form);
        Assert.NotEqual(first, client.FormId);
        Assert.Equal(Answers.None, ((Form.Asking)client.Form).Answers);
    }

    [Theory]
    [InlineData("/start")]
    [InlineData("/start@vizteh_bot")]
    [InlineData("/START abc")]
    [InlineData("Оставить заявку")]
    public void A_start_in_the_middle_says_that_there_is_an_unfinished_form_and_repeats_its_question(string typed)
    {
        foreach (var field in ShippedForm.Ids)
        {
            var client = Dialogue.At(field);
            var before = client.Form;
            client.Types(typed);

            Assert.Equal(before, client.Form);
            Assert.Contains("незаконченная", client.LastSaid, StringComparison.Ordinal);
            Assert.EndsWith(client.Asks, client.LastSaid, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_start_in_the_middle_brings_the_menu_back_even_where_the_question_has_buttons_of_its_own()
    {
        foreach (var client in new[] { Dialogue.At(Ids.Direction), Dialogue.AtReview() })
        {
            client.Types("/start");

            Assert.Equal(
                [FormKeyboard.Steps(ShippedForm.Texts), null],
                client.LastMessages.Select(message => message.Keyboard as Keyboard.Menu));
            Assert.NotEmpty(client.LastButtons);
        }
    }

    [Fact]
    public void Back_leads_one_step_back_and_shows_the_earlier_answer_with_the_question()
    {
        var client = Dialogue.AtReview();
        foreach (var field in ShippedForm.Ids.Reverse())
        {
            client.Types("Назад");

            Assert.Equal(field, Assert.IsType<Form.Asking>(client.Form).Question.Id);
            var question = Assert.Single(client.LastMessages).Html;
            Assert.Contains(Html.Escape(Dialogue.Shown(field)), question, StringComparison.Ordinal);
            Assert.StartsWith(ShippedForm.Question(field).Ask, question, StringComparison.Ordinal);
        }

        var first = client.Form;
        Assert.Contains("первый вопрос", client.Types("Назад").LastSaid, StringComparison.Ordinal);
        Assert.Contains("обращаться", Assert.Single(client.LastMessages).Html, StringComparison.Ordinal);
        Assert.Equal(first, client.Form);

        client.Types("Ольга");
        Assert.Equal("Ольга", Assert.IsType<Form.Reviewing>(client.Form).Answers[Ids.Name]?.Value);
    }

    [Fact]
    public void After_steps_back_the_client_returns_to_the_question_they_came_from()
    {
        var client = Dialogue.At(Ids.Description).Types("Назад", "Назад", "Псков");

        Assert.Equal(Ids.Description, Assert.IsType<Form.Asking>(client.Form).Question.Id);
        Assert.Equal("Псков", ((Form.Asking)client.Form).Answers[Ids.City]?.Value);
    }

    [Fact]
    public void An_answer_that_is_shown_again_can_be_left_as_it_is_by_one_tap_or_word()
    {
        foreach (var field in ShippedForm.Ids)
        {
            var client = Dialogue.AtReview();
            var answers = ((Form.Draft)client.Form).Answers;
            client.Presses("Изменить").Presses(ShippedForm.Question(field).Label);
            if (field == Ids.Phone)
                Assert.Contains("Оставить как есть", LabelsOf(client.Menu));
            else
                Assert.IsType<Form.Reviewing>(client.Presses("Оставить как есть").Form);
            Assert.IsType<Form.Reviewing>(client.Types(client.Form is Form.Reviewing ? "/help" : "оставить как есть").Form);
            Assert.Equal(answers, ((Form.Draft)client.Form).Answers);
        }
    }

    [Fact]
    public void A_cancelled_form_is_taken_back_with_its_answers_until_a_day_is_over_or_another_is_begun()
    {
        foreach (var field in ShippedForm.Ids)
        {
            var client = Dialogue.At(field);
            var before = client.Form;
            client.Types("Отменить", "Вернуть");
            Assert.Equal(before, client.Form);
            Assert.EndsWith(client.Asks, client.LastSaid, StringComparison.Ordinal);
            Assert.Contains("Отменить", LabelsOf(client.Menu));
        }

        Assert.IsType<Form.Reviewing>(Dialogue.AtReview().Types("Отменить").Types("вернуть заявку").Form);

        var late = Dialogue.AtReview().Types("Отменить");
        late.Now = late.Now.AddDays(1).AddMinutes(-1);
        Assert.IsType<Form.Reviewing>(late.Types("Вернуть").Form);

        late.Types("Отменить");
        late.Now = late.Now.AddDays(1);
        Assert.Contains("которую можно вернуть, сейчас нет", late.Types("Вернуть").LastSaid, StringComparison.Ordinal);
        Assert.IsType<Form.Cancelled>(late.Form);
        Assert.Contains("которую можно вернуть, сейчас нет", Dialogue.Thanked().Types("Вернуть").LastSaid, StringComparison.Ordinal);
    }

    [Fact]
    public void A_form_that_was_begun_since_is_not_replaced_by_the_cancelled_one()
    {
        var client = Dialogue.AtReview().Types("Отменить", "Оставить заявку");
        var begun = client.Form;

        Assert.Equal(begun, client.Types("Вернуть").Form);
        Assert.Equal(begun, Assert.IsType<Form.Cancelled>(client.Types("Отменить").Form).Kept);
    }

    [Fact]
    public void A_message_with_buttons_shows_what_was_chosen_and_loses_them()
    {
        var client = Dialogue.At(Ids.Direction).Presses("Стелы");
        Assert.Equal(new UsedMessage($"{ShippedForm.Question(Ids.Direction).Ask}\n\n✓ Стелы"), client.Last.Used);

        // Typed or pressed is the same.
        Assert.Equal(client.Last.Used, Dialogue.At(Ids.Direction).Types("стелы").Last.Used);
        Assert.Null(Dialogue.At(Ids.Name).Types("Анна").Last.Used);

        var review = Dialogue.AtReview();
        var html = review.LastSaid;
        Assert.Equal(new UsedMessage($"{html}\n\n✓ Изменить"), review.Presses("Изменить").Last.Used);
        Assert.Equal(new UsedMessage($"{ShippedForm.Texts[Phrases.WhatToChange]}\n\n✓ Город"), review.Presses("Город").Last.Used);
        Assert.EndsWith("✓ Отправить", Dialogue.AtReview().Presses("Отправить").Last.Used!.Html, StringComparison.Ordinal);
        var ofEarlierVersion = Dialogue.AtReview();
        ofEarlierVersion.PressesData(
            FormButton.ToReview(ofEarlierVersion.FormId, ((Form.Reviewing)ofEarlierVersion.Form).Revision, new ReviewChoice.Cancel()));
        Assert.IsType<Form.Cancelled>(ofEarlierVersion.Form);
        Assert.EndsWith("✓ Отменить", ofEarlierVersion.Last.Used!.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void An_organisation_is_answered_by_a_tap_that_says_private_person()
    {
        var client = Dialogue.At(Ids.Organization).Presses("Частное лицо");

        Assert.Equal("Частное лицо", ((Form.Asking)client.Form).Answers[Ids.Organization]?.Value);
        Assert.Equal("Частное лицо", ((Form.Asking)Dialogue.At(Ids.Organization).Types("частное лицо").Form)
            .Answers[Ids.Organization]?.Value, ignoreCase: true);
    }

    [Fact]
    public void A_field_changed_on_the_review_leads_straight_back_to_it()
    {
        foreach (var field in ShippedForm.Ids)
        {
            var client = Dialogue.AtReview().Presses("Изменить");
            Assert.Null(client.Last.Event);

            client.Presses(ShippedForm.Question(field).Label);
            Assert.Contains(Html.Escape(Dialogue.Shown(field)), client.LastSaid, StringComparison.Ordinal);

            var answer = field switch { Ids.Direction => "Услуги", Ids.Phone => "+49301234567", _ => "Иначе" };
            client.Types(answer);
            Assert.Equal(answer, Assert.IsType<Form.Reviewing>(client.Form).Answers[field]?.Value);
            Assert.Single(client.Last.Replies);
        }
    }

    [Fact]
    public void Back_from_a_change_leads_to_the_review_with_nothing_changed()
    {
        foreach (var field in ShippedForm.Ids)
        {
            var client = Dialogue.AtReview();
            var before = client.Form;
            var send = client.NewestButton("Отправить");

            client.Presses("Изменить").Presses(ShippedForm.Question(field).Label).Types("Назад");
            Assert.Equal(before, client.Form);
            // Nothing changed, so the review that is higher up in the chat still shows what would be sent.
            Assert.IsType<Form.Submitting>(client.PressesData(send.Data).Form);
        }
    }

    [Theory]
    [InlineData("Отменить")]
    [InlineData("отменить")]
    [InlineData("/cancel")]
    [InlineData("/cancel@vizteh_bot now")]
    public void Cancel_gives_the_form_up_at_every_step_and_is_friendly_without_one(string typed)
    {
        foreach (var client in ShippedForm.Ids.Select(Dialogue.At).Append(Dialogue.AtReview()))
        {
            client.Types(typed);
            Assert.IsType<Form.Cancelled>(client.Form);
            Assert.Equal(["Вернуть", "Оставить заявку", "Мои заявки", "О компании"], LabelsOf(client.Menu));
        }

        foreach (var client in new[] { new Dialogue(), Dialogue.AtReview().Types("Отменить") })
        {
            client.Types(typed);
            Assert.Null(client.Last.Event);
            Assert.Contains("Отменять нечего", client.LastSaid, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void About_company_in_the_middle_shows_it_and_repeats_the_question()
    {
        foreach (var field in ShippedForm.Ids)
        {
            var client = Dialogue.At(field).Types("о компании");

            Assert.IsType<Reply.ShowCompany>(client.Last.Replies[0]);
            Assert.Equal(client.Asks, Assert.Single(client.LastMessages).Html);
        }

        Assert.Equal([new Reply.ShowCompany(FormKeyboard.MainMenu(ShippedForm.Texts))], new Dialogue().Types("О компании").Last.Replies);
    }

    [Fact]
    public void Help_explains_and_an_unknown_command_is_never_an_answer()
    {
        Assert.Contains("/cancel", new Dialogue().Types("/help").LastSaid, StringComparison.Ordinal);
        foreach (var field in ShippedForm.Ids)
        {
            foreach (var command in new[] { "/help", "/help@vizteh_bot", "/stop", "/startle", "/отмена", "/1", "/_" })
            {
                var client = Dialogue.At(field).Types(command);
                Assert.Null(client.Last.Event);
                Assert.EndsWith(client.Asks, Assert.Single(client.LastMessages).Html, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Any_other_text_without_a_form_hints_at_the_main_menu()
    {
        foreach (var client in new[] { new Dialogue(), Dialogue.At(Ids.City).Types("/cancel") })
        {
            client.Types("Сколько стоит стела?");
            Assert.Equal(ShippedForm.Texts[Phrases.WhatNow], client.LastSaid);
        }

        Assert.Equal(FormKeyboard.MainMenu(ShippedForm.Texts), new Dialogue().Types("Сколько стоит стела?").Menu);
    }

    [Theory]
    [InlineData("Отменить")]
    [InlineData("/help")]
    [InlineData("/start")]
    [InlineData("О компании")]
    [InlineData("Сколько стоит стела?")]
    public void As_long_as_a_cancelled_form_can_be_taken_up_again_the_menu_offers_it(string typed)
    {
        var client = Dialogue.At(Ids.City).Types("Отменить").Types(typed);
        Assert.Equal(FormKeyboard.AfterCancel(ShippedForm.Texts), client.Menu);

        client.Now = client.Now.AddDays(1);
        Assert.Equal(FormKeyboard.MainMenu(ShippedForm.Texts), client.Types(typed).Menu);
    }

    private static IEnumerable<string> LabelsOf(Keyboard? menu) =>
        Assert.IsType<Keyboard.Menu>(menu).Rows.SelectMany(row => row).Select(button => button.Label);
}
