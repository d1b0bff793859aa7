using VizTeh.Actors.Forms;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Forms;

public sealed class FormTextTests
{
    private static readonly Dictionary<string, string> KeyWords = ShippedForm.Ids.ToDictionary(id => id, ShippedForm.KeyWordOf);

    public static TheoryData<string> Situations { get; } = [.. Situation.Names];

    [Theory]
    [MemberData(nameof(Situations))]
    public void A_key_word_is_found_in_its_own_question_and_nowhere_else(string situation)
    {
        // A note on a correction names the question whose answer it was.
        foreach (var input in Situation.InputsAt(situation).Where(input => input is not ClientInput.Edited))
        {
            var client = Situation.Named(situation).Sends(input);
            AssertKeyWords(
                client.Form, client.Last,
                offersFields: client.LastButtons.Any(button => button.Label == ShippedForm.Texts[Labels.KeepAll]));
        }

        var form = Situation.Named(situation).Form;
        AssertKeyWords(form, new Decision(null, FormPrompt.Of(form, Dialogue.Firm, Dialogue.FirstDay)), offersFields: false);
    }

    [Fact]
    public void The_sizes_hold_when_every_answer_is_at_its_limit_and_all_of_it_must_be_escaped()
    {
        foreach (var character in new[] { "&", "😀", "<" })
        {
            string Full(int length) => string.Concat(Enumerable.Repeat(character, length));
            var direction = Full(64);
            var client = new Dialogue { Company = Dialogue.Firm.WithChoices(Ids.Direction, direction) };
            client.Types("Оставить заявку", Full(200), Full(200), Full(200), direction, Full(3000));
            // A number of no known country is stored as typed.
            client.Types($"123{new string('-', PhoneNumber.MaxLength - 15)}456789012345");

            var review = Assert.IsType<Form.Reviewing>(client.Form);
            Assert.Equal(PhoneNumber.MaxLength, review.Answers[Ids.Phone]!.Value.Length);
            Dialogue.AssertSendable(client.Last);
            foreach (var typed in new[] { "/help", "/start", "О компании", "ой", "/oh", "Изменить", "Описание", "/help", "Назад" })
            {
                Dialogue.AssertSendable(client.Types(typed).Last);
                Assert.Equal(review.Answers, ((Form.Draft)client.Form).Answers);
            }
        }
    }

    [Fact]
    public void A_long_review_comes_whole_after_its_note()
    {
        var client = Dialogue.At(Ids.Description).Types(new string('ы', 3000), "89161234567").Types("Изменить", "Имя");
        client.Types(new string('ы', 200), "Изменить", "Город", new string('ы', 200), "Изменить", "Организация", new string('ы', 200));

        client.Company = Dialogue.Firm.Saying(("help.text", new string('о', 500)));
        client.Types("/help");
        Assert.Equal(new string('о', 500), client.LastMessages.First().Html);
        Assert.Contains(Dialogue.ButtonsOf(client.LastMessages.Last()), button => button.Label == "Отправить");
        Dialogue.AssertSendable(client.Last);
    }

    [Fact]
    public void A_form_of_many_long_answers_is_reviewed_in_a_message_that_telegram_takes_and_its_ticket_gets_all_of_them()
    {
        Question[] questions =
        [
            .. Enumerable.Range(1, 49).Select(number =>
                new Question($"long{number}", $"{number} {new string('я', 60)}", new string('ж', 3500), QuestionKind.Text)
                {
                    HasLines = true,
                }),
            new Question("phone", "Телефон", "Телефон?", QuestionKind.Phone),
        ];
        var client = new Dialogue { Company = Dialogue.Firm with { Form = new FormDefinition(questions) } }.Types("Оставить заявку");
        foreach (var _ in questions.SkipLast(1))
            Dialogue.AssertSendable(client.Types(new string('ы', 3000)).Last);
        Dialogue.AssertSendable(client.Types("+7 495 363-20-42").Last);
        Assert.EndsWith("Всё верно?", client.LastSaid, StringComparison.Ordinal);
        Assert.Contains("Показаны не все ответы, но сохранены все.", client.LastSaid, StringComparison.Ordinal);

        Dialogue.AssertSendable(client.Types("Изменить").Last);
        Dialogue.AssertSendable(client.Types(questions[3].Label).Last);
        Assert.Contains("ы…", client.LastSaid, StringComparison.Ordinal);
        Dialogue.AssertSendable(client.Presses("Оставить как есть").Last);
        Dialogue.AssertSendable(client.Presses("Отправить").Last);
        Assert.Equal(50, Assert.IsType<Form.Submitting>(client.Form).Answers.Given.Length);
    }

    [Theory]
    [InlineData("Визуальные технологии", "«Визуальные технологии»")]
    [InlineData("ООО «Ромашка»", "компании ООО «Ромашка»")]
    [InlineData("A&B", "«A&amp;B»")]
    public void The_firms_name_stands_in_one_pair_of_quotation_marks(string name, string written)
    {
        var company = Dialogue.Firm.Named(name);

        Assert.Contains(written, company.Texts[Phrases.Greeting], StringComparison.Ordinal);
        Assert.Contains(written, company.Texts.Accepted(1, additions: true), StringComparison.Ordinal);
    }

    // The question stays as it is on the screen.
    private static bool IsOnFiles(Form form, string text) => form is Form.Asking { Question: { AcceptsFiles: true } question }
        && ((string[])["Добавлено.", Dialogue.Read(ShippedForm.Texts.TooManyFiles(question))])
            .Any(first => text.StartsWith(first, StringComparison.Ordinal));

    private static void AssertKeyWords(Form form, Decision decision, bool offersFields)
    {
        var said = decision.Replies.OfType<Reply.Say>().Select(reply => reply.Message).ToList();
        foreach (var message in said)
        {
            var text = Dialogue.Read(message.Html);
            var isPrompt = message == said[^1] && form is Form.Draft && !offersFields && !IsOnFiles(form, text);
            foreach (var (field, word) in KeyWords)
            {
                if (isPrompt && form is Form.Asking asking && asking.Question.Id == field)
                    Assert.Contains(word, text, StringComparison.Ordinal);
                else if (isPrompt && form is Form.Reviewing && field is not (Ids.Name or Ids.Description))
                    Assert.DoesNotContain(word, text, StringComparison.Ordinal);
                else
                    Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase);
            }

            Assert.All(Dialogue.ButtonsOf(message), button => AssertNoKeyWord(button.Label, StringComparison.Ordinal));
        }

        AssertNoKeyWord(decision.Toast ?? "", StringComparison.OrdinalIgnoreCase);
    }

    private static void AssertNoKeyWord(string text, StringComparison comparison) =>
        Assert.All(KeyWords.Values, word => Assert.DoesNotContain(word, text, comparison));
}
