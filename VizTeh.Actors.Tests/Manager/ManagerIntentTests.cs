using VizTeh.Actors.Manager;
using VizTeh.Actors.Manager.Commands;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Manager;

public sealed class ManagerIntentTests
{
    private static readonly ManagerCommands Commands = TestCommands.Of();

    [Fact]
    public void Buttons_keep_the_data_of_the_bot_that_this_one_replaced()
    {
        Assert.Equal(("Закрыть заявку", "question_status:close:17"), Button(TicketStatus.Closed));
        Assert.Equal(("Открыть заявку", "question_status:reopen:17"), Button(TicketStatus.Open));

        static (string, string) Button(TicketStatus status)
        {
            var button = TicketButton.For(ShippedForm.Texts, 17, status);
            return (button.Label, button.Data);
        }
    }

    [Theory]
    [InlineData("question_status:close:17", TicketStatus.Closed)]
    [InlineData("question_status:reopen:17", TicketStatus.Open)]
    public void A_tickets_button_names_the_ticket_and_the_status(string data, TicketStatus status) =>
        Assert.Equal(new ManagerIntent.ChangeStatus(17, status), Press(data));

    [Fact]
    public void A_tickets_button_may_know_more_of_its_ticket_than_the_number()
    {
        var id = Guid.Parse("11111111-2222-3333-4444-5555aaaabbbb");
        var data = TicketButton.DataOf(17, TicketStatus.Closed, TicketButton.CheckOf(id));

        Assert.Equal("question_status:close:17:aaaabbbb", data);
        Assert.Equal(new ManagerIntent.ChangeStatus(17, TicketStatus.Closed, "aaaabbbb"), Press(data));
        Assert.InRange(TicketButton.DataOf(long.MaxValue, TicketStatus.Open, "aaaabbbb").Length, 1, 64);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("form:abc:send")]
    [InlineData("question_status:")]
    [InlineData("question_status:close")]
    [InlineData("question_status:close:")]
    [InlineData("question_status:close:0")]
    [InlineData("question_status:close:-1")]
    [InlineData("question_status:close: 1")]
    [InlineData("question_status:close:1:2")]
    [InlineData("question_status:close:1:0A1B2C3D")]
    [InlineData("question_status:close:1:0a1b2c3d:")]
    [InlineData("question_status:delete:1")]
    [InlineData("question_status:close:99999999999999999999")]
    [InlineData("question_status:close:1;drop table tickets")]
    public void Any_other_data_is_a_foreign_button(string? data) =>
        Assert.Equal(new ManagerIntent.ForeignButton(), Press(data));

    [Theory]
    [InlineData("/start", false)]
    [InlineData("/START", false)]
    [InlineData("/start@viz_bot payload", true)]
    [InlineData("  /start@VIZ_BOT", true)]
    public void A_command_is_known_with_the_bots_name_or_without(string text, bool isGroup)
    {
        var command = Assert.IsType<ManagerIntent.Command>(Text(text, isGroup));

        Assert.Same(Commands.Find("start"), command.Called);
        Assert.Equal(text.Contains("payload", StringComparison.Ordinal) ? "payload" : "", command.Arguments);
    }

    [Fact]
    public void A_command_for_another_bot_is_left_to_it() =>
        Assert.Equal(new ManagerIntent.NotForUs(), Text("/start@other_bot", isGroup: true));

    [Fact]
    public void Talk_in_a_group_is_not_answered_but_a_word_in_a_private_chat_is()
    {
        Assert.Equal(new ManagerIntent.NotForUs(), Text("привет", isGroup: true));
        Assert.Equal(new ManagerIntent.Unknown(), Text("привет", isGroup: false));
        Assert.Equal(new ManagerIntent.NotForUs(), Text("/unknown", isGroup: true));
        Assert.Equal(new ManagerIntent.Unknown(), Text("/unknown@viz_bot", isGroup: true));
        Assert.Equal(
            new ManagerIntent.NotForUs(),
            ManagerIntent.Of(
                new ManagerInput.Text("// перезвонить", PhotoFileId: null), isGroup: true, "viz_bot", Commands, ShippedForm.Texts,
                isReply: true));
    }

    [Theory]
    [InlineData("Оставить заявку")]
    [InlineData(" оставить ЗАЯВКУ ")]
    [InlineData("/cancel")]
    public void The_clients_form_and_its_commands_are_recognised_so_that_they_can_be_refused(string text)
    {
        Assert.Equal(new ManagerIntent.FormWanted(), Text(text, isGroup: false));
        Assert.Equal(new ManagerIntent.FormWanted(), Text(text, isGroup: true));
    }

    [Fact]
    public void Photoid_takes_the_photo_that_it_came_with() =>
        Assert.Equal(
            new ManagerIntent.Command(Commands.Find("photoid")!, "", "abc"),
            ManagerIntent.Of(new ManagerInput.Text("/photoid", "abc"), isGroup: true, "viz_bot", Commands, ShippedForm.Texts));

    private static ManagerIntent Press(string? data) =>
        ManagerIntent.Of(new ManagerInput.Press("1", data, 5), isGroup: false, "viz_bot", Commands, ShippedForm.Texts);

    private static ManagerIntent Text(string text, bool isGroup) =>
        ManagerIntent.Of(new ManagerInput.Text(text, null), isGroup, "viz_bot", Commands, ShippedForm.Texts);
}
