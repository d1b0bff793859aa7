using VizTeh.Actors.Inbox;
using VizTeh.Actors.Manager;
using VizTeh.Actors.Manager.Commands;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Manager;

/// <summary>The data of the buttons by which tickets are taken into work.</summary>
public sealed class ClaimIntentTests
{
    private static readonly ManagerCommands Commands = TestCommands.Of();

    [Theory]
    [InlineData(ClaimAction.Claim, null, null, "question_status:claim:17")]
    [InlineData(ClaimAction.Claim, "0a1b2c3d", null, "question_status:claim:17:0a1b2c3d")]
    [InlineData(ClaimAction.Release, "0a1b2c3d", null, "question_status:release:17:0a1b2c3d")]
    [InlineData(ClaimAction.TakeOver, "0a1b2c3d", 255L, "question_status:take:17:0a1b2c3d:ff")]
    [InlineData(ClaimAction.TakeOver, null, 255L, "question_status:take:17::ff")]
    [InlineData(ClaimAction.TakeOver, "0a1b2c3d", -255L, "question_status:take:17:0a1b2c3d:-ff")]
    public void A_button_names_the_ticket_and_of_a_take_over_the_owner_that_the_card_shows(
        ClaimAction action, string? check, long? owner, string data)
    {
        Assert.Equal(data, ClaimButton.For(ShippedForm.Texts, 17, action, check, owner).Data);
        Assert.Equal(new ManagerIntent.Claim(17, action, check, owner), Press(data));
    }

    [Fact]
    public void The_data_of_the_longest_numbers_fits_into_a_button()
    {
        const long largestId = -((1L << 52) - 1);
        var data = ClaimButton.For(ShippedForm.Texts, long.MaxValue, ClaimAction.TakeOver, "aaaabbbb", largestId).Data;

        Assert.InRange(data.Length, 1, 64);
        Assert.Equal(new ManagerIntent.Claim(long.MaxValue, ClaimAction.TakeOver, "aaaabbbb", largestId), Press(data));
    }

    [Theory]
    [InlineData("question_status:claim")]
    [InlineData("question_status:claim:")]
    [InlineData("question_status:claim:0")]
    [InlineData("question_status:claim:17:0A1B2C3D")]
    [InlineData("question_status:claim:17:0a1b2c3d:9")]
    [InlineData("question_status:claim:17:")]
    [InlineData("question_status:take:17")]
    [InlineData("question_status:take:17:0a1b2c3d")]
    [InlineData("question_status:take:17:0a1b2c3d:")]
    [InlineData("question_status:take:17:0a1b2c3d:-")]
    [InlineData("question_status:take:17:0a1b2c3d:--1")]
    [InlineData("question_status:take:17:0a1b2c3d:xyz")]
    [InlineData("question_status:take:17:0a1b2c3d:0123456789abcdef")]
    [InlineData("question_status:release:17:1:2")]
    [InlineData("question_status:Claim:17")]
    public void Any_other_data_is_a_foreign_button(string data) => Assert.Equal(new ManagerIntent.ForeignButton(), Press(data));

    [Fact]
    public void All_presses_on_a_ticket_are_handled_one_after_another()
    {
        string[] presses =
        [
            "close:17", "claim:17", "take:17::ff", "release:17",
            "outcomes:17", "outcome:17::0a1b2c3d", "card:17", "remind:17", "remind:17::1h",
        ];
        var lanes = presses
            .Select(data => new ManagerInput.Press("1", $"question_status:{data}", 5))
            .Select(press => ManagerLanes.Of(
                900, new ManagerUpdate(1, 900, true, new Person(9, "Пётр", null), press), "viz_bot", Commands, ShippedForm.Texts));

        Assert.Single(lanes.Distinct());
    }

    private static ManagerIntent Press(string data) =>
        ManagerIntent.Of(new ManagerInput.Press("1", data, 5), isGroup: true, "viz_bot", Commands, ShippedForm.Texts);
}
