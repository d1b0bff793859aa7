namespace VizTeh.Actors.Tests.Settings;

/// <summary>The line by which each mistake in the form is refused at start.</summary>
public sealed class FormMistakesTests
{
    private const string Where = "hocon.conf: vizteh.form.questions";
    private const string Colour = "{ id = colour, kind = choice, label = Цвет, ask = \"Цвет?\", choices = [Белый, Чёрный] }\n";
    private const string Urgent = "{ id = urgent, kind = yes-no, label = Срочно, ask = \"Срочно?\" }\n";
    private const string Known = "known are id, ask, label, kind, lines, files, required, remember, quick, choices, min, max, when";

    [Theory]
    [InlineData("", "id is missing")]
    [InlineData("id = \"\"", "id is blank")]
    [InlineData("id = [a]", "id must be a text in quotes")]
    [InlineData("id = имя", "id is \"имя\": write 1 to 24 of a-z, A-Z, 0-9, - and _")]
    [InlineData("id = \"a b\"", "id is \"a b\": write 1 to 24 of a-z, A-Z, 0-9, - and _")]
    [InlineData("id = \"a:b\"", "id is \"a:b\": write 1 to 24 of a-z, A-Z, 0-9, - and _")]
    [InlineData("id = a234567890123456789012345", "id is \"a234567890123456789012345\": write 1 to 24 of a-z, A-Z, 0-9, - and _")]
    public void An_id_that_could_not_be_a_buttons_is_named_by_its_question(string id, string line) => Refused(
        QuestionsText.Phone + $"\n{{ {id}\n kind = text, label = A, ask = A }}", $", question 2: {line}.");

    [Theory]
    [InlineData("label = [A]", "label must be a text in quotes")]
    [InlineData("label { a = A }", "label must be a text in quotes")]
    [InlineData("label = \"  \"", "label is blank")]
    [InlineData("label = \"A\\nB\"", "label is \"A B\", which is not on one line")]
    [InlineData("ask = [A]", "ask must be a text in quotes")]
    [InlineData("ask = \"\"", "ask is blank")]
    [InlineData("ask = \"A\\tB\"", "ask has a character that is not shown, such as a tab")]
    [InlineData("kind = \"\"", "kind is blank")]
    [InlineData("kind = chioce", "kind is \"chioce\", which is not known: did you mean choice")]
    [InlineData(
        "kind = folder",
        "kind is \"folder\", which is not known: there are text, choice, choices, date, number, phone, yes-no, files")]
    [InlineData("required = maybe", "required must be true or false")]
    [InlineData("required = [false]", "required must be true or false")]
    [InlineData("lines = 2", "lines must be true or false")]
    [InlineData("remember = always", "remember must be true or false")]
    [InlineData("remembr = true", "remembr is not known: did you mean remember")]
    [InlineData("quick = A", "quick must be a list: [\"...\", \"...\"]")]
    [InlineData("quick = []", "quick has 0 entries; 1 to 100 are possible")]
    [InlineData("choices = A", "choices must be a list: [\"...\", \"...\"]")]
    [InlineData("choices { a = A }", "choices must be a list: [\"...\", \"...\"]")]
    [InlineData("choices = [A, { label = B }]", "choices has an entry that is no text")]
    [InlineData("choices = [A, [B]]", "choices has an entry that is no text")]
    [InlineData("min = one", "min must be a whole number from -2147483648 to 2147483647")]
    [InlineData("max = 1.5", "max must be a whole number from -2147483648 to 2147483647")]
    [InlineData("max = 3000000000", "max must be a whole number from -2147483648 to 2147483647")]
    [InlineData("when = colour", "when must be like { question = [\"answer\"] }")]
    [InlineData("when = [colour]", "when must be like { question = [\"answer\"] }")]
    [InlineData("when { }", "when must be like { question = [\"answer\"] }")]
    [InlineData("when { colour = Белый }", "when.colour must be a list: [\"...\", \"...\"]")]
    [InlineData("when.colour.is = [Белый]", "when.colour must be a list: [\"...\", \"...\"]")]
    [InlineData("when { colour = [] }", "when.colour lists no answer, so this question would never be asked")]
    [InlineData("requierd = false", "requierd is not known: did you mean required")]
    [InlineData("lable = A", "lable is not known: did you mean label")]
    [InlineData("example = A", "example is not known: " + Known)]
    public void A_member_that_is_no_such_thing_is_named(string member, string line)
    {
        var name = member.Split('.', ' ')[0];
        var others = ((string[])["kind = text", "label = A", "ask = A"]).Where(other => !other.StartsWith(name, StringComparison.Ordinal));

        Refused($"{Colour} {QuestionsText.Phone}\n{{ id = a, {string.Join(", ", others)}\n {member} }}", $", question 3 (a): {line}.");
    }

