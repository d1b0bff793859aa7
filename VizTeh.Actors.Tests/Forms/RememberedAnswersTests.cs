using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tests.Forms;

/// <summary>What a client answered in the form that was sent last is offered by one tap each.</summary>
public sealed class RememberedAnswersTests
{
    private static readonly Question Name = new("name", "Имя", "Как зовут?", QuestionKind.Text) { IsRemembered = true };
    private static readonly Question Size = new("size", "Размер", "Какой?", QuestionKind.Number) { IsRemembered = true };

    private static readonly Question Phone =
        new("phone", "Телефон", "Какой номер?", QuestionKind.Phone) { IsRemembered = true };

    [Fact]
    public void A_second_form_takes_six_taps_and_the_words_about_the_new_task()
    {
        var client = Again(Dialogue.Thanked());
        var first = Assert.IsType<Form.Asking>(client.Form);
        Assert.Equal(["Анна"], client.LastButtons.Select(button => button.Label));

        client.Presses("Анна");
        Assert.Equal(["ООО «Ромашка»", "Частное лицо"], client.LastButtons.Select(button => button.Label));
        client.Presses("ООО «Ромашка»").Presses("Тверь").Presses("Стелы").Types("Ещё одна стела");
        Assert.Equal(["Отправить мой номер", Dialogue.Shown(Ids.Phone), "Назад", "Отменить"], MenuOf(client));
        client.Types(Dialogue.Shown(Ids.Phone)).Presses("Отправить");

        var sent = Assert.IsType<Form.Submitting>(client.Form);
        Assert.NotEqual(Guid.Empty, sent.SubmissionId);
        Assert.Equal(first.FormId, sent.SubmissionId);
        Assert.Equal(
            ["Анна", "ООО «Ромашка»", "Тверь", "Стелы", "Ещё одна стела", "+74953632042"],
            sent.Answers.Given.Select(answer => answer.Value));
    }

    [Fact]
    public void Before_anything_was_sent_nothing_is_offered()
    {
        var client = new Dialogue().Types("Оставить заявку");

        Assert.Empty(client.LastButtons);
        client.Types("Анна", "Отменить", "Оставить заявку");
        Assert.Empty(client.LastButtons);
    }

    [Fact]
    public void A_cancelled_form_changes_nothing_of_what_is_offered()
    {
        var client = Again(Dialogue.Thanked()).Types("Яна", "Отменить", "Оставить заявку");

        Assert.Equal(["Анна"], client.LastButtons.Select(button => button.Label));
    }

    [Fact]
    public void The_newest_form_that_was_sent_counts()
    {
        var client = Again(Dialogue.Thanked()).Types("Яна", "Частное лицо", "Омск", "Знаки", "Вывеска", "8 916 123-45-67", "Отправить");
        Again(client.GetsTicket(16));

        Assert.Equal(["Яна"], client.LastButtons.Select(button => button.Label));
        client.Presses("Яна");
        Assert.Equal(["Частное лицо"], client.LastButtons.Select(button => button.Label));
    }

    [Fact]
    public void A_quick_answer_that_is_the_same_but_for_its_case_is_not_offered_twice()
    {
        var client = Of(Name with { Quick = ["Ёлка", "Дуб"] }, Phone).Types("елка", "8 916 123-45-67", "Отправить");

        Again(client.GetsTicket(1));

        Assert.Equal(["елка", "Дуб"], client.LastButtons.Select(button => button.Label));
    }

    [Fact]
    public void A_long_answer_is_cut_on_its_button_and_taken_whole_by_a_press_or_typed()
    {
        var name = string.Concat(Enumerable.Repeat("Анна-Мария 😀 ", 14)).Trim();
        var client = Again(Of(Name, Phone).Types(name, "8 916 123-45-67", "Отправить").GetsTicket(1));

        var button = Assert.Single(client.LastButtons);
        Assert.InRange(button.Label.Length, 10, 64);
        Assert.EndsWith("…", button.Label, StringComparison.Ordinal);
        Assert.Equal(name, AnswerTo(client.PressesData(button.Data), "name").Value);
        Assert.Equal(name, AnswerTo(client.Types("Назад", name), "name").Value);
    }

    [Fact]
    public void A_second_press_of_its_button_is_answered_as_stale()
    {
        var client = Again(Dialogue.Thanked());
        var data = client.NewestButton("Анна").Data;

        client.PressesData(data).PressesData(data);

        Assert.Null(client.Last.Event);
        Assert.Equal(ShippedForm.Texts[Phrases.ToastStale], client.Last.Toast);
        Assert.Empty(client.Last.Replies);
    }

