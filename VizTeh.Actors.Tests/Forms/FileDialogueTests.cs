using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tests.Forms;

/// <summary>Files and places at the questions that take them.</summary>
public sealed class FileDialogueTests
{
    private static FirmTexts Texts => ShippedForm.Texts;

    [Fact]
    public void A_file_at_the_description_is_kept_and_done_takes_it_as_the_whole_answer()
    {
        var client = Dialogue.At(Ids.Description).SendsPhoto();

        Assert.Equal("Добавлено. Можно прислать ещё или написать словами.", client.LastSaid);
        Assert.Equal(["Готово"], client.LastButtons.Select(button => button.Label));
        client.Presses("Готово");
        Assert.Equal(Ids.Phone, AskedOf(client));
        Assert.Equal("", client.AnswerTo(Ids.Description)!.Value);
        Assert.Equal(["p1"], IdsOf(client));

        client.Types("89161234567");
        Assert.Contains("<b>Описание:</b> 📎 1 фото", client.LastSaid, StringComparison.Ordinal);
        client.Presses("Отправить");
        Assert.Equal("📎 1 фото", ShippedForm.Texts.Shown(Assert.IsType<Form.Submitting>(client.Form).Answers[Ids.Description]!));
    }

    [Fact]
    public void An_album_is_gathered_in_order_and_answered_once_and_its_caption_and_what_is_typed_are_the_words()
    {
        var client = Dialogue.At(Ids.Description).SendsAlbum("a", 2, "  вот  так\nвыглядит ");
        Assert.Empty(client.Last.Replies);
        Assert.Null(client.Last.Toast);
        client.SendsPhoto("v", "и ещё").SendsAlbum("b", 3).Types("Две стелы");

        Assert.Equal(Ids.Phone, AskedOf(client));
        Assert.Equal("вот  так\nвыглядит\nи ещё\nДве стелы", client.AnswerTo(Ids.Description)!.Value);
        Assert.Equal(["a-0", "a-1", "v", "b-0", "b-1", "b-2"], IdsOf(client));
    }

    [Theory]
    [InlineData("Готово")]
    [InlineData("это всё")]
    public void Done_with_nothing_to_take_says_so(string typed)
    {
        var client = Dialogue.At(Ids.Description).Types(typed);

        Assert.StartsWith(Texts[Phrases.NothingYet], client.LastSaid, StringComparison.Ordinal);
        Assert.Equal(Ids.Description, AskedOf(client));
    }

    [Fact]
    public void The_eleventh_file_is_refused_and_an_album_of_thirty_hears_that_once()
    {
        var client = Dialogue.At(Ids.Description).SendsAlbum("a", 10);
        client.SendsPhoto("p11");
        Assert.Equal(
            "К ответу «Описание» помещается не больше 10 файлов, столько уже сохранено. Остальные добавить не получится.", client.LastSaid);
        Assert.Equal(["Готово"], client.LastButtons.Select(button => button.Label));
        Assert.Equal(10, IdsOf(client).Length);

        client = Dialogue.At(Ids.Description);
        var said = 0;
        for (var part = 0; part < 30; part++)
        {
            client.Now = client.Now.AddMinutes(-1).AddSeconds(0.1);
            said += client.SendsPhoto($"p{part}", album: $"album {part / 10}").Last.Replies.Count;
        }

        // The first, the tenth, and once that there are too many.
        Assert.Equal(3, said);
        Assert.Equal([.. Enumerable.Range(0, 10).Select(part => $"p{part}")], IdsOf(client));
        Assert.Equal(Ids.Phone, AskedOf(client.Types("Готово")));
    }

    [Fact]
    public void The_tenth_file_is_said_to_be_the_last_alone_or_in_an_album()
    {
        var client = Dialogue.At(Ids.Description).SendsAlbum("a", 9).SendsPhoto();
        Assert.Equal(Texts[Phrases.LastFileAdded], client.LastSaid);

        client = Dialogue.At(Ids.Description).SendsAlbum("a", 10);
        Assert.Equal(Texts[Phrases.LastFileAdded], client.LastSaid);
    }

    [Fact]
    public void The_words_under_a_file_that_is_refused_are_said_to_be_lost_even_in_a_burst()
    {
        var client = Dialogue.At(Ids.Description).SendsAlbum("a", 10).SendsPhoto("p11").SendsPhoto("p12", "нужна подсветка");

        Assert.EndsWith(Texts[Phrases.CaptionNotTaken], client.LastSaid, StringComparison.Ordinal);
    }