    [Theory]
    [InlineData("kind")]
    [InlineData("label")]
    [InlineData("ask")]
    public void A_member_that_is_missing_is_named(string name)
    {
        var others = ((string[])["kind = text", "label = A", "ask = A"]).Where(other => !other.StartsWith(name, StringComparison.Ordinal));

        Refused($"{QuestionsText.Phone}\n{{ id = a, {string.Join(", ", others)} }}", $", question 2 (a): {name} is missing.");
    }

    [Theory]
    [InlineData("kind = choice", "choices is missing: list what can be chosen, [\"...\", \"...\"]")]
    [InlineData("kind = choices", "choices is missing: list what can be chosen, [\"...\", \"...\"]")]
    [InlineData("kind = choice, choices = []", "choices has 0 entries; 1 to 100 are possible")]
    [InlineData(
        "kind = choice, choices = [Ёлка, ЕЛКА, Дуб]", "choices has \"Ёлка\" 2 times; letter case, white space, ё and е make no difference")]
    [InlineData("kind = choice, choices = [\"\"]", "choices has an entry that is blank")]
    [InlineData("kind = choice, choices = [\"A\\nB\"]", "choices has an entry that is \"A B\", which is not on one line")]
    [InlineData("kind = text, choices = [A]", "choices is for the kinds choice and choices, and this one is text: remove it")]
    [InlineData("kind = yes-no, choices = [A]", "choices is for the kinds choice and choices, and this one is yes-no: remove it")]
    [InlineData("kind = number, lines = true", "lines is for the kind text, and this one is number: remove it")]
    [InlineData("kind = choice, choices = [A], remember = true",
        "remember is for the kinds text, number and phone, and this one is choice: remove it")]
    [InlineData("kind = choices, choices = [A], remember = true",
        "remember is for the kinds text, number and phone, and this one is choices: remove it")]
    [InlineData("kind = date, remember = true", "remember is for the kinds text, number and phone, and this one is date: remove it")]
    [InlineData("kind = yes-no, remember = true", "remember is for the kinds text, number and phone, and this one is yes-no: remove it")]
    [InlineData(
        "kind = text, lines = true, remember = true",
        "remember is for a text on one line, and this one has lines = true: remove one of them")]
    [InlineData("kind = phone, quick = [A]", "quick is for the kinds text and number, and this one is phone: remove it")]
    [InlineData("kind = date, quick = [Завтра]", "quick is for the kinds text and number, and this one is date: remove it")]
    [InlineData("kind = yes-no, quick = [A]", "quick is for the kinds text and number, and this one is yes-no: remove it")]
    [InlineData("kind = text, max = 5, quick = [Шестеро]", "quick has \"Шестеро\", whose length min or max does not allow")]
    [InlineData("kind = number, max = 5, quick = [\"6\"]", "quick has \"6\", which is no number that min and max allow")]
    [InlineData("kind = number, quick = [Шесть]", "quick has \"Шесть\", which is no number that min and max allow")]
    [InlineData("kind = number, min = 5, max = 3", "min is 5, above max, which is 3")]
    [InlineData("kind = text, max = 0", "max is 0; 1 to 200 characters are possible")]
    [InlineData("kind = text, max = 201", "max is 201; 1 to 200 characters are possible")]
    [InlineData("kind = text, lines = true, max = 3001", "max is 3001; 1 to 3000 characters are possible")]
    [InlineData("kind = choices, choices = [A, B], min = 0", "min is 0; 1 to 2 choices are possible")]
    [InlineData("kind = choices, choices = [A, B], max = 3", "max is 3; 1 to 2 choices are possible")]
    [InlineData("kind = date, min = -40000", "min is -40000; -36525 to 36525 days from today are possible")]
    [InlineData("kind = phone, min = 1", "min is for the kinds text, choices, date, number and files, and this one is phone: remove it")]
    [InlineData("kind = number, files = true", "files is for the kind text, and this one is number: remove it")]
    [InlineData("kind = files, files = true", "files is for the kind text, and this one is files: remove it")]
    [InlineData("kind = files, max = 11", "max is 11; 1 to 10 files are possible")]
    [InlineData("kind = files, min = 0", "min is 0; 1 to 10 files are possible")]
    [InlineData("kind = yes-no, max = 1", "max is for the kinds text, choices, date, number and files, and this one is yes-no: remove it")]
    public void What_does_not_fit_the_kind_is_named(string members, string line) => Refused(
        $"{QuestionsText.Phone}\n{{ id = a, label = A, ask = A, {members} }}", $", question 2 (a): {line}.");

