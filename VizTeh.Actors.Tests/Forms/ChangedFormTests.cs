using VizTeh.Actors.Forms;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tests.Forms;

/// <summary>A deploy changes the form while drafts are open.</summary>
public sealed class ChangedFormTests
{
    private static readonly string[] Choices = ["А", "Б", "В"];

    private static readonly Question A = new("a", "Имя", "Как зовут?", QuestionKind.Text);
    private static readonly Question B = new("b", "Город", "Где вы?", QuestionKind.Text);
    private static readonly Question C = new("c", "Цвет", "Какой цвет?", QuestionKind.Choice) { Choices = Choices };

    [Fact]
    public void The_question_on_the_screen_is_answered_as_it_was_asked_then_the_new_order_holds()
    {
        var client = With(A, C, B).Types("Оставить заявку", "Анна");
        client.Company = client.Company with { Form = new FormDefinition([B, C with { Choices = ["Г"] }, A]) };

        client.Types("Б");
        Assert.Equal("Б", ((Form.Asking)client.Form).Answers["c"]?.Value);
        Assert.Equal("b", ((Form.Asking)client.Form).Question.Id);
        Assert.IsType<Form.Reviewing>(client.Types("Тверь").Form);
        Assert.Equal(["b", "c", "a"], Sent(client).Given.Select(answer => answer.Id));
    }

    [Fact]
    public void An_answer_to_a_removed_question_is_sent_apart()
    {
        var client = With(A, B, C).Types("Оставить заявку", "Анна", "Тверь");
        client.Company = client.Company with { Form = new FormDefinition([A, C]) };

        client.Types("В");
        Assert.Contains("Ранее указано:\nГород: Тверь", Dialogue.Read(client.LastSaid), StringComparison.Ordinal);
        var sent = Sent(client);
        Assert.Equal(["a", "c"], sent.Given.Select(answer => answer.Id));
        Assert.Equal(new Answer("b", "Город", QuestionKind.Text, "Тверь"), Assert.Single(sent.Removed));
    }

    [Fact]
    public void A_question_of_another_kind_is_asked_again_and_the_former_answer_is_kept()
    {
        var client = With(A, B, C).Types("Оставить заявку", "Анна", "Тверь");
        client.Company = client.Company with { Form = new FormDefinition([A, C with { Id = "b", Label = "Город" }, C]) };

        client.Types("А");
        Assert.Equal(("b", QuestionKind.Choice), (((Form.Asking)client.Form).Question.Id, ((Form.Asking)client.Form).Question.Kind));
        client.Types("Б");
        var sent = Sent(client);
        Assert.Equal("Б", sent["b"]?.Value);
        Assert.Equal("Тверь", Assert.Single(sent.Removed).Value);
    }

    [Fact]
    public void A_file_for_a_question_that_was_of_another_kind_goes_to_the_files_that_were_begun()
    {
        var client = With(A, B, C).Types("Оставить заявку", "Анна", "Тверь");
        client.Company = client.Company with { Form = new FormDefinition([A, new Question("b", "Фото", "Фото?", QuestionKind.Files), C]) };
        client.Types("А").SendsPhoto("p1").Types("Назад").SendsPhoto("p2");

        var answers = ((Form.Draft)client.Form).Answers;
        Assert.Equal(("Тверь", null), (answers["b"]?.Value, answers["b"]?.Files));
        Assert.Equal(["p1", "p2"], Assert.Single(answers.Begun).Files!.Select(file => file.FileId));
    }

    [Fact]
    public void A_new_required_question_comes_before_the_review_is_sent()
    {
        var client = With(A, C).Types("Оставить заявку", "Анна", "Б");
        var send = client.NewestButton("Отправить").Data;
        client.Company = client.Company with { Form = new FormDefinition([A, B, C]) };

        client.PressesData(send);
        Assert.Contains(ShippedForm.Texts[Phrases.QuestionsLeft], client.LastSaid, StringComparison.Ordinal);
        Assert.Contains("Где вы?", client.LastSaid, StringComparison.Ordinal);

        // Recorded, so that another form after a restart does not take the answer for that to another question.
        client.Company = client.Company with { Form = new FormDefinition([C with { Id = "d", Label = "Новый" }, A, B, C]) };
        client.Types("Тверь");
        Assert.Equal("Тверь", ((Form.Asking)client.Form).Answers["b"]?.Value);
        client.Company = client.Company with { Form = new FormDefinition([A, B, C]) };
        client.Types("А");
        Assert.Equal(["a", "b", "c"], Sent(client).Given.Select(answer => answer.Id));
    }

    [Fact]
    public void A_new_optional_question_does_not_keep_a_finished_form_from_being_sent()
    {
        var client = With(A, C).Types("Оставить заявку", "Анна", "Б");
        client.Company = client.Company with { Form = new FormDefinition([A, B with { IsOptional = true }, C]) };

        Assert.Equal(["a", "c"], Sent(client).Given.Select(answer => answer.Id));
    }

