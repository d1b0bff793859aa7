using VizTeh.Actors.Inbox;
using VizTeh.Actors.Manager;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Inbox;

/// <summary>What the reader makes of a reply to the bot in a managers' chat.</summary>
public sealed class ManagerAnswerReaderTests : UpdateReaderFixture
{
    private const string Bot = """{"id":7,"is_bot":true,"first_name":"Бот"}""";

    private const string Card =
        """
        {"message_id":3,"date":5,"from":{"first_name":"Бот","id":7,"is_bot":true},"text":"🟢 №12 · Знаки","chat":{"id":-1},
         "reply_markup":{"inline_keyboard":[[{"text":"?","callback_data":"other"}],
           [{"text":"Закрыть","callback_data":"question_status:close:12:0123abcd"},{"text":"x","copy_text":{"text":"+7"}}]]}}
        """;

    private static readonly Attachment Photo = new(AttachmentKind.Photo, "a", "b");

    [Fact]
    public void A_reply_to_a_card_names_the_card_and_the_ticket_of_its_button()
    {
        var update = ReadManager($""" "text":"Да","reply_to_message":{Card} """);

        Assert.Equal(new ManagerInput.Text("Да", null), update.Input);
        Assert.Equal(
            new ManagerMessage(9, 100) { ReplyTo = new RepliedMessage(3, 7, "question_status:close:12:0123abcd", NamesTicket: true) },
            update.Message);
        Assert.Equal((12L, "0123abcd"), AnswerRules.ButtonOf(update.Message!.ReplyTo!)!.Value);
        Assert.True(AnswerRules.MayBeAnswer(update));
    }

    [Theory]
    [InlineData(
        """[{"type":"bold","offset":0,"length":2},{"type":"text_link","offset":11,"length":3,"url":"https://viz.ru/a"}]""",
        "Подробнее: тут (https://viz.ru/a), жду")]
    [InlineData("""[{"type":"text_link","offset":11,"length":99,"url":"https://viz.ru"}]""", "Подробнее: тут, жду")]
    [InlineData("""[{"type":"text_link","offset":-1,"length":3,"url":"https://viz.ru"}, 5, {"type":7}]""", "Подробнее: тут, жду")]
    [InlineData("7", "Подробнее: тут, жду")]
    public void The_address_of_a_link_behind_words_is_written_out(string entities, string words)
    {
        var update = ReadManager($""" "text":"Подробнее: тут, жду","entities":{entities},"reply_to_message":{Card} """);

        Assert.Equal(new ManagerInput.Text(words, null), update.Input);
    }

    [Fact]
    public void A_text_that_has_no_room_for_the_addresses_of_its_links_stays_as_it_is()
    {
        var full = new string('я', 4090);
        const string Link = """[{"type":"text_link","offset":0,"length":3,"url":"https://viz.ru"}]""";

        var update = ReadManager($""" "text":"{full}","entities":{Link},"reply_to_message":{Card} """);

        Assert.Equal(new ManagerInput.Text(full, null), update.Input);
    }

    [Fact]
    public void A_file_of_an_album_keeps_its_album_and_a_sticker_is_known_as_what_cannot_be_sent()
    {
        var photo = ReadManager(
            $$""" "photo":[{"file_id":"a","file_unique_id":"b","width":9,"height":9}],"media_group_id":"g","reply_to_message":{{Card}} """);
        var sticker = ReadManager($$""" "sticker":{"file_id":"a","file_unique_id":"b"},"reply_to_message":{{Card}} """);

        Assert.Equal(new ManagerMessage(9, 100) { ReplyTo = photo.Message!.ReplyTo, File = Photo, AlbumId = "g" }, photo.Message);
        Assert.True(sticker.Message is { File: null, HasMore: true });
        Assert.True(AnswerRules.MayBeAnswer(photo));
        Assert.True(AnswerRules.MayBeAnswer(sticker));
    }

    [Fact]
    public void A_reply_to_a_caption_counts_and_one_to_a_person_does_not()
    {
        var toFile = ReadManager($$""" "text":"Да","reply_to_message":{"message_id":4,"from":{{Bot}},"caption":"К заявке №12"} """);
        var toPerson = ReadManager($$""" "text":"Да","reply_to_message":{"message_id":4,"from":{{Anna}},"text":"№12?"} """);
        var odd = ReadManager(""" "text":"Да","reply_to_message":{"message_id":"x","from":5,"reply_markup":{"inline_keyboard":[[5]]}} """);

        Assert.Equal(new RepliedMessage(4, 7, null, NamesTicket: true), toFile.Message!.ReplyTo);
        Assert.Null(toPerson.Message!.ReplyTo);
        Assert.Null(odd.Message!.ReplyTo);
        Assert.False(AnswerRules.MayBeAnswer(toPerson));
    }

    [Theory]
    [InlineData("/help", false)]
    [InlineData("/help@viz_bot", false)]
    [InlineData("//заметка", true)]
    [InlineData(" // заметка", true)]
    [InlineData("/ответ", true)]
    [InlineData("да / нет", true)]
    public void A_command_is_no_answer_and_two_slashes_are_no_command(string text, bool mayBe)
    {
        Assert.Equal(mayBe, AnswerRules.MayBeAnswer(ReadManager($""" "text":"{text}","reply_to_message":{Card} """)));
    }

    [Fact]
    public void An_edit_in_a_managers_chat_is_read_with_its_words_and_its_moment_whoever_wrote_it()
    {
        var text = ReadEdit(Anna, """ "text":"Нет" """);
        var caption = ReadEdit(Bot, """ "caption":"план" """);
        var without = ReadEdit(Anna, """ "location":{"latitude":1,"longitude":2} """);

        Assert.Equal(
            [new ManagerInput.Edit("Нет"), new ManagerInput.Edit("план"), new ManagerInput.Edit("")],
            new[] { text, caption, without }.Select(update => update.Input));
        Assert.Equal((9, 200), (text.Message!.Id, text.Message.SentAt));
    }

    [Fact]
    public void An_edit_tells_which_file_the_message_has_now()
    {
        var photo = ReadEdit(Anna, """ "caption":"план","photo":[{"file_id":"a","file_unique_id":"b","width":9,"height":9}] """);

        Assert.Equal(Photo, photo.Message!.File);
    }

    private ManagerUpdate ReadManager(string content) => Assert.IsType<IncomingUpdate.ForManager>(Read(
        $$"""
        {"update_id":5,"message":{"message_id":9,"date":100,"from":{{Anna}},
         "chat":{"id":{{ManagerGroup}},"type":"supergroup"},{{content}} } }
        """)).Update;

    private ManagerUpdate ReadEdit(string from, string content) => Assert.IsType<IncomingUpdate.ForManager>(Read(
        $$"""
        {"update_id":5,"edited_message":{"message_id":9,"date":100,"edit_date":200,"from":{{from}},
         "chat":{"id":{{ManagerGroup}},"type":"supergroup"},{{content}} } }
        """)).Update;
}