    [Fact]
    public void A_caption_that_does_not_fit_is_refused_and_its_file_is_kept()
    {
        var client = Dialogue.At(Ids.Description).SendsPhoto("p1", new string('ы', 2000)).SendsPhoto("p2", new string('ь', 1001), "a");
        Assert.EndsWith(
            "Подпись к файлу не поместилась, в ответе может быть не больше 3000 символов.", client.LastSaid, StringComparison.Ordinal);
        Assert.Single(client.LastButtons);
        client.SendsPhoto("p3", new string('э', 1001), "a");
        Assert.Contains("не поместилась", client.LastSaid, StringComparison.Ordinal);

        client.SendsPhoto("p4", "коротко").Types("Готово");
        Assert.Equal(["p1", "p2", "p3", "p4"], IdsOf(client));
        Assert.Equal(new string('ы', 2000) + "\nкоротко", client.AnswerTo(Ids.Description)!.Value);
    }

    [Fact]
    public void Typed_words_that_do_not_fit_beside_the_captions_are_refused_and_all_before_them_is_kept()
    {
        var client = Dialogue.At(Ids.Description).SendsPhoto("p1", new string('ы', 2000)).Types(new string('я', 1500));

        Assert.Contains("3501 символ", client.LastSaid, StringComparison.Ordinal);
        Assert.Contains("📎 1 фото", client.LastSaid, StringComparison.Ordinal);
        Assert.Equal(["Убрать: фото 1", "Готово"], client.LastButtons.Select(button => button.Label));
        Assert.Equal(["p1"], IdsOf(client.Types("коротко")));
        Assert.EndsWith("ы\nкоротко", client.AnswerTo(Ids.Description)!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_begun_is_kept_when_the_client_goes_a_step_back_or_cancels_and_comes_again()
    {
        var client = Dialogue.At(Ids.Description).SendsPhoto("p1", "вот").Types("Назад", "Отменить", "Вернуть", "Стелы");

        Assert.Equal(Ids.Description, AskedOf(client));
        Assert.Contains("<i>вот\n📎 1 фото</i>", client.LastSaid, StringComparison.Ordinal);
        Assert.Equal(["Убрать: фото 1", "Готово"], client.LastButtons.Select(button => button.Label));
        client.SendsPhoto("p2").Presses("Готово");
        Assert.Equal(["p1", "p2"], IdsOf(client));
        Assert.Equal("вот", client.AnswerTo(Ids.Description)!.Value);
    }

    [Fact]
    public void A_file_at_a_later_question_is_added_to_the_description_and_the_question_stays_open()
    {
        var client = Dialogue.At(Ids.Description).Types("Две стелы").SendsPhoto("p1", "эскиз");

        Assert.StartsWith("Добавили к ответу «Описание».", client.LastSaid, StringComparison.Ordinal);
        Assert.Equal(Ids.Phone, AskedOf(client));
        Assert.Equal("Две стелы\nэскиз\n📎 1 фото", ShippedForm.Texts.Shown(client.AnswerTo(Ids.Description)!));
        Assert.Equal(Ids.Description, Assert.IsType<ConversationEvent.FileAdded>(client.Last.Event).QuestionId);
    }

    [Fact]
    public void Late_parts_of_an_album_go_where_it_began_without_a_word()
    {
        var client = Dialogue.At(Ids.Description).SendsAlbum("a", 2).Types("Две стелы").SendsPhoto("late", album: "a");

        Assert.Empty(client.Last.Replies);
        Assert.Equal(["a-0", "a-1", "late"], IdsOf(client));
        client.Types("89161234567").SendsPhoto("later", album: "a");
        Assert.Empty(client.Last.Replies);
        Assert.Equal(["a-0", "a-1", "late", "later"], IdsOf(client));
        Assert.NotNull(Assert.IsType<Form.Submitting>(client.Presses("Отправить").Form).Answers[Ids.Description]!.Files);
    }

    [Fact]
    public void At_the_review_a_file_is_added_and_the_review_shows_how_many_there_are()
    {
        var client = Dialogue.AtReview();
        var before = client.NewestButton("Отправить").Data;
        client.SendsAlbum("a", 1, "эскиз").SendsFile(Venue("Склад"));

        Assert.StartsWith("Добавили к ответу «Описание».", client.LastSaid, StringComparison.Ordinal);
        Assert.Contains(
            "<b>Описание:</b> Две стелы у въезда\nэскиз\n📎 1 фото, 1 место\n", client.LastSaid, StringComparison.Ordinal);
        Assert.Equal(Texts[Phrases.ToastStaleReview], client.PressesData(before).Last.Toast);
        Assert.IsType<Form.Submitting>(client.Presses("Отправить").Form);
    }

    [Fact]
    public void The_parts_of_an_album_at_the_review_leave_its_buttons_good_and_it_shows_how_many_there_are()
    {
        var client = Dialogue.AtReview().SendsAlbum("a", 4);

        Assert.Contains("📎 4 фото\n", client.Last.Used!.Html, StringComparison.Ordinal);
        Assert.Contains("Отправить", client.Last.Used.Keyboard!.Rows.SelectMany(row => row).Select(button => button.Label));
        Assert.Equal(4, Assert.IsType<Form.Submitting>(client.Presses("Отправить").Form).Answers[Ids.Description]!.Files!.Count);
    }

    [Fact]
    public void More_than_ten_files_after_the_description_are_refused_too()
    {
        var client = Dialogue.At(Ids.Description).SendsAlbum("a", 10).Types("Готово").SendsPhoto("p11");

        Assert.StartsWith(Texts.TooManyFiles(ShippedForm.Question(Ids.Description)), client.LastSaid, StringComparison.Ordinal);
        Assert.Equal(Ids.Phone, AskedOf(client));
    }

    [Fact]
    public void Before_the_description_a_file_is_refused_with_the_place_for_it_and_an_album_only_once()
    {
        var client = Dialogue.At(Ids.City).SendsPhoto();
        Assert.StartsWith(
            "Файлы можно добавить к ответу «Описание», когда дойдём до этого вопроса.", client.LastSaid, StringComparison.Ordinal);
        Assert.Null(client.Last.Event);

        client.SendsAlbum("a", 2);
        Assert.Empty(client.Last.Replies);
        Assert.Equal(Ids.City, AskedOf(client));
        client.Types("Тверь", "Знаки").SendsPhoto("p1", album: "b").Types("Готово");
        Assert.Equal(["p1"], IdsOf(client));
        Assert.Equal(
            "Файлы можно добавить в заявке, к ответу «Описание». Чтобы начать, нажмите «Оставить заявку».",
            new Dialogue().SendsPhoto().LastSaid);
    }

    [Fact]
    public void In_a_form_that_takes_no_files_a_file_is_refused_by_its_kind()
    {
        var client = new Dialogue { Company = Dialogue.Firm with { Form = new FormDefinition([Plain("a"), Plain("b")]) } };
        Assert.StartsWith(Texts[Phrases.NoPhoto], client.SendsPhoto().LastSaid, StringComparison.Ordinal);
        client.Types("Оставить заявку");

        Assert.StartsWith(
            $"{Texts[Phrases.NoVoice]} {Texts[Phrases.AwaitsWords]}",
            client.SendsFile(new Attachment(AttachmentKind.Voice, "v", "u")).LastSaid, StringComparison.Ordinal);
        Assert.StartsWith(Texts[Phrases.NoLocation], client.SendsFile(Venue("Склад")).LastSaid, StringComparison.Ordinal);
    }

    [Fact]
    public void A_question_of_files_takes_as_many_as_it_says_with_words_or_without()
    {
        var files = new Question("files", "Фото", "Покажите", QuestionKind.Files) { Min = 2, Max = 3 };
        var client = new Dialogue { Company = Dialogue.Firm with { Form = new FormDefinition([files, Plain("b")]) } };
        client.Types("Оставить заявку", "слова");
        Assert.StartsWith("Пришлите, пожалуйста, не меньше 2 файлов", client.LastSaid, StringComparison.Ordinal);
        client.SendsPhoto("p1").Presses("Готово");
        Assert.StartsWith("Пришлите, пожалуйста, не меньше 2 файлов", client.LastSaid, StringComparison.Ordinal);
        client.SendsPhoto("p2", "вот").SendsPhoto("p3").SendsPhoto("p4");
        Assert.StartsWith("К ответу «Фото» помещается не больше 3 файлов", client.LastSaid, StringComparison.Ordinal);

        client.Types("и слова");
        Assert.Equal(new Answer(files, "вот\nи слова").Value, client.AnswerTo("files")!.Value);
        Assert.Equal(["p1", "p2", "p3"], client.AnswerTo("files")!.Files!.Select(file => file.FileId));
    }

    [Fact]
    public void An_optional_question_of_files_can_be_skipped_and_what_was_sent_is_kept_by_that_word_too()
    {
        var files = new Question("files", "Фото", "Покажите", QuestionKind.Files) { IsOptional = true };
        var client = new Dialogue { Company = Dialogue.Firm with { Form = new FormDefinition([Plain("a"), files, Plain("b")]) } };
        client.Types("Оставить заявку", "слово").Presses("Пропустить");
        Assert.Equal("b", AskedOf(client));
        Assert.True(client.AnswerTo("files")!.IsSkipped);

        client.Types("Назад").SendsPhoto("p1").Types("Пропустить");
        Assert.True(client.AnswerTo("files")!.IsSkipped);
        client.SendsPhoto("p2");
        Assert.Equal("📎 1 фото", ShippedForm.Texts.Shown(client.AnswerTo("files")!));
    }

    [Fact]
    public void The_caption_of_a_file_that_was_taken_off_again_is_no_answer_to_a_question_of_files_that_is_skipped()
    {
        var files = new Question("files", "Фото", "Покажите", QuestionKind.Files) { IsOptional = true };
        var client = new Dialogue { Company = Dialogue.Firm with { Form = new FormDefinition([Plain("a"), files, Plain("b")]) } };
        client.Types("Оставить заявку", "слово").SendsPhoto("p1", "подпись").Types("Отменить", "Вернуть");
        client.Presses("Убрать: фото 1").Types("Пропустить");

        Assert.Equal("b", AskedOf(client));
        Assert.True(client.AnswerTo("files")!.IsSkipped);
    }

    [Fact]
    public void A_changed_answer_keeps_its_files_and_new_words_take_the_place_of_the_words()
    {
        var client = Dialogue.At(Ids.Description).SendsPhoto("p1", "вот").Types("Две стелы", "89161234567");
        client.Presses("Изменить").Presses("Описание");
        Assert.Contains("<i>вот\nДве стелы\n📎 1 фото</i>", client.LastSaid, StringComparison.Ordinal);
        Assert.Equal(["Убрать: фото 1", "Оставить как есть"], client.LastButtons.Select(button => button.Label));

        client.Types("Одна стела");
        Assert.Equal(("Одна стела", 1), (client.AnswerTo(Ids.Description)!.Value, IdsOf(client).Length));
        client.Presses("Изменить").Presses("Описание").SendsPhoto("p2").Presses("Готово");
        Assert.IsType<Form.Reviewing>(client.Form);
        client.Presses("Изменить").Presses("Описание").Types("Оставить как есть");
        Assert.Equal(("Одна стела", 2), (client.AnswerTo(Ids.Description)!.Value, IdsOf(client).Length));
    }

    [Fact]
    public void A_changed_form_that_lost_the_question_leaves_what_was_begun_on_the_ticket()
    {
        var client = Dialogue.At(Ids.Description).SendsPhoto("p1", "вот");
        client.Company = client.Company with
        {
            Form = new FormDefinition(client.Company.Form.Questions.Where(question => question.Id != Ids.Description)),
        };
        client.Types("Назад", "Стелы", "89161234567").Presses("Отправить");

        var removed = Assert.Single(Assert.IsType<Form.Submitting>(client.Form).Answers.Removed);
        Assert.Equal("вот\n📎 1 фото", ShippedForm.Texts.Shown(removed));
    }

    [Fact]
    public void An_edit_of_the_words_keeps_the_files()
    {
        var client = Dialogue.At(Ids.Description).Types("Две стелы").SendsPhoto("p1").Edits(Ids.Description, "Три стелы");

        Assert.Equal(("Три стелы", 1), (client.AnswerTo(Ids.Description)!.Value, IdsOf(client).Length));
    }

    private static string AskedOf(Dialogue client) => Assert.IsType<Form.Asking>(client.Form).Question.Id;

    private static string[] IdsOf(Dialogue client) => [.. client.AnswerTo(Ids.Description)!.Files!.Select(file => file.FileId)];

    private static Question Plain(string id) => new(id, $"Слово {id}", $"Какое слово {id}?", QuestionKind.Text);

    private static Attachment Venue(string title) => new(AttachmentKind.Venue) { Place = new Place(1, 2, title) };
}
