using System.Text;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tests.Forms;

/// <summary>Files that are taken off an answer again, and what files are called.</summary>
public sealed class FileRemovalTests
{
    [Fact]
    public void A_file_is_taken_off_by_its_button_and_the_same_message_shows_what_is_left()
    {
        var client = Changing();
        Assert.Equal(
            ["Убрать: фото 1", "Убрать: план.pdf", "Убрать: фото 2", "Оставить как есть"],
            client.LastButtons.Select(button => button.Label));
        var first = client.NewestButton("Убрать: фото 1").Data;

        client.PressesData(first);
        Assert.Empty(client.Last.Replies);
        Assert.Equal("Убрали: фото 1.", client.Last.Toast);
        Assert.Contains("📎 1 фото, 1 документ", client.Last.Used!.Html!, StringComparison.Ordinal);
        Assert.Equal(["Убрать: план.pdf", "Убрать: фото 1", "Оставить как есть"], Under(client).Select(button => button.Label));
        client.Presses("Оставить как есть");
        Assert.Equal(["plan", "p2"], client.AnswerTo(Ids.Description)!.Files!.Select(file => file.FileId));
        Assert.IsType<Form.Reviewing>(client.Form);
    }

    [Fact]
    public void A_second_press_of_the_same_button_takes_nothing_else_off()
    {
        var client = Changing();
        var first = client.NewestButton("Убрать: фото 1").Data;
        client.PressesData(first).PressesData(first);

        Assert.Null(client.Last.Event);
        Assert.Equal(ShippedForm.Texts[Phrases.ToastStale], client.Last.Toast);
        Assert.Equal(2, client.AnswerTo(Ids.Description)!.Files!.Count);
        Assert.Equal(3, Under(client).Count());
    }

    [Fact]
    public void Without_its_last_file_an_answer_without_words_has_to_be_given_anew()
    {
        var client = Dialogue.At(Ids.Description).SendsPhoto().Types("Готово", "89161234567").Presses("Изменить").Presses("Описание");
        client.Presses("Убрать: фото 1");
        Assert.Null(client.Last.Used!.Keyboard);

        Assert.StartsWith(ShippedForm.Texts[Phrases.NothingYet], client.Types("Готово").LastSaid, StringComparison.Ordinal);
        client.Types("Назад");
        // The file stays off.
        Assert.DoesNotContain(ShippedForm.Texts[Phrases.NothingChanged], client.LastSaid, StringComparison.Ordinal);
        client.Presses("Отправить");
        Assert.Equal(Ids.Description, Assert.IsType<Form.Asking>(client.Form).Question.Id);
        client.SendsPhoto("p2").Types("Готово").Presses("Отправить");
        Assert.IsType<Form.Submitting>(client.Form);
    }

    [Fact]
    public void What_is_begun_can_be_taken_off_as_well()
    {
        var client = Dialogue.At(Ids.Description).SendsPhoto("p1").SendsPhoto("p2").Types("/help").Presses("Убрать: фото 2");

        Assert.Equal(["p1"], client.Types("Готово").AnswerTo(Ids.Description)!.Files!.Select(file => file.FileId));
    }

    [Fact]
    public void The_longest_data_of_the_button_is_what_telegram_takes()
    {
        var question = new Question(new string('x', Question.LongestId), "a", "a", QuestionKind.Files);
        var data = FormButton.ToRemove(Guid.Empty, question, 9, Changing().AnswerTo(Ids.Description)!.Files![1]);

        Assert.InRange(Encoding.UTF8.GetByteCount(data), 1, 64);
        Assert.Equal(9, Assert.IsType<FormButton.Remove>(FormButton.Parse(data)).Place);
    }

    [Fact]
    public void A_name_on_a_button_is_one_short_line_and_a_name_that_cannot_be_seen_is_none()
    {
        Attachment[] files =
        [
            Document("\u202Eплан\n2"), Document("\u3164"), Document(new string('я', 100)),
            new(AttachmentKind.Venue) { Place = new Place(1, 2, "Склад") }, new(AttachmentKind.Location) { Place = new Place(1, 2) },
        ];

        Assert.Equal(
            ["план 2", "документ 2", new string('я', 31) + "…", "Склад", "точка на карте 1"],
            files.Select((_, place) => FileText.NameOf(files, place, ShippedForm.Texts)));
    }

    private static Dialogue Changing() => Dialogue.At(Ids.Description).SendsPhoto("p1").SendsFile(Document("план.pdf")).SendsPhoto("p2")
        .Types("Две стелы", "89161234567").Presses("Изменить").Presses("Описание");

    private static Attachment Document(string name) => new(AttachmentKind.Document, "plan", "uplan") { Name = name };

    private static IEnumerable<InlineButton> Under(Dialogue client) => client.Last.Used!.Keyboard!.Rows.SelectMany(row => row);
}