    [Fact]
    public void What_is_too_long_is_named_with_its_length()
    {
        var (label, ask) = (new string('я', 65), new string('я', 3501));
        var many = string.Join(", ", Enumerable.Range(1, 101));

        Refused($"{{ id = phone, kind = phone, label = {label}, ask = A }}",
            $", question 1 (phone): label is \"{label}\", which has 65 characters; 64 are possible.");
        Refused($"{{ id = phone, kind = phone, label = A, ask = {ask} }}",
            ", question 1 (phone): ask has 3501 characters; 3500 are possible.");
        Refused($"{{ id = a, kind = choice, label = A, ask = A, choices = [{many}] }}",
            ", question 1 (a): choices has 101 entries; 1 to 100 are possible.");
        Refused($"{{ id = a, kind = choice, label = A, ask = A, choices = [{label}] }}",
            $", question 1 (a): choices has an entry that is \"{label}\", which has 65 characters; 64 are possible.");
        Refused($"{{ id = a, kind = text, label = A, ask = A, quick = [{label}] }}",
            $", question 1 (a): quick has an entry that is \"{label}\", which has 65 characters; 64 are possible.");
    }

    [Fact]
    public void The_same_id_or_label_twice_is_named()
    {
        Refused($"{Colour} {Urgent} {{ id = colour, kind = text, label = Оттенок, ask = A }}",
            ", question 3 (colour): question 1 has this id too; an id belongs to one question for ever.");
        Refused($"{Colour} {Urgent} {{ id = shade, kind = text, label = цвет, ask = A }}",
            ", question 3 (shade): label is \"цвет\", as in question 1; the review could not tell them apart.");
    }

    [Theory]
    [InlineData("later = [да]", "when.later is not asked before this question; a condition looks back")]
    [InlineData("asked = [да]", "when.asked is not asked before this question; a condition looks back")]
    [InlineData("colours = [Белый]", "when.colours is no question: did you mean \"colour\"")]
    [InlineData("nobody = [Белый]", "when.nobody is no question")]
    [InlineData("phone = [\"1\"]", "when.phone is of the kind phone; a condition needs a choice or a yes-no")]
    [InlineData("colour = [Белая]", "when.colour has \"Белая\", which is no answer to that question: did you mean \"Белый\"")]
    [InlineData("colour = [Белый, Красный]", "when.colour has \"Красный\", which is no answer to that question; there are Белый, Чёрный")]
    [InlineData("urgent = [yes]", "when.urgent has \"yes\", which is no answer to that question; there are да, нет")]
    public void A_condition_that_could_never_be_met_is_named(string condition, string line) => Refused(
        $"{Colour} {Urgent} {QuestionsText.Phone}\n"
        + $"{{ id = asked, kind = yes-no, label = A, ask = A, when {{ {condition} }} }}\n"
        + "{ id = later, kind = yes-no, label = B, ask = B }",
        $", question 4 (asked): {line}.");

    [Theory]
    [InlineData(Colour + "{ id = tel, kind = phone, label = A, ask = A, when { colour = [Белый] } }")]
    [InlineData(
        Colour + Urgent + "{ id = tel, kind = phone, label = A, ask = A, when { colour = [Белый] } }\n"
        + "{ id = mob, kind = phone, label = B, ask = B, when { colour = [Чёрный], urgent = [да] } }")]
    [InlineData(
        Colour + "{ id = ready, kind = yes-no, label = C, ask = C, when { colour = [Белый] } }\n"
        + "{ id = tel, kind = phone, label = A, ask = A, when { ready = [да, нет] } }")]
    public void Conditions_that_can_hide_every_phone_are_named(string questions) => Refused(
        questions, ": the conditions (when) can hide every question of the kind phone, so nobody could call back; ask one always.");

