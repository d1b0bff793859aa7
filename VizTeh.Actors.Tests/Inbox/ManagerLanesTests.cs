using VizTeh.Actors.Inbox;
using VizTeh.Actors.Manager.Commands;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Inbox;

public sealed class ManagerLanesTests
{
    private const long Chat = -7;

    private static readonly ManagerCommands Commands = TestCommands.Of();

    private readonly InboxLanes _lanes = new(mostWaiting: 3);
    private long _lastUpdate;

    [Fact]
    public void A_press_waits_for_no_command_and_a_command_for_no_press()
    {
        Assert.True(IsSentAtOnce(Text("/help")));
        Assert.True(IsSentAtOnce(Press(1, TicketStatus.Closed)));
        Assert.True(IsSentAtOnce(Press(2, TicketStatus.Closed)));
        Assert.False(IsSentAtOnce(Text("/start")));
    }

    [Fact]
    public void Nothing_waits_for_an_export_not_even_another_one()
    {
        Assert.True(IsSentAtOnce(Text("/export")));
        Assert.True(IsSentAtOnce(Text("/export март csv")));
        Assert.True(IsSentAtOnce(Text("/help")));
    }

    [Fact]
    public void Presses_on_one_ticket_keep_their_order()
    {
        Assert.True(IsSentAtOnce(Press(1, TicketStatus.Closed)));
        Assert.False(IsSentAtOnce(Press(1, TicketStatus.Open)));
        Assert.False(IsSentAtOnce(Press(1, TicketStatus.Closed)));
    }

    [Theory]
    [InlineData("что по заявке?")]
    [InlineData("/help@another_bot")]
    public void Talk_among_people_does_not_pile_up_behind_a_command(string text)
    {
        Assert.True(IsSentAtOnce(Text("/help")));
        Assert.True(IsSentAtOnce(Text(text)));
    }

    [Fact]
    public void What_happens_to_the_chat_waits_for_no_command_but_keeps_its_order()
    {
        Assert.True(IsSentAtOnce(Text("/help")));
        Assert.True(IsSentAtOnce(new ManagerInput.Membership(false)));
        Assert.False(IsSentAtOnce(new ManagerInput.Membership(true)));
        Assert.False(IsSentAtOnce(new ManagerInput.Migrated(Chat, -1007)));
    }

    [Fact]
    public void What_may_be_an_answer_waits_for_no_command_and_keeps_its_order_with_its_edits()
    {
        var message = new ManagerMessage(9, 100) { ReplyTo = new RepliedMessage(5, 7) };

        Assert.True(IsSentAtOnce(Text("/help")));
        Assert.True(IsSentAtOnce(Text("Да"), message));
        Assert.False(IsSentAtOnce(new ManagerInput.Other(), message));
        Assert.False(IsSentAtOnce(new ManagerInput.Edit("Нет"), new ManagerMessage(9, 101)));
        Assert.True(IsSentAtOnce(Press(1, TicketStatus.Closed)));
    }

    [Fact]
    public void A_command_in_reply_is_answered_like_any_other()
    {
        Assert.True(IsSentAtOnce(Text("/help"), new ManagerMessage(9, 100) { ReplyTo = new RepliedMessage(5, 7) }));
        Assert.False(IsSentAtOnce(Text("/start")));
    }

    private static ManagerInput.Press Press(long ticketId, TicketStatus status) => new("1", TicketButton.DataOf(ticketId, status), 5);

    private static ManagerInput.Text Text(string text) => new(text, null);

    private bool IsSentAtOnce(ManagerInput input, ManagerMessage? message = null)
    {
        var update = new ManagerUpdate(++_lastUpdate, Chat, IsGroup: true, new Person(5, "Мария", null), input) { Message = message };
        var pending = new PendingUpdate(
            update.UpdateId, Chat, new IncomingUpdate.ForManager(update), attempts: 0, isTrusted: true,
            ManagerLanes.Of(Chat, update, "our_bot", Commands, ShippedForm.Texts));
        return _lanes.Add(pending) == InboxLanes.Place.First;
    }
}
