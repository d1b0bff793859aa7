using System.Text;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tests.Forms;

/// <summary>Every kind of question, in a form of three questions of which the second is of that kind.</summary>
public sealed class QuestionKindTests
{
    private static readonly Question First = new("first", "Первый", "Первый вопрос?", QuestionKind.Text);
    private static readonly Question Last = new("last", "Последний", "Последний вопрос?", QuestionKind.Text);

    [Theory]
    [InlineData("Да", "да")]
    [InlineData("ага!", "да")]
    [InlineData("нет", "нет")]
    public void A_yes_no_question_is_answered_by_a_tap_or_a_word(string typed, string stored)
    {
        Assert.Equal(stored, AnswerTo(At(QuestionKind.YesNo).Types(typed)));
        Assert.Equal("нет", AnswerTo(At(QuestionKind.YesNo).Presses("Нет")));
        AssertRefused(At(QuestionKind.YesNo).Types("может быть"), ShippedForm.Texts[Phrases.NotYesOrNo]);
    }

    [Fact]
    public void Choices_are_ticked_in_one_message_and_ended_by_done()
    {
        var client = At(QuestionKind.Choices, choices: ["Красный", "Синий", "Зелёный"], min: 1, max: 2);
        Assert.Equal(["Красный", "Синий", "Зелёный", "Готово"], client.LastButtons.Select(button => button.Label));
        var data = client.LastButtons.ToDictionary(button => button.Label, button => button.Data);

        client.PressesData(data["Зелёный"]).PressesData(data["Красный"]);
        Assert.Empty(client.Last.Replies);
        Assert.Equal(["✓ Красный", "Синий", "✓ Зелёный", "Готово"], LabelsOf(client.Last.Used!));
        client.PressesData(data["Красный"]).PressesData(data["Синий"]);
        Assert.Equal(["Красный", "✓ Синий", "✓ Зелёный", "Готово"], LabelsOf(client.Last.Used!));

        Assert.Equal("Синий\nЗелёный", AnswerTo(client.PressesData(data["Готово"])));
        Assert.EndsWith("✓ Синий, Зелёный", client.Last.Used!.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hundred_choices_are_shown_by_pages_each_a_keyboard_that_telegram_takes()
    {
        string[] choices = [.. Enumerable.Range(1, 100).Select(number => $"Вариант {number} ".PadRight(64, 'ы'))];
        var client = At(QuestionKind.Choices, choices, isOptional: true);
        Keyboard.Inline shown = new([[.. client.LastButtons]]);
        var seen = new List<string>();
        foreach (var page in new[] { "1 из 3", "2 из 3", "3 из 3" })
        {
            Assert.InRange(SizeOf(shown), 1, 10 * 1024);
            Assert.Contains(page, LabelsOf(shown));
            Assert.Contains("Готово", LabelsOf(shown));
            Assert.Contains("Пропустить", LabelsOf(shown));
            seen.AddRange(LabelsOf(shown).Intersect(choices));
            shown = client.PressesData(DataOf(shown, "›")).Last.Used!.Keyboard!;
            Assert.Empty(client.Last.Replies);
        }

        Assert.Equal(choices, seen);
        // From the last page to the first; a tick leaves its own page on the screen.
        Assert.Contains("1 из 3", LabelsOf(shown));
        var ticked = client.PressesData(DataOf(client.PressesData(DataOf(shown, "‹")).Last.Used!.Keyboard!, choices[99])).Last.Used!;
        Assert.Contains($"✓ {choices[99]}", LabelsOf(ticked));
        Assert.Contains("3 из 3", LabelsOf(ticked));
        Assert.Equal(choices[99], AnswerTo(client.PressesData(DataOf(ticked.Keyboard!, "Готово"))));
    }

    [Fact]
    public void Too_few_or_too_many_ticks_are_refused_and_kept()
    {
        var client = At(QuestionKind.Choices, choices: ["А", "Б", "В"], min: 2, max: 2).Presses("А");

        AssertRefused(client.PressesData(Done(client)), "не меньше 2 вариантов");
        Assert.Equal(["✓ А", "Б", "В", "Готово"], client.LastButtons.Select(button => button.Label));
        client.Presses("Б").Presses("В");
        AssertRefused(client.Types("готово"), "не больше 2 вариантов");
    }

    [Fact]
    public void Choices_may_be_typed_with_commas_in_any_order()
    {
        Assert.Equal("А\nВ, Г", AnswerTo(At(QuestionKind.Choices, choices: ["А", "Б", "В, Г"]).Types("а").Types("Назад")
            .Presses("В, Г").Types("готово")));
        Assert.Equal("А\nБ", AnswerTo(At(QuestionKind.Choices, choices: ["А", "Б", "В"]).Types("б, А")));
        AssertRefused(At(QuestionKind.Choices, choices: ["А", "Б"]).Types("А, Ы"), ShippedForm.Texts[Phrases.NotAChoice]);
    }

    [Theory]
    [InlineData("12.03", "1970-03-12")]
    [InlineData("12.03.70", "2070-03-12", 40_000)]
    [InlineData("завтра", "1970-01-02")]
    [InlineData("3 марта", "1970-03-03")]
    public void A_day_is_typed_as_people_write_it(string typed, string stored, int max = 400) =>
        Assert.Equal(stored, AnswerTo(At(QuestionKind.Date, max: max).Types(typed)));

    [Theory]
    [InlineData("12.03.26", "2026-03-12", -365, null)]
    [InlineData("12.03", "2026-03-12", -365, 0)]
    [InlineData("26 ноября", "2026-11-26", -365, 0)]
    [InlineData("27.11", "2025-11-27", -365, 0)]
    [InlineData("12.03", "2027-03-12", null, null)]
    [InlineData("29.02", "2024-02-29", -2000, 0)]
    [InlineData("вчера", "2026-11-25", -365, 0)]
    [InlineData("позавчера", "2026-11-24", null, null)]
    [InlineData("12.03.85", "1985-03-12", null, null)]
    [InlineData("12.03.85", "1985-03-12", null, -6570)]
    [InlineData("12.03.1990", "1990-03-12", null, -6570)]
    [InlineData("01.01.2040", "2040-01-01", 4000, null)]
    public void A_day_is_taken_for_one_that_the_question_can_mean(string typed, string stored, int? min, int? max)
    {
        var client = At(QuestionKind.Date, min: min, max: max);
        client.Now = new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal(stored, AnswerTo(client.Types(typed)));
    }

    [Theory]
    [InlineData(null, -6570)]
    [InlineData(4000, null)]
    [InlineData(-36_525, null)]
    [InlineData(null, 36_525)]
    public void A_single_bound_however_far_leaves_days_to_choose(int? min, int? max)
    {
        var client = At(QuestionKind.Date, min: min, max: max);

        var day = client.LastButtons.First(button => int.TryParse(button.Label, out _));
        Assert.IsType<Form.Asking>(client.PressesData(day.Data).Form);
        Assert.NotNull(AnswerTo(client));
    }

    [Fact]
    public void A_day_out_of_range_is_refused_with_the_first_or_last_that_can_be_chosen()
    {
        AssertRefused(At(QuestionKind.Date, min: 1, max: 30).Types("сегодня"), "не раньше 02.01.1970");
        AssertRefused(At(QuestionKind.Date, min: 1, max: 30).Types("01.03.1970"), "не позже 31.01.1970");
        AssertRefused(At(QuestionKind.Date).Types("скоро"), ShippedForm.Texts[Phrases.NotADate]);
        AssertRefused(At(QuestionKind.Date).Types("31.02"), ShippedForm.Texts[Phrases.NotADate]);
    }

    [Fact]
    public void A_day_is_chosen_from_the_keyboard_of_a_month_that_turns_within_the_bounds()
    {
        var client = At(QuestionKind.Date, min: 1, max: 40);
        Assert.Contains("Январь 1970", client.LastButtons.Select(button => button.Label));
        Assert.Equal(30, client.LastButtons.Count(IsDay));

        client.PressesData(client.LastButtons.Single(button => button.Label == "›").Data);
        Assert.Empty(client.Last.Replies);
        Assert.Null(client.Last.Event);
        var february = client.Last.Used!.Keyboard!.Rows.SelectMany(row => row).ToArray();
        Assert.Contains("Февраль 1970", february.Select(button => button.Label));
        Assert.Equal(10, february.Count(IsDay));
        Assert.DoesNotContain("›", february.Select(button => button.Label));

        client.PressesData(february.Single(button => button.Label == "9").Data);
        Assert.Equal("1970-02-09", AnswerTo(client));
        Assert.EndsWith("✓ 09.02.1970", client.Last.Used!.Html, StringComparison.Ordinal);

        static bool IsDay(InlineButton button) => int.TryParse(button.Label, out _);
    }

    [Theory]
    [InlineData("1 500", "1500")]
    [InlineData("12,5", "12.5")]
    [InlineData("40 шт", "40")]
    public void A_number_is_read_as_people_write_it(string typed, string stored) =>
        Assert.Equal(stored, AnswerTo(At(QuestionKind.Number).Types(typed)));

    [Fact]
    public void A_number_is_shown_as_it_was_typed()
    {
        var client = At(QuestionKind.Number).Types("12,5", "конец");

        Assert.Contains("Средний: 12,5", Dialogue.Read(client.LastSaid), StringComparison.Ordinal);
        Assert.Equal("12,5", Sent(client)["middle"]?.Words);
    }

    [Fact]
    public void A_choice_may_have_the_name_of_a_button()
    {
        Assert.Equal("Всё", AnswerTo(At(QuestionKind.Choices, choices: ["Всё", "Фасад"]).Types("все")));
        Assert.Equal("Пропустить", AnswerTo(At(QuestionKind.Choice, choices: ["Пропустить", "Б"], isOptional: true).Types("пропустить")));
        Assert.Equal("Оставить", AnswerTo(
            At(QuestionKind.Choice, choices: ["Оставить", "Убрать"]).Types("Убрать", "Назад").Types("оставить")));

        var edited = At(QuestionKind.Choices, choices: ["Всё", "Фасад"]).Types("Фасад", "конец").Edits("middle", "все");
        Assert.Equal("Всё", AnswerTo(edited));
    }

    [Fact]
    public void Ticks_stay_on_the_way_back_and_forth()
    {
        var client = At(QuestionKind.Choices, choices: ["А", "Б", "В"]).Presses("Б").Presses("В").Types("Назад");
        Assert.Equal("first", Assert.IsType<Form.Asking>(client.Form).Question.Id);
        Assert.Empty(client.Company.Form.ToSent(((Form.Draft)client.Form).Answers).Removed);

        client.Presses("Оставить как есть");
        Assert.Equal(["А", "✓ Б", "✓ В", "Готово"], client.LastButtons.Select(button => button.Label));
        Assert.Equal("Б\nВ", AnswerTo(client.Presses("Готово")));
        Assert.Empty(((Form.Draft)client.Form).Answers.Ticks);
    }

    [Fact]
    public void Ticks_that_were_not_ended_are_no_answer()
    {
        var client = At(QuestionKind.Choices, choices: ["А", "Б"], min: 2).Presses("Б").Types("Назад");
        client.Company = client.Company with { Form = new FormDefinition([First, Last]) };

        client.Types("Оставить как есть", "конец");
        Assert.DoesNotContain("Ранее указано", client.LastSaid, StringComparison.Ordinal);
        Assert.Empty(Sent(client).Removed);
    }

    [Fact]
    public void A_form_of_many_conditions_upon_each_other_is_answered_at_once()
    {
        Question[] questions =
        [
            .. Enumerable.Range(0, 40).Select(place => new Question($"q{place}", $"Вопрос {place}", $"Вопрос {place}?", QuestionKind.YesNo)
            {
                When = place == 0 ? null : [.. Enumerable.Range(0, place).Select(before => new Condition($"q{before}", [Answer.Yes]))],
            }),
        ];
        var client = new Dialogue { Company = Dialogue.Firm with { Form = new FormDefinition(questions) } }.Types("Оставить заявку");

        foreach (var question in questions)
        {
            Assert.Equal(question.Id, Assert.IsType<Form.Asking>(client.Form).Question.Id);
            client.Types("да");
        }

        Assert.Equal(questions.Length, Sent(client).Given.Length);
    }

    [Fact]
    public void A_number_out_of_range_or_none_at_all_is_refused()
    {
        AssertRefused(At(QuestionKind.Number, min: 2, max: 9).Types("1"), "не меньше 2");
        AssertRefused(At(QuestionKind.Number, min: 2, max: 9).Types("9,5"), "не больше 9");
        AssertRefused(At(QuestionKind.Number).Types("много"), ShippedForm.Texts[Phrases.NotANumber]);
    }

    [Fact]
    public void An_optional_question_is_skipped_by_a_tap_or_a_word_and_not_sent()
    {
        foreach (var kind in Enum.GetValues<QuestionKind>().Except([QuestionKind.Phone]))
        {
            var client = At(kind, choices: ["А", "Б"], isOptional: true).Presses("Пропустить").Types("конец");
            Assert.Contains("Средний: не указано", Dialogue.Read(client.LastSaid), StringComparison.Ordinal);
            Assert.Equal(["first", "last"], Sent(client).Given.Select(answer => answer.Id));
            Assert.Equal("", ((Form.Asking)At(kind, choices: ["А"], isOptional: true).Types("пропустить").Form).Answers["middle"]?.Value);
        }

        var phone = At(QuestionKind.Phone, isOptional: true);
        Assert.Contains("Пропустить", ((Keyboard.Menu)phone.Menu!).Rows.SelectMany(row => row).Select(button => button.Label));
        Assert.Equal("", AnswerTo(phone.Types("Пропустить")));
    }

    [Fact]
    public void A_required_text_may_say_skip_itself() => Assert.Equal("Пропустить", AnswerTo(At(QuestionKind.Text).Types("Пропустить")));

    [Fact]
    public void A_condition_asks_a_question_of_some_and_a_changed_answer_hides_or_asks_it()
    {
        var way = new Question("way", "Способ", "Как?", QuestionKind.Choice) { Choices = ["Доставка", "Сам"] };
        var address = new Question("address", "Адрес", "Куда?", QuestionKind.Text) { When = [new Condition("way", ["Доставка"])] };
        var client = new Dialogue { Company = Dialogue.Firm with { Form = new FormDefinition([First, way, address, Last]) } };

        client.Types("Оставить заявку", "а", "сам", "б");
        Assert.DoesNotContain("Адрес", client.LastSaid, StringComparison.Ordinal);
        client.Types("Способ", "доставка");
        Assert.Equal("address", Assert.IsType<Form.Asking>(client.Form).Question.Id);
        client.Types("ул. Мира, 1");
        Assert.Contains("Мира", client.LastSaid, StringComparison.Ordinal);

        client.Types("Способ", "сам");
        Assert.DoesNotContain("Мира", client.LastSaid, StringComparison.Ordinal);
        Assert.Equal("ул. Мира, 1", ((Form.Draft)client.Form).Answers["address"]?.Value);
        Assert.Equal(["first", "way", "last"], client.Company.Form.ToSent(((Form.Draft)client.Form).Answers).Given.Select(one => one.Id));

        client.Types("Способ", "доставка");
        Assert.Equal(["first", "way", "address", "last"], Sent(client).Given.Select(answer => answer.Id));
    }

    private static Dialogue At(
        QuestionKind kind, string[]? choices = null, int? min = null, int? max = null, bool isOptional = false)
    {
        var middle = new Question("middle", "Средний", "Средний вопрос?", kind)
        {
            Choices = kind is QuestionKind.Choice or QuestionKind.Choices ? choices : null,
            Min = min,
            Max = max,
            IsOptional = isOptional,
        };
        var company = Dialogue.Firm with { Form = new FormDefinition([First, middle, Last]) };
        return new Dialogue { Company = company }.Types("Оставить заявку", "начало");
    }

    private static string? AnswerTo(Dialogue client) => Assert.IsAssignableFrom<Form.Draft>(client.Form).Answers["middle"]?.Value;

    private static SentAnswers Sent(Dialogue client) => Assert.IsType<Form.Submitting>(client.Types("Отправить").Form).Answers;

    private static string Done(Dialogue client) => client.NewestButton("Готово").Data;

    private static IEnumerable<string> LabelsOf(UsedMessage used) => LabelsOf(used.Keyboard!);

    private static IEnumerable<string> LabelsOf(Keyboard.Inline keyboard) =>
        keyboard.Rows.SelectMany(row => row).Select(button => button.Label);

    private static string DataOf(Keyboard.Inline keyboard, string label) =>
        keyboard.Rows.SelectMany(row => row).First(button => button.Label == label).Data;

    // As JSON, with room for the names of the fields.
    private static int SizeOf(Keyboard.Inline keyboard) => keyboard.Rows.SelectMany(row => row).Sum(button =>
        "{\"text\":\"\",\"callback_data\":\"\"},".Length + Encoding.UTF8.GetByteCount(button.Label + button.Data));

    private static void AssertRefused(Dialogue client, string reason)
    {
        Assert.Null(client.Last.Event);
        Assert.Equal("middle", Assert.IsType<Form.Asking>(client.Form).Question.Id);
        Assert.Contains(reason, client.LastSaid, StringComparison.Ordinal);
        Assert.Contains("Средний вопрос?", client.LastSaid, StringComparison.Ordinal);
    }
}
