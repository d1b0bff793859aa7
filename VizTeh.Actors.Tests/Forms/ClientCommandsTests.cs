using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Forms;

public sealed class ClientCommandsTests
{
    [Fact]
    public void The_menu_is_that_of_the_table() => Assert.Equal(
        [
            new SuggestedCommand("start", "Начать"),
            new SuggestedCommand("my", "Мои заявки"),
            new SuggestedCommand("help", "Подсказка"),
            new SuggestedCommand("cancel", "Отменить заявку"),
            new SuggestedCommand("mydata", "Какие мои данные хранятся"),
            new SuggestedCommand("forget", "Удалить мои данные"),
        ],
        ClientCommands.Suggested(ShippedForm.Texts));

    [Fact]
    public void Telegram_takes_every_line_of_the_menu() => CommandLines.AssertTaken(ClientCommands.Suggested(ShippedForm.Texts));

    [Fact]
    public void The_texts_name_every_command_of_the_table()
    {
        Assert.EndsWith(
            "\n\n/start — главное меню или незаконченная заявка\n"
            + "/my — ваши заявки: посмотреть, дополнить, отозвать\n/cancel — отменить заявку\n"
            + "/mydata — прислать всё, что о вас хранится, кроме служебных заметок менеджеров\n"
            + "/forget — удалить всё, что о вас хранится\n/help — эта подсказка",
            ShippedForm.Texts.Help(), StringComparison.Ordinal);
        Assert.Equal("Такой команды нет. Есть /start, /my, /cancel, /mydata, /forget и /help.", ShippedForm.Texts.UnknownCommand());
        Assert.Equal(
            "Такой команды нет. Есть /start, /my, /cancel, /mydata, /forget и /help. Если это ответ, напишите его без косой черты.",
            ShippedForm.Texts.UnknownCommandInForm());
    }

    [Theory]
    [InlineData("/start")]
    [InlineData("/START@any_bot two words")]
    [InlineData(" /Start")]
    public void A_command_means_the_same_whatever_its_letter_case_addressee_and_arguments(string typed) =>
        Assert.Equal(new ClientIntent.Start(), ClientIntent.Of(new ClientInput.Text(typed), ShippedForm.Texts));

    [Fact]
    public void What_a_link_to_the_bot_carries_belongs_to_the_command() => Assert.Equal(
        new ClientIntent.Start("Payload_1-2"), ClientIntent.Of(new ClientInput.Text("/START@any_bot Payload_1-2"), ShippedForm.Texts));

    [Fact]
    public void Any_other_word_after_a_slash_is_an_unknown_command_and_a_slash_before_anything_else_is_text()
    {
        Assert.Equal(new ClientIntent.UnknownCommand(), ClientIntent.Of(new ClientInput.Text("/starts"), ShippedForm.Texts));
        Assert.All(
            ["/", "//", "/ start", "/-", "/@bot"],
            typed => Assert.Equal(new ClientIntent.Text(typed), ClientIntent.Of(new ClientInput.Text(typed), ShippedForm.Texts)));
    }
}