    [Fact]
    public void While_it_is_the_present_answer_it_is_not_offered_twice()
    {
        var client = Again(Dialogue.Thanked()).Presses("Анна").Types("Назад");
        Assert.Equal(["Оставить как есть"], client.LastButtons.Select(button => button.Label));

        client.Types("Яна").Types("Назад");
        Assert.Equal(["Анна", "Оставить как есть"], client.LastButtons.Select(button => button.Label));

        client.Presses("Анна").Presses("ООО «Ромашка»").Presses("Тверь").Presses("Знаки").Types("Ещё одна", Dialogue.Shown(Ids.Phone));
        client.Presses("Изменить").Presses("Телефон");
        Assert.Equal(["Отправить мой номер", "Оставить как есть", "Назад", "Отменить"], MenuOf(client));

        client.Types("8 916 123-45-67").Presses("Изменить").Presses("Телефон");
        Assert.Equal(["Отправить мой номер", Dialogue.Shown(Ids.Phone), "Оставить как есть", "Назад", "Отменить"], MenuOf(client));
    }

    [Fact]
    public void A_skipped_question_offers_it_still()
    {
        var firm = Name with { Id = "firm", Label = "Фирма", IsOptional = true };
        var client = Again(Of(firm, Phone).Types("ООО", "8 916 123-45-67", "Отправить").GetsTicket(1)).Presses("Пропустить").Types("Назад");

        Assert.Equal(["ООО", "Пропустить"], client.LastButtons.Select(button => button.Label));
        client.Presses("Пропустить").Types("8 916 123-45-67", "Отправить").GetsTicket(2);
        Assert.Equal(["Пропустить"], Again(client).LastButtons.Select(button => button.Label));
    }

    [Fact]
    public void A_number_is_offered_as_people_write_it()
    {
        var client = Again(Of(Size, Phone).Types("12,5 м", "8 916 123-45-67", "Отправить").GetsTicket(1));

        Assert.Equal("12.5", AnswerTo(client.Presses("12,5"), "size").Value);
    }

    [Fact]
    public void What_the_changed_form_would_not_take_is_not_offered()
    {
        var client = Of(Name, Size, Phone).Types("Анна", "5", "8 916 123-45-67", "Отправить").GetsTicket(1);

        foreach (var form in (Question[][])
            [
                [Name with { Kind = QuestionKind.Number }, Phone], [Name with { Max = 3 }, Phone], [Name with { Min = 5 }, Phone],
                [Size with { Kind = QuestionKind.Text }, Phone], [Size with { Min = 6 }, Phone], [Size with { Id = "other" }, Phone],
                [Phone with { Id = "name" }],
            ])
        {
            client.Company = Dialogue.Firm with { Form = new FormDefinition(form) };
            Assert.Empty(Again(client).LastButtons);
            Assert.DoesNotContain(MenuOf(client), label => label.Contains('+', StringComparison.Ordinal));
            client.Types("Отменить");
        }
    }

    [Fact]
    public void Only_a_question_with_the_key_offers_anything()
    {
        var client = Of(Name, Phone).Types("Анна").Shares("79161234567").Types("Отправить").GetsTicket(1);
        client.Company = Dialogue.Firm with { Form = Forgetting(Name, Phone) };

        Assert.Empty(Again(client).LastButtons);
        client.Types("Анна");
        Assert.Equal(["Отправить мой номер", "Назад", "Отменить"], MenuOf(client));
        Assert.False(AnswerTo(client.Types("8 916 123-45-67"), "phone").IsVerified);
    }

    [Fact]
    public void What_is_on_the_screen_is_taken_although_the_key_was_removed_meanwhile()
    {
        var client = Again(Of(Name, Phone).Types("Анна").Shares("79161234567").Types("Отправить").GetsTicket(1));
        client.Company = Dialogue.Firm with { Form = Forgetting(Name, Phone) };
        Assert.Equal("Анна", AnswerTo(client.Presses("Анна"), "name").Value);

        client = Again(Of(Name, Phone).Types("Анна").Shares("79161234567").Types("Отправить").GetsTicket(1)).Presses("Анна");
        client.Company = Dialogue.Firm with { Form = Forgetting(Name, Phone) };
        client.Types(MenuOf(client)[1]);
        Assert.Equal(("+79161234567", true), (AnswerTo(client, "phone").Value, AnswerTo(client, "phone").IsVerified));
    }

