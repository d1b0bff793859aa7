using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Manager;
using VizTeh.Actors.Manager.Commands;
using VizTeh.Actors.Manager.Rights;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Manager;

/// <summary>The data of the buttons by which a ticket is closed with an outcome, and what a press means by the list of now.</summary>
public sealed class CardMenuIntentTests
{
    private static readonly ManagerCommands Commands = TestCommands.Of();
    private static readonly string Order = CardMenuButton.TagOf("Заказ");

    [Theory]
    [InlineData(null, "")]
    [InlineData("0a1b2c3d", ":0a1b2c3d")]
    public void A_button_names_the_ticket_and_an_outcome_whatever_its_place_in_the_list(string? check, string end)
    {
        var ofMenu = CardMenuButton.ToOutcomes(ShippedForm.Texts, 17, check);
        var chosen = CardMenuButton.ToCloseAs("Заказ", 17, check);
        var back = CardMenuButton.ToOwnButtons(ShippedForm.Texts, 17, check);

        Assert.Equal(("Закрыть заявку", "question_status:outcomes:17" + end), (ofMenu.Label, ofMenu.Data));
        Assert.Equal(("Заказ", $"question_status:outcome:17:{check}:{Order}"), (chosen.Label, chosen.Data));
        Assert.Equal(("‹ Назад", "question_status:card:17" + end), (back.Label, back.Data));
        Assert.Equal(
            new ManagerIntent.OnCard(17, new CardRequest.Show(new CardMenu(CardMenuKind.Outcomes)), check), Press(ofMenu.Data));
        Assert.Equal(new ManagerIntent.OnCard(17, new CardRequest.CloseAs(Order), check), Press(chosen.Data));
        Assert.Equal(new ManagerIntent.OnCard(17, new CardRequest.Show(null), check), Press(back.Data));
        Assert.Equal(4, ShippedForm.Company.Outcomes.Select(CardMenuButton.TagOf).Distinct().Count());
    }

    [Fact]
    public void The_data_of_the_longest_number_and_label_fits_into_a_button()
    {
        var data = CardMenuButton.ToCloseAs(new string('Я', 30), long.MaxValue, "aaaabbbb").Data;

        Assert.InRange(Encoding.UTF8.GetByteCount(data), 1, 64);
        Assert.Equal(
            new ManagerIntent.OnCard(long.MaxValue, new CardRequest.CloseAs(CardMenuButton.TagOf(new string('Я', 30))), "aaaabbbb"),
            Press(data));
    }

    [Theory]
    [InlineData("outcomes")]
    [InlineData("outcomes:0")]
    [InlineData("outcomes:17:")]
    [InlineData("outcomes:17:0A1B2C3D")]
    [InlineData("outcomes:17:0a1b2c3d:0a1b2c3d")]
    [InlineData("outcome:17")]
    [InlineData("outcome:17:0a1b2c3d")]
    [InlineData("outcome:17:0a1b2c3d:")]
    [InlineData("outcome:17:0a1b2c3d:Заказ")]
    [InlineData("outcome:17:0a1b2c3d:0A1B2C3D")]
    [InlineData("outcome:17:0a1b2c3d:0a1b2c3d:1")]
    [InlineData("outcome:17:xyz:0a1b2c3d")]
    [InlineData("card:17:0a1b2c3d:1")]
    [InlineData("card:17:")]
    [InlineData("Card:17")]
    public void Any_other_data_is_a_foreign_button(string data) =>
        Assert.Equal(new ManagerIntent.ForeignButton(), Press("question_status:" + data));

    [Fact]
    public void A_chosen_outcome_closes_the_ticket_with_it_unless_it_was_taken_out_of_the_list()
    {
        var chosen = new ManagerIntent.OnCard(17, new CardRequest.CloseAs(Order), "0a1b2c3d");

        Assert.Equal(
            new ManagerIntent.ChangeStatus(17, TicketStatus.Closed, "0a1b2c3d", "Заказ"), Presses("Отказ", "Заказ").Closing(chosen));
        Assert.Equal(chosen, Presses("Заказ!", "Отказ").Closing(chosen));
        Assert.Equal(new ManagerIntent.ChangeStatus(17, TicketStatus.Closed, "0a1b2c3d"), Presses().Closing(chosen));
    }

    [Fact]
    public void Where_there_are_no_outcomes_any_more_the_button_that_led_to_them_closes_the_ticket()
    {
        var ofMenu = new ManagerIntent.OnCard(17, new CardRequest.Show(new CardMenu(CardMenuKind.Outcomes)), "0a1b2c3d");

        Assert.Equal(new ManagerIntent.ChangeStatus(17, TicketStatus.Closed, "0a1b2c3d"), Presses().Closing(ofMenu));
        Assert.Equal(ofMenu, Presses("Заказ").Closing(ofMenu));
        var old = new ManagerIntent.ChangeStatus(17, TicketStatus.Closed);
        Assert.Equal(old, Presses("Заказ").Closing(old));
    }

    [Theory]
    [InlineData("Заявка №34 закрыта: Заказ.", "Заказ")]
    [InlineData("Заявка №34 закрыта.", null)]
    public void The_note_on_a_press_that_closed_the_ticket_says_with_what(string note, string? outcome) => Assert.Equal(
        note, ShippedForm.Texts.Changed(new TicketState(Closed with { Outcome = outcome }, null)));

    [Fact]
    public void A_manager_who_chooses_for_a_closed_ticket_hears_with_what_and_by_whom_it_was_closed() => Assert.Equal(
        "Заявка №34 уже закрыта: Пётр, 01.03.2026 12:00. Итог: Спам.",
        ShippedForm.Texts.Unchanged(
            new TicketState(
                Closed with { Outcome = "Спам" },
                new(TicketStatus.Closed, 9, "Пётр", 5, new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero))),
            TimeZoneInfo.Utc));

    private static Ticket Closed { get; } = new(34, 42, "anna", TicketSamples.Answers, TicketStatus.Closed, null);

    private static CardPresses Presses(params string[] outcomes)
    {
        var settings = TestSettings.WithoutServers(ShippedForm.Company with { Outcomes = outcomes });
        return new(settings, new ManagerRights(settings, new ManagerChats([5], NullLogger<ManagerChats>.Instance)), TimeProvider.System);
    }

    private static ManagerIntent Press(string data) =>
        ManagerIntent.Of(new ManagerInput.Press("1", data, 5), isGroup: true, "viz_bot", Commands, ShippedForm.Texts);
}
