using VizTeh.Actors.Messages;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Tickets;

public sealed class ManagerAnswerTextTests
{
    private const long Longest = long.MaxValue;

    [Theory]
    [InlineData("//скидка 5 %", "скидка 5 %")]
    [InlineData("  // скидка", "скидка")]
    [InlineData("//", "//")]
    [InlineData("// http://x", "http://x")]
    [InlineData("\u200B//скидка", "скидка")]
    [InlineData("\uFEFF \u200E// скидка", "скидка")]
    [InlineData("\u200B//", "\u200B//")]
    public void Two_slashes_make_a_note_which_is_kept_without_them(string words, string note)
    {
        Assert.True(ManagerAnswerText.IsNote(words));
        Assert.Equal(note, ManagerAnswerText.NoteIn(words));
    }

    [Theory]
    [InlineData("http://x")]
    [InlineData("/ / нет")]
    [InlineData("\u200B")]
    [InlineData("/\u200B/ нет")]
    [InlineData("")]
    [InlineData(null)]
    public void Anything_else_is_no_note(string? words) => Assert.False(ManagerAnswerText.IsNote(words));

    [Fact]
    public void What_a_manager_writes_is_shown_as_written_and_the_ticket_is_named_first()
    {
        Assert.Equal(
            new Message("<b>Ответ по заявке №12</b>\n\n1 &lt; 2 &amp; 3"), ManagerAnswerText.ToClient(12, "1 < 2 & 3", ShippedForm.Texts));
        Assert.Equal("Ответ по заявке №12\n\n1 < 2", ManagerAnswerText.Caption(12, "1 < 2", ShippedForm.Texts));
        Assert.Equal("Ответ по заявке №12", ManagerAnswerText.Caption(12, "", ShippedForm.Texts));
    }

    [Fact]
    public void However_long_the_line_that_names_the_ticket_is_worded_message_and_caption_fit()
    {
        var heading = AnswerPhrases.Heading;
        var firm = ShippedForm.Company.Saying((heading.Key, new string('я', heading.Limit - 19) + "{number}")).Texts;
        var words = new string('ы', 3992);

        Assert.True(ManagerAnswerText.FitsText(words));
        Assert.True(ManagerAnswerText.FitsCaption(words[..920]));
        Assert.InRange(ManagerAnswerText.ToClient(Longest, words, firm).Html.Length - "<b></b>".Length, 1, 4096);
        Assert.InRange(ManagerAnswerText.Caption(Longest, words[..920], firm).Length, 1, 1024);
        Assert.False(ManagerAnswerText.FitsText(words + "ы"));
        Assert.False(ManagerAnswerText.FitsCaption(words[..921]));
    }

    [Fact]
    public void A_report_without_a_phone_tells_the_reason_only()
    {
        var report = ManagerAnswerText.Undelivered(12, "blocked", file: null, ticket: null, ShippedForm.Texts);

        Assert.Equal(new Message("Ответ по заявке №12 не доставлен: клиент заблокировал бота."), report);
    }

    [Fact]
    public void The_name_of_a_manager_is_shown_as_text_wherever_it_stands()
    {
        var prompt = ManagerAnswerText.Prompt(12, 42, "<Пётр>", ShippedForm.Texts);

        Assert.StartsWith("<a href=\"tg://user?id=42\">&lt;Пётр&gt;</a>, напишите ответ", prompt.Html, StringComparison.Ordinal);
        Assert.IsType<Keyboard.Reply>(prompt.Keyboard);
        Assert.Equal(
            "<b>&lt;Пётр&gt; отвечает по заявке №12</b>\nда", Shown(new("<Пётр>"), "да"));
        Assert.StartsWith(
            "<b>Менеджер отвечает", Shown(new(null), ""), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_managers_see_what_became_of_an_answer()
    {
        Assert.Equal("<b>Пётр отвечает по заявке №12 (не доставлено)</b>", Shown(new("Пётр", IsUndelivered: true), ""));
        Assert.Equal(
            "<b>Пётр отвечает по заявке №12 (файл не доставлен)</b>", Shown(new("Пётр", IsUndelivered: true, HasWordsOnly: true), ""));
        Assert.Equal("<b>Пётр: заметка по заявке №12 (клиенту не отправлена)</b>", Shown(new("Пётр", IsNote: true), ""));
        Assert.InRange(Shown(new(new string('Я', 90)), new string('я', 4096)).Length, 3896, 4096 + "<b></b>".Length);
    }

    private static string Shown(ShownSaying said, string words) => ManagerAnswerText.ToManagers(12, said, words, ShippedForm.Texts).Html;
}
