using VizTeh.Actors.Questions;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>The form in hocon.conf: what it may say, and what is read of it.</summary>
public sealed class FormKeysTests
{
    private static readonly string Real = File.ReadAllText(HoconFile.DefaultPath);

    [Fact]
    public void The_form_that_comes_with_the_program_asks_what_the_program_always_asked()
    {
        var form = HoconFile.Load(HoconFile.DefaultPath).Company.Form;

        Assert.Equal(
            SixQuestions.InOrder.Select(question => (question.Id, question.Label, question.Kind, question.HasLines, question.IsOptional)),
            form.Questions.Select(question => (question.Id, question.Label, question.Kind, question.HasLines, question.IsOptional)));
        Assert.Equal(
            ["Знаки", "Стелы", "Металлоконструкции", "Брендирование", "Услуги", "Производство", "Другое"],
            form.Find("direction")!.Choices!);
        Assert.Equal(["Частное лицо"], form.Find("organization")!.Quick!);
        Assert.Equal(
            ["name", "organization", "city", "phone"],
            form.Questions.Where(question => question.IsRemembered).Select(question => question.Id));
        Assert.Equal(["description"], form.Questions.Where(question => question.AcceptsFiles).Select(question => question.Id));
    }

    [Fact]
    public void A_question_is_remembered_only_if_its_key_says_so()
    {
        var form = QuestionsText.Parse(
            """
            { id = name, kind = text, label = "Имя", ask = "Как зовут?", remember = true }
            { id = size, kind = number, label = "Размер", ask = "Какой?", remember = false }
            { id = phone, kind = phone, label = "Телефон", ask = "Какой?", remember = true }
            { id = city, kind = text, label = "Город", ask = "Где вы?" }
            """);

        Assert.Equal([true, false, true, false], form.Questions.Select(question => question.IsRemembered));
    }