    [Fact]
    public void An_optional_question_of_another_kind_is_asked_again_also_of_a_client_who_is_past_it()
    {
        var client = With(A, B with { IsOptional = true }, C).Types("Оставить заявку", "Анна", "Тверь");
        client.Company = client.Company with
        {
            Form = new FormDefinition([A, new Question("b", "Город", "Сколько городов?", QuestionKind.Number) { IsOptional = true }, C]),
        };

        client.Types("А");
        Assert.Contains("Сколько городов?", client.LastSaid, StringComparison.Ordinal);
        client.Types("2");
        var sent = Sent(client);
        Assert.Equal("2", sent["b"]?.Value);
        Assert.Equal("Тверь", Assert.Single(sent.Removed).Value);
    }

    [Fact]
    public void A_question_that_was_skipped_or_never_asked_is_not_asked_again_for_its_new_kind()
    {
        var optional = B with { IsOptional = true };
        var client = With(A, optional, C).Types("Оставить заявку", "Анна", "Пропустить");
        client.Company = client.Company with { Form = new FormDefinition([A, optional with { Kind = QuestionKind.Number }, C]) };

        Assert.IsType<Form.Reviewing>(client.Types("А").Form);
    }

    [Fact]
    public void At_the_review_a_question_whose_kind_changed_is_asked_before_the_form_is_sent()
    {
        var client = With(A, B with { IsOptional = true }, C).Types("Оставить заявку", "Анна", "Тверь", "А");
        client.Company = client.Company with
        {
            Form = new FormDefinition([A, B with { Kind = QuestionKind.Number, IsOptional = true }, C]),
        };

        Assert.Equal("b", Assert.IsType<Form.Asking>(client.Types("Отправить").Form).Question.Id);
        client.Types("Пропустить");
        Assert.Equal("Тверь", Assert.Single(Sent(client).Removed).Value);
    }

    [Fact]
    public void Back_from_a_question_that_the_form_lost_leads_to_the_one_answered_last()
    {
        var d = new Question("d", "Срок", "К какому сроку?", QuestionKind.Text) { IsOptional = true };
        var client = With(A, B, C, d).Types("Оставить заявку", "Анна");
        client.Company = client.Company with { Form = new FormDefinition([A, C, d]) };

        Assert.Equal("a", Assert.IsType<Form.Asking>(client.Types("Назад").Form).Question.Id);
        // None of the following is left out.
        Assert.Equal("c", Assert.IsType<Form.Asking>(client.Types("Анна").Form).Question.Id);
        Assert.Equal("d", Assert.IsType<Form.Asking>(client.Types("А").Form).Question.Id);
    }

    [Fact]
    public void Back_from_a_lost_first_question_is_told_that_it_is_the_first()
    {
        var client = With(A, C).Types("Оставить заявку");
        client.Company = client.Company with { Form = new FormDefinition([B, C]) };

        Assert.Equal("a", Assert.IsType<Form.Asking>(client.Types("Назад").Form).Question.Id);
        Assert.Contains(ShippedForm.Texts[Phrases.FirstQuestion], client.LastSaid, StringComparison.Ordinal);
    }

    [Fact]
    public void The_review_and_the_ticket_name_an_answer_as_its_question_was_called_when_it_was_asked()
    {
        var client = With(A, B, C).Types("Оставить заявку", "Анна", "Тверь", "А");
        client.Company = client.Company with { Form = new FormDefinition([A, B with { Label = "Населённый пункт" }, C]) };

        Assert.Contains("Город: Тверь", Dialogue.Read(client.Types("/start").LastSaid), StringComparison.Ordinal);
        client.Edits("b", "Тула");
        Assert.Contains("Город: Тула", Dialogue.Read(client.LastSaid), StringComparison.Ordinal);
        Assert.Contains("Населённый пункт", client.Types("Изменить").LastButtons.Select(button => button.Label));
        Assert.Equal(new Answer("b", "Город", QuestionKind.Text, "Тула"), Sent(client)["b"]);
    }

    [Fact]
    public void Ticks_that_the_list_lost_are_shown_and_can_be_taken_back()
    {
        var ticks = C with { Kind = QuestionKind.Choices };
        var client = With(A, ticks).Types("Оставить заявку", "Анна").Presses("А").Presses("Б").Presses("Готово");
        client.Company = client.Company with { Form = new FormDefinition([A, ticks with { Choices = ["А", "В"], Max = 1 }]) };

        client.Presses("Изменить").Presses("Цвет");
        Assert.Equal(["✓ А", "В", "✓ Б", "Готово", "Оставить как есть"], client.LastButtons.Select(button => button.Label));
        client.Presses("✓ Б").Presses("Готово");
        Assert.Equal("А", Sent(client)["c"]?.Value);
    }