    [Theory]
    [InlineData(
        Colour + "{ id = tel, kind = phone, label = A, ask = A, when { colour = [Белый] } }\n"
        + "{ id = mob, kind = phone, label = B, ask = B, when { colour = [Чёрный] } }")]
    [InlineData(
        Colour + Urgent + "{ id = tel, kind = phone, label = A, ask = A, when { colour = [Белый] } }\n"
        + "{ id = mob, kind = phone, label = B, ask = B, when { colour = [Чёрный], urgent = [да] } }\n"
        + "{ id = work, kind = phone, label = C, ask = C, when { urgent = [нет] } }")]
    [InlineData(Colour)]
    public void Conditions_that_leave_a_phone_whatever_is_answered_are_accepted(string questions) =>
        Assert.NotEmpty(QuestionsText.Parse(questions).Questions);

    [Fact]
    public void A_form_that_could_be_sent_empty_is_named()
    {
        Refused("{ id = a, kind = text, label = A, ask = A, required = false }",
            ": all questions are optional (required = false), so an empty form could be sent; require one.");
        Refused(
            "{ id = a, kind = yes-no, label = A, ask = A, required = false }\n"
            + "{ id = b, kind = text, label = B, ask = B, when { a = [да] } }",
            ": the conditions (when) can hide every required question, so an empty form could be sent; ask one always.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[ ]")]
    [InlineData("A, B")]
    public void An_entry_that_is_no_question_is_named(string entries) => Assert.StartsWith(
        Where, QuestionsText.Refusal(entries), StringComparison.Ordinal);