    [Theory]
    [InlineData("79161234567", true, "8 916 123-45-67", "+79161234567", true)]
    [InlineData("79161234567", true, null, "+79161234567", true)]
    [InlineData("79161234567", true, "8 916 123-45-68", "+79161234568", false)]
    [InlineData("79161234567", false, null, "+79161234567", false)]
    [InlineData("88801234567", true, null, "+88801234567", true)]
    [InlineData("8888123", true, null, "+8888123", true)]
    [InlineData("2901234", true, null, "+2901234", true)]
    [InlineData("49301", true, null, null, false)]
    [InlineData("7916123456", true, null, "+7916123456", true)]
    public void A_number_that_was_verified_stays_so_when_it_is_taken_by_its_button_or_typed_the_same(
        string shared, bool own, string? typed, string? number, bool isVerified)
    {
        var client = Of(Name, Phone).Types("Анна").Shares(shared, own);
        if (number is null)
        {
            Assert.IsType<Form.Asking>(client.Form);
            return;
        }

        Again(client.Types("Отправить").GetsTicket(1)).Presses("Анна");
        client.Types(typed ?? MenuOf(client)[1]);

        Assert.Equal((number, isVerified), (AnswerTo(client, "phone").Value, AnswerTo(client, "phone").IsVerified));
    }

    [Theory]
    [InlineData("8 495 123-45-67 доб. 12")]
    [InlineData("8 916 123-45-67, +375 29 123-45-67")]
    [InlineData("123 456 789 012")]
    [InlineData("+999123456789")]
    public void Whatever_number_was_taken_is_taken_again_by_its_button(string typed)
    {
        var client = Of(Name, Phone).Types("Анна", typed);
        var number = AnswerTo(client, "phone").Value;

        Again(client.Types("Отправить").GetsTicket(1)).Presses("Анна");

        Assert.Equal(number, AnswerTo(client.Types(MenuOf(client)[1]), "phone").Value);
    }

    [Fact]
    public void An_edit_back_to_the_verified_number_is_verified()
    {
        var client = Again(Of(Name, Phone).Types("Анна").Shares("79161234567").Types("Отправить").GetsTicket(1))
            .Presses("Анна").Types("8 916 123-45-68");
        Assert.False(AnswerTo(client, "phone").IsVerified);

        Assert.True(AnswerTo(client.Edits("phone", "8 916 123-45-67"), "phone").IsVerified);
    }

    [Fact]
    public void Only_short_words_numbers_and_phones_are_kept_and_no_more_than_a_form_has_questions()
    {
        Answer[] kept =
        [
            new("name", "Имя", QuestionKind.Text, new string('я', 200)), new("size", "Размер", QuestionKind.Number, "5"),
            new("phone", "Телефон", QuestionKind.Phone, "+79161234567") { IsVerified = true },
        ];
        Answer[] left =
        [
            new("long", "А", QuestionKind.Text, new string('я', 201)), new("lines", "Б", QuestionKind.Text, "один\nдва"),
            new("choice", "В", QuestionKind.Choice, "Да"), new("choices", "Г", QuestionKind.Choices, "Да\nНет"),
            new("day", "Д", QuestionKind.Date, "2026-12-05"), new("yes", "Е", QuestionKind.YesNo, "да"),
            new("files", "Ж", QuestionKind.Files, "план") { Files = [new Attachment(AttachmentKind.Photo, "id", "unique")] },
            new("photo", "З", QuestionKind.Text, "") { Files = [new Attachment(AttachmentKind.Photo, "id", "unique")] },
        ];
        var caption = new Answer("caption", "И", QuestionKind.Text, "вот так") { Files = [new Attachment(AttachmentKind.Photo, "id")] };

        var remembered = After([.. kept, .. left, caption]);

        Assert.Equal<Answer>([.. kept, caption with { Files = null }], remembered.Current);
        Assert.Empty(remembered.Former);
        Assert.Equal(
            50, After([.. Enumerable.Range(1, 60).Select(place => kept[0] with { Id = $"name{place}" })]).Current.Length);
    }

    private static Answers After(Answer[] given)
    {
        var sent = new ConversationEvent.Submitted(
            1, DateTimeOffset.UnixEpoch, Guid.NewGuid(), new SentAnswers([.. given], [given[0]]), null);
        return RememberedAnswers.After(
            Answers.None, sent, FormEvolution.Evolve(new Form.Reviewing(Guid.NewGuid(), Answers.None, 0), sent));
    }

    private static Dialogue Of(params Question[] questions) =>
        new Dialogue { Company = Dialogue.Firm with { Form = new FormDefinition(questions) } }.Types("Оставить заявку");

    private static FormDefinition Forgetting(params Question[] questions) =>
        new(questions.Select(question => question with { IsRemembered = false }));

    private static Dialogue Again(Dialogue client) => client.Types("Оставить заявку");

    private static Answer AnswerTo(Dialogue client, string id) => Assert.IsType<Form.Draft>(client.Form, exactMatch: false).Answers[id]!;

    private static string[] MenuOf(Dialogue client) =>
        [.. Assert.IsType<Keyboard.Menu>(client.Menu).Rows.SelectMany(row => row).Select(button => button.Label)];
}
