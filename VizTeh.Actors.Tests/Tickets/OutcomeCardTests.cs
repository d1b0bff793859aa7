using VizTeh.Actors.Messages;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Tickets;

/// <summary>What a card offers for closing its ticket, and what it shows of how the ticket ended.</summary>
public sealed class OutcomeCardTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Id = Guid.Parse("11111111-2222-3333-4444-5555aaaabbbb");
    private static readonly CardMenu Outcomes = new(CardMenuKind.Outcomes);

    private static readonly Ticket Open = new(
        34, 42, "anna", TicketSamples.Of("Анна", null, "Омск", "Знаки", "Вывеска", "+79990000000"), TicketStatus.Open, null,
        SubmissionId: Id, CreatedAt: Noon.AddDays(-1));

    private static readonly TicketState Closed = new(
        Open with { Status = TicketStatus.Closed, ClosedAt = Noon, Outcome = "A & B" },
        new StatusChange(TicketStatus.Closed, 9, "Пётр", 5, Noon));

    [Fact]
    public void The_button_that_closes_leads_to_the_outcomes_and_where_there_are_none_closes_as_ever()
    {
        Assert.Equal(
            [["Закрыть заявку question_status:outcomes:34:aaaabbbb"], ["Скопировать номер"]], Rows(Render(new(Open, null), ["Заказ"])));
        Assert.Equal(
            [["Закрыть заявку question_status:close:34:aaaabbbb"], ["Скопировать номер"]], Rows(Render(new(Open, null), [])));
    }

    [Fact]
    public void The_outcomes_stand_in_place_of_the_buttons_two_in_a_row_with_a_way_back()
    {
        var card = Render(new(Open, null), ["Заказ", "Отказ", "Спам"], Outcomes);

        Assert.Equal(
            [
                [$"Заказ question_status:outcome:34:aaaabbbb:{Tag("Заказ")}", $"Отказ question_status:outcome:34:aaaabbbb:{Tag("Отказ")}"],
                [$"Спам question_status:outcome:34:aaaabbbb:{Tag("Спам")}"],
                ["‹ Назад question_status:card:34:aaaabbbb"],
            ],
            Rows(card));
        Assert.Equal(Render(new(Open, null), ["Заказ"]).Html, card.Html);
    }

    [Fact]
    public void A_copy_whose_outcomes_were_open_when_the_ticket_was_closed_or_the_list_was_emptied_has_its_own_buttons()
    {
        Assert.Equal(Rows(Render(Closed, ["Заказ"])), Rows(Render(Closed, ["Заказ"], Outcomes)));
        Assert.Equal(Rows(Render(new(Open, null), [])), Rows(Render(new(Open, null), [], Outcomes)));
    }

    [Fact]
    public void A_closed_card_says_with_what_even_where_the_list_has_no_such_outcome_any_more() => Assert.StartsWith(
        "<b>✅ №34 · Знаки · Омск · Закрыта (A &amp; B) 01.03 в 12:00 — Пётр</b>\n", Render(Closed, []).Html, StringComparison.Ordinal);

    [Fact]
    public void A_ticket_that_was_closed_without_an_outcome_or_withdrawn_or_is_open_again_shows_none()
    {
        var plain = Closed with { Ticket = Closed.Ticket with { Outcome = null } };
        var withdrawn = Closed with { Ticket = Closed.Ticket with { Outcome = Ticket.Withdrawn } };
        var reopened = new TicketState(Open, new StatusChange(TicketStatus.Open, 9, "Пётр", 6, Noon));

        Assert.StartsWith(
            "<b>✅ №34 · Знаки · Омск · Закрыта 01.03 в 12:00 — Пётр</b>\n", Render(plain, ["Заказ"]).Html, StringComparison.Ordinal);
        Assert.All([withdrawn, reopened], state => Assert.DoesNotContain("(", Render(state, ["Заказ"]).Html, StringComparison.Ordinal));
    }

    private static string Tag(string outcome) => CardMenuButton.TagOf(outcome);

    private static Message Render(TicketState state, string[] outcomes, CardMenu? open = null) =>
        TicketCard.Render(state, ShippedForm.Texts, TimeZoneInfo.Utc, menus: new CardMenus(outcomes, open));

    private static IEnumerable<IEnumerable<string>> Rows(Message card) => Assert.IsType<Keyboard.Inline>(card.Keyboard).Rows
        .Select(row => row.Select(button => $"{button.Label} {button.Data}".Trim()));
}