    [Theory]
    [InlineData("[]")]
    [InlineData("{ id = a }")]
    [InlineData("\"name, phone\"")]
    public void A_form_that_is_no_list_is_named(string value)
    {
        var refusal = QuestionsText.RefusalOf($"form.questions = {value}");

        Assert.StartsWith($"{Where} must be a list of 1 to 50 questions: [ {{ id = \"name\"", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_a_form_is_told_what_it_lacks() => Assert.StartsWith(
        $"{Where} is missing: list the questions, ", QuestionsText.RefusalOf(""), StringComparison.Ordinal);

    [Fact]
    public void All_mistakes_are_named_at_once_each_on_a_line_of_its_own() => Assert.Equal(
        [
            $"{Where}, question 1: id is \"имя\": write 1 to 24 of a-z, A-Z, 0-9, - and _.",
            $"{Where}, question 1: label is missing.",
            $"{Where}, question 2 (size): kind is \"nubmer\", which is not known: did you mean number.",
            $"{Where}, question 2 (size): max must be a whole number from -2147483648 to 2147483647.",
            $"{Where}, question 4 (when): min is for the kinds text, choices, date, number and files, and this one is yes-no: remove it.",
            $"{Where}, question 5 (size): question 2 has this id too; an id belongs to one question for ever.",
            $"{Where}, question 5 (size): label is \"Размер\", as in question 2; the review could not tell them apart.",
            $"{Where}, question 5 (size): when.colour has \"Жёлтый\", which is no answer to that question; there are Белый, Чёрный.",
        ],
        QuestionsText.Refusal(
            "{ id = имя, kind = text, ask = A }\n"
            + "{ id = size, kind = nubmer, label = Размер, ask = A, max = большой }\n"
            + Colour
            + "{ id = when, kind = yes-no, label = Когда, ask = A, min = 1 }\n"
            // A condition on a question that is faulty itself is no second mistake.
            + "{ id = size, kind = text, label = Размер, ask = A, when { when = [да], colour = [Жёлтый] } }").Split('\n'));

    [Fact]
    public void Each_mistake_within_one_question_is_named_at_once()
    {
        var label = new string('я', 65);

        Assert.Equal(
            [
                $"{Where}, question 2 (size): label is \"{label}\", which has 65 characters; 64 are possible.",
                $"{Where}, question 2 (size): min is 9, above max, which is 3.",
                $"{Where}, question 2 (size): when.colour has \"Жёлтый\", which is no answer to that question; there are Белый, Чёрный.",
            ],
            QuestionsText.Refusal(
                $"{Colour} {{ id = size, kind = number, label = {label}, ask = A, min = 9, max = 3, when {{ colour = [Жёлтый] }} }}")
                .Split('\n'));
    }

    [Fact]
    public void A_mistake_in_the_form_hides_none_in_the_rest_of_the_file()
    {
        var refusal = QuestionsText.RefusalOf(
            "form.questions = [{ id = a, kind = text, ask = A }]\n"
            + "company.name = \"\"\ncompany.about = \"{phone}\"\ncompany.short-description = \""
            + $"{new string('я', 121)}\"");

        Assert.Collection(
            refusal.Split('\n'),
            line => Assert.Equal("hocon.conf: vizteh.company.name is blank.", line),
            line => Assert.Equal($"{Where}, question 1 (a): label is missing.", line),
            line => Assert.StartsWith("hocon.conf: vizteh.company.about does not show the site", line, StringComparison.Ordinal),
            line => Assert.StartsWith("hocon.conf: vizteh.company.short-description has 121", line, StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_question_is_faulty_in_is_not_measured_by()
    {
        Refused($"{QuestionsText.Phone}\n{{ id = a, kind = choice, label = A, ask = A, choices = Б }}",
            ", question 2 (a): choices must be a list: [\"...\", \"...\"].");
        Refused($"{QuestionsText.Phone}\n{{ id = a, kind = number, label = A, ask = A, quick = [\"5\"], min = 9, max = 3 }}",
            ", question 2 (a): min is 9, above max, which is 3.");
    }

    [Theory]
    [InlineData("До  5 м", "До 5 м")]
    [InlineData("До 5 м", "До\u00A05 м")]
    [InlineData("Белый", "Бе\u200Bлый")]
    public void Entries_whose_buttons_could_not_be_told_apart_are_named(string one, string other) => Refused(
        $"{QuestionsText.Phone}\n{{ id = a, kind = choice, label = A, ask = A, choices = [\"{one}\", \"{other}\"] }}",
        $", question 2 (a): choices has \"{string.Join(' ', one.Split(' ', StringSplitOptions.RemoveEmptyEntries))}\" 2 times; "
        + "letter case, white space, ё and е make no difference.");

    [Theory]
    [InlineData("\u200B")]
    [InlineData("\u3164")]
    public void A_label_of_which_nothing_is_seen_is_named(string label)
    {
        Refused($"{QuestionsText.Phone}\n{{ id = a, kind = text, label = \"{label}\", ask = A }}", ", question 2 (a): label is blank.");
        Refused($"{QuestionsText.Phone}\n{{ id = a, kind = choice, label = A, ask = A, choices = [Б, \"{label}\"] }}",
            ", question 2 (a): choices has an entry that is blank.");
    }

    [Theory]
    [InlineData("+5")]
    [InlineData("1.")]
    [InlineData("1234567890123456789")]
    public void A_quick_number_that_a_press_could_not_answer_is_named(string quick) => Refused(
        $"{QuestionsText.Phone}\n{{ id = a, kind = number, label = A, ask = A, quick = [\"{quick}\"] }}",
        $", question 2 (a): quick has \"{quick}\", which is no number that min and max allow.");

    [Fact]
    public void A_quick_number_may_be_written_as_a_client_may_write_it() => Assert.Equal(
        ["1 500", "2,5", "12 шт"],
        QuestionsText.Parse(
            $"{QuestionsText.Phone}\n{{ id = a, kind = number, label = A, ask = A, quick = [\"1 500\", \"2,5\", \"12 шт\"] }}")
            .Questions[1].Quick!);

    [Fact]
    public void Many_questions_that_decide_are_no_mistake_by_themselves()
    {
        var deciding = Enumerable.Range(0, 24).Select(place => $"{{ id = q{place}, kind = yes-no, label = Q{place}, ask = A }}");
        var phones = Enumerable.Range(0, 24).Select(
            place => $"{{ id = p{place}, kind = phone, label = P{place}, ask = A, when {{ q{place} = [да] }} }}");
        var allNo = string.Join(", ", Enumerable.Range(0, 24).Select(place => $"q{place} = [нет]"));
        var last = $"{{ id = last, kind = phone, label = L, ask = A, when {{ {allNo} }} }}";

        Assert.Equal(49, QuestionsText.Parse(string.Join('\n', [.. deciding, .. phones, last])).Questions.Length);
    }

    private static void Refused(string questions, string line) => Assert.Equal(Where + line, QuestionsText.Refusal(questions));
}