    [Fact]
    public void A_tick_stays_when_only_the_letter_case_of_its_label_changed()
    {
        var ticks = C with { Kind = QuestionKind.Choices, Choices = ["Чёрный", "Белый"] };
        var client = With(A, ticks).Types("Оставить заявку", "Анна").Presses("Чёрный").Presses("Готово");
        client.Company = client.Company with { Form = new FormDefinition([A, ticks with { Choices = ["ЧЕРНЫЙ", "Белый"] }]) };

        client.Presses("Изменить").Presses("Цвет");
        Assert.Equal("✓ ЧЕРНЫЙ", client.LastButtons.First().Label);
        client.PressesData(client.LastButtons.First().Data).Presses("Белый").Presses("Готово");
        Assert.Equal("Белый", Sent(client)["c"]?.Value);
    }

    [Fact]
    public void A_choice_that_decides_and_left_the_list_is_made_anew_so_that_a_contact_is_always_asked()
    {
        var phone = new Question("tel", "Телефон", "Какой номер?", QuestionKind.Phone) { When = [new("c", ["А"])] };
        var mobile = new Question("mob", "Мобильный", "Какой мобильный?", QuestionKind.Phone) { When = [new("c", ["Б"])] };
        var client = With(A, C).Types("Оставить заявку", "Анна", "В");
        client.Company = client.Company with { Form = new FormDefinition([A, C with { Choices = ["А", "Б"] }, phone, mobile]) };

        Assert.Equal("c", Assert.IsType<Form.Asking>(client.Types("Отправить").Form).Question.Id);
        Assert.Equal(["А", "Б"], client.LastButtons.Select(button => button.Label));
        client.Types("оставить как есть");
        Assert.Contains(ShippedForm.Texts[Phrases.NotAChoice], client.LastSaid, StringComparison.Ordinal);
        Assert.Equal("mob", Assert.IsType<Form.Asking>(client.Types("Б").Form).Question.Id);
        Assert.Equal("+79161234567", Sent(client.Types("89161234567"))["mob"]?.Value);
    }

    [Fact]
    public void A_choice_that_decides_and_is_on_the_screen_is_taken_and_then_made_anew()
    {
        var phone = new Question("tel", "Телефон", "Какой номер?", QuestionKind.Phone) { When = [new("c", ["А", "Б"])] };
        var client = With(A, C).Types("Оставить заявку", "Анна");
        var gone = client.NewestButton("В").Data;
        client.Company = client.Company with { Form = new FormDefinition([A, C with { Choices = ["А", "Б"] }, phone]) };

        client.PressesData(gone);
        Assert.Equal("c", Assert.IsType<Form.Asking>(client.Form).Question.Id);
        Assert.Contains(ShippedForm.Texts[Phrases.NotAChoice], client.LastSaid, StringComparison.Ordinal);
        Assert.Equal("tel", Assert.IsType<Form.Asking>(client.Presses("Б").Form).Question.Id);
    }

    [Fact]
    public void A_condition_holds_whatever_the_letter_case_of_the_choice_became()
    {
        var phone = new Question("tel", "Телефон", "Какой номер?", QuestionKind.Phone) { When = [new("c", ["Черный"])] };
        var client = With(A, C with { Choices = ["Чёрный", "Белый"] }).Types("Оставить заявку", "Анна", "Чёрный");
        client.Company = client.Company with { Form = new FormDefinition([A, C with { Choices = ["Черный", "Белый"] }, phone]) };

        Assert.Equal("tel", Assert.IsType<Form.Asking>(client.Types("Отправить").Form).Question.Id);
    }

    [Fact]
    public void A_hidden_answer_is_not_sent_although_the_form_lost_its_question_or_asks_it_as_another_kind()
    {
        var address = B with { Label = "Адрес", When = [new("c", ["А"])] };
        Question[][] forms = [[A, C], [A, C, address with { Kind = QuestionKind.Number }], [A, C, B with { Kind = QuestionKind.YesNo }]];
        foreach (var after in forms)
        {
            var client = With(A, C, address).Types("Оставить заявку", "Анна", "А", "ул. Мира, 1", "Цвет", "Б");
            client.Company = client.Company with { Form = new FormDefinition(after) };

            Assert.DoesNotContain("Мира", client.Types("/start").LastSaid, StringComparison.Ordinal);
            if (client.Types("Отправить").Form is Form.Asking)
                client.Types("да", "Отправить");
            Assert.Empty(Assert.IsType<Form.Submitting>(client.Form).Answers.Removed);
        }
    }

    [Fact]
    public void An_answer_whose_condition_held_is_sent_although_the_form_lost_both_questions()
    {
        var address = B with { Label = "Адрес", When = [new("c", ["А"])] };
        var client = With(A, C, address).Types("Оставить заявку", "Анна", "А", "ул. Мира, 1");
        client.Company = client.Company with { Form = new FormDefinition([A]) };

        Assert.Equal(["А", "ул. Мира, 1"], Sent(client).Removed.Select(answer => answer.Value));
    }

    private static Dialogue With(params Question[] questions) =>
        new() { Company = Dialogue.Firm with { Form = new FormDefinition(questions) } };

    private static SentAnswers Sent(Dialogue client) => Assert.IsType<Form.Submitting>(client.Types("Отправить").Form).Answers;
}