    [Fact]
    public void Every_kind_of_question_is_read_with_all_its_members()
    {
        var form = QuestionsText.Parse(
            """"
            {
              id = kind-of_work, kind = choice, label = Вид работы, ask = "Что нужно?"
              choices = [Ремонт, "Замена, полная", 24]
            }
            { id = urgent, kind = yes-no, label = "Срочно", ask = "Это срочно?" }
            {
              id = places
              kind = choices
              label = "Места"
              ask = "Где?"
              choices = ["Кухня", "Ванная", "Комната"], min = 1, max = 2
              when { kind-of_work = ["Ремонт", "24"], urgent = [да] }
            }
            { id = day, kind = date, label = "День", ask = "Когда?", min = 0, max = 60, required = false }
            { id = size, kind = number, label = "Размер", ask = "Какой размер?", min = -5, max = 100, quick = ["10", "12,5"] },
            {
              # A remark may stand anywhere.
              "id" : story
              "kind" : text
              "label" : "Рассказ"
              ask = """
                Что случилось?

                Например: «не включается», "шумит" # или { другое }
              """
              lines = true
              min = 10
              max = 3000
            }
            { id = photos, kind = files, label = "Фото", ask = "Покажите", min = 2, max = 5 }
            { id = wish, kind = text, label = "Пожелания", ask = "Что ещё?", files = true, required = false }
            { id = tel, kind = phone, label = "Телефон", ask = "Позвоните: "${vizteh.company.phone}" — или напишите номер." }
            """");

        Question[] expected =
            [
                new("kind-of_work", "Вид работы", "Что нужно?", QuestionKind.Choice) { Choices = ["Ремонт", "Замена, полная", "24"] },
                new("urgent", "Срочно", "Это срочно?", QuestionKind.YesNo),
                new("places", "Места", "Где?", QuestionKind.Choices)
                {
                    Choices = ["Кухня", "Ванная", "Комната"],
                    Min = 1,
                    Max = 2,
                    When = [new("kind-of_work", ["Ремонт", "24"]), new("urgent", ["да"])],
                },
                new("day", "День", "Когда?", QuestionKind.Date) { Min = 0, Max = 60, IsOptional = true },
                new("size", "Размер", "Какой размер?", QuestionKind.Number) { Min = -5, Max = 100, Quick = ["10", "12,5"] },
                new(
                    "story", "Рассказ", "Что случилось?\n\nНапример: «не включается», \"шумит\" # или { другое }", QuestionKind.Text)
                {
                    HasLines = true,
                    Min = 10,
                    Max = 3000,
                },
                new("photos", "Фото", "Покажите", QuestionKind.Files) { Min = 2, Max = 5 },
                new("wish", "Пожелания", "Что ещё?", QuestionKind.Text) { TakesFiles = true, IsOptional = true },
                new("tel", "Телефон", "Позвоните: +7 495 363-20-42 — или напишите номер.", QuestionKind.Phone),
            ];

        Assert.Equal(expected.Length, form.Questions.Length);
        Assert.All(expected.Index(), question => Assert.Equal(question.Item, form.Questions[question.Index]));
    }

    [Fact]
    public void A_form_may_be_as_large_as_it_is_said_to_be()
    {
        var labels = Enumerable.Range(0, 100).Select(number => $"{number:D3}".PadRight(64, 'я')).ToList();
        var questions = Enumerable.Range(0, 50).Select(number =>
            $"{{ id = {$"{number}".PadRight(24, 'x')}, kind = choices, label = \"{number:D3}{new string('я', 61)}\", "
            + $"ask = \"{new string('я', 3500)}\", choices = [{string.Join(", ", labels.Select(label => $"\"{label}\""))}] }}");

        var form = QuestionsText.Parse(string.Join('\n', questions));

        Assert.Equal(50, form.Questions.Length);
        Assert.All(form.Questions, question => Assert.Equal(labels, question.Choices!));
    }

    [Fact]
    public void The_last_list_of_questions_is_the_one_that_counts()
    {
        var text = Real + "\nvizteh { company.name = \"Ремонт\", form.questions = [ " + QuestionsText.Phone + " ] }\n";

        var company = HoconFile.Parse(text, "hocon.conf").Company;

        Assert.Equal("Ремонт", company.Name);
        Assert.Equal("phone", Assert.Single(company.Form.Questions).Id);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("README.ru.md")]
    public void The_form_of_the_readme_can_be_copied(string file)
    {
        const string Begin = "```hocon\nform.questions = [\n";
        var text = File.ReadAllText(Path.Combine(Repository.Root, file));
        var from = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;

        var form = QuestionsText.Parse(text[from..text.IndexOf("\n]\n```", from, StringComparison.Ordinal)]);

        Assert.Equal(["device", "other", "day", "phone"], form.Questions.Select(question => question.Id));
    }

    [Fact]
    public void The_directions_of_an_earlier_file_are_refused_with_their_new_place()
    {
        var old = Real.Replace("  company {", "  company {\n    directions = [\"Знаки\", \"Стелы\"]", StringComparison.Ordinal);

        Assert.Equal(
            "hocon.conf: vizteh.company.directions is not read any more: its texts are now the choices of a question in "
            + "vizteh.form.questions, which in the hocon.conf that came with the program is the one with the id \"direction\". "
            + "Move them there.",
            Assert.Throws<SettingsException>(() => HoconFile.Parse(old, "hocon.conf")).Message);
    }

    [Theory]
    // One entry of two, without an error of the parser.
    [InlineData("{ id = a, kind = text, label = A, ask = A } { id = b, kind = text, label = B, ask = B }", "two entries of")]
    [InlineData("{ id = a, kind = text, label = A, ask = A\n}{\nid = b, kind = text, label = B, ask = B }", "two entries of")]
    [InlineData("{ id = a, kind = text, label = A, ask = A\nid = b, kind = text, label = B, ask = B }", "questions.id is given twice")]
    [InlineData("{ id = a, kind = text, label = A, ask = A, when { b = [x], b = [y] } }", "when.b is given twice")]
    [InlineData("{ id = a, kind = text, label = A, ask = Сколько? }", "questions.ask has a ?")]
    [InlineData("{ id = a, kind = text, label = A, ask = \"A\" или \"B\" }", "questions.ask is partly in quotes")]
    public void What_the_parser_would_make_one_of_is_refused_by_its_line(string questions, string what)
    {
        var refusal = QuestionsText.Refusal(questions);

        Assert.Matches("^hocon.conf: line [0-9]+", refusal);
        Assert.Contains(what, refusal, StringComparison.Ordinal);
    }
}
