using VizTeh.Actors.Messages;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Tickets;

/// <summary>What a card shows of the manager who has its ticket in work.</summary>
public sealed class ClaimCardTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Id = Guid.Parse("11111111-2222-3333-4444-5555aaaabbbb");

    private static readonly Ticket Open = new(
        34, 42, "anna", TicketSamples.Of("Анна", null, "Омск", "Знаки", "Вывеска", "+79990000000"), TicketStatus.Open, null,
        SubmissionId: Id, CreatedAt: Noon.AddDays(-1));

    private static readonly Ticket Petrs = Open with { Owner = new TicketOwner(9, "Пётр <b> (@petr)", Noon) };

    [Fact]
    public void The_card_of_a_ticket_that_nobody_has_can_be_taken_below_the_other_buttons()
    {
        var card = Render(new TicketState(Open, null));

        Assert.StartsWith("<b>🟢 №34 · Знаки · Омск</b>\nАнна\n", card.Html, StringComparison.Ordinal);
        Assert.Equal(
            ["Закрыть заявку", "Скопировать номер", "В работу question_status:claim:34:aaaabbbb"], Rows(card));
    }

    [Fact]
    public void A_card_says_in_a_line_of_its_own_who_has_the_ticket_and_since_when_and_it_can_be_taken_over_or_given_back()
    {
        var card = Render(new TicketState(Petrs, null));

        Assert.StartsWith(
            "<b>🟢 №34 · Знаки · Омск</b>\n👤 В работе с 01.03 в 12:00 — Пётр &lt;b&gt; (@petr)\nАнна\n", card.Html,
            StringComparison.Ordinal);
        Assert.Equal(
            [
                "Закрыть заявку", "Скопировать номер",
                "Перехватить question_status:take:34:aaaabbbb:9, Вернуть в очередь question_status:release:34:aaaabbbb",
            ],
            Rows(card));
    }

    [Fact]
    public void Where_nobody_may_take_over_the_card_has_no_button_for_it() => Assert.Equal(
        ["Закрыть заявку", "Скопировать номер", "Вернуть в очередь question_status:release:34:aaaabbbb"],
        Rows(Render(new TicketState(Petrs, null), new ClaimSettings(IsOn: true, TakeOverAfter: null))));

    [Fact]
    public void Where_claims_are_off_the_card_is_that_of_a_ticket_without_them() => Assert.Equal(
        TicketCard.Render(new TicketState(Open, null), ShippedForm.Texts, TimeZoneInfo.Utc),
        Render(new TicketState(Petrs, null), ClaimSettings.Off), SameMessage);

    [Fact]
    public void A_closed_card_says_who_had_the_ticket_unless_the_same_person_closed_it()
    {
        var closed = Petrs with { Status = TicketStatus.Closed, ClosedAt = Noon };

        var byAnother = Render(new TicketState(closed, new StatusChange(TicketStatus.Closed, 10, "Мария", 6, Noon)));
        Assert.StartsWith(
            "<b>✅ №34 · Знаки · Омск · Закрыта 01.03 в 12:00 — Мария</b>\n👤 Была в работе — Пётр &lt;b&gt; (@petr)\n", byAnother.Html,
            StringComparison.Ordinal);
        Assert.Equal(["Открыть заявку", "Скопировать номер"], Rows(byAnother));
        Assert.DoesNotContain(
            "👤", Render(new TicketState(closed, new StatusChange(TicketStatus.Closed, 9, "Пётр", 6, Noon))).Html,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_owner_whose_name_cannot_be_seen_is_named_by_number() => Assert.Contains(
        " — id 9\n", Render(new TicketState(Open with { Owner = new TicketOwner(9, "\u3164", Noon) }, null)).Html,
        StringComparison.Ordinal);

    private static Message Render(TicketState state, ClaimSettings? settings = null) =>
        TicketCard.Render(state, ShippedForm.Texts, TimeZoneInfo.Utc, settings ?? ClaimSettings.Shipped);

    private static IEnumerable<string> Rows(Message card) => Assert.IsType<Keyboard.Inline>(card.Keyboard).Rows.Select(row => string.Join(
        ", ", row.Select(button => button.Data.StartsWith("question_status:close", StringComparison.Ordinal)
            || button.Data.StartsWith("question_status:reopen", StringComparison.Ordinal)
                ? button.Label
                : $"{button.Label} {button.Data}".Trim())));

    private static bool SameMessage(Message one, Message other) =>
        one.Html == other.Html && Rows(one).SequenceEqual(Rows(other));
}
