using System.Text;
using VizTeh.Actors.Manager;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Tickets;

/// <summary>What a card shows of its ticket's reminder, and by which buttons one is set.</summary>
public sealed class SnoozeCardTests
{
    private static readonly TimeZoneInfo Moscow = TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow");
    private static readonly DateTimeOffset Ten = new(2026, 3, 12, 7, 0, 0, TimeSpan.Zero);
    private static readonly Guid Id = Guid.Parse("11111111-2222-3333-4444-5555aaaabbbb");

    private static readonly Ticket Open = new(
        34, 42, "anna", TicketSamples.Of("Анна", null, "Омск", "Знаки", "Вывеска", "+79990000000"), TicketStatus.Open, null,
        SubmissionId: Id, CreatedAt: Ten.AddDays(-1));

    [Fact]
    public void A_card_shows_the_moment_of_the_reminder_in_a_line_of_its_own_and_a_closed_one_does_not()
    {
        var snoozed = Open with { SnoozedUntil = Ten };

        Assert.StartsWith(
            "<b>🟢 №34 · Знаки · Омск</b>\n⏰ 12.03 10:00\nАнна\n", Render(snoozed).Html, StringComparison.Ordinal);
        Assert.Contains("\n⏰ 12.03.2027 10:00\n", Render(Open with { SnoozedUntil = Ten.AddYears(1) }).Html, StringComparison.Ordinal);
        var closed = Render(snoozed with { Status = TicketStatus.Closed, SnoozeOffer = Ten });
        Assert.DoesNotContain("⏰", closed.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(Rows(closed).SelectMany(row => row), label => label.Contains("помнить", StringComparison.Ordinal));
    }

    [Fact]
    public void The_reminder_is_asked_for_below_the_other_buttons_and_one_that_the_client_ended_is_offered_again()
    {
        Assert.Equal("Напомнить question_status:remind:34:aaaabbbb", Assert.Single(Rows(Render(Open)).Last()));
        Assert.Equal(
            ["Напомнить question_status:remind:34:aaaabbbb", "⏰ Снова 12.03 10:00 question_status:remind:34:aaaabbbb:202603121000"],
            Rows(Render(Open with { SnoozeOffer = Ten })).Last());
        Assert.Equal(["Закрыть заявку", "Скопировать номер"], Labels(Render(Open, isOn: false)));
    }

    [Fact]
    public void The_menu_offers_an_hour_tomorrow_monday_and_a_date_and_to_give_up_the_reminder_that_there_is()
    {
        var menu = new CardMenu(CardMenuKind.Snooze);

        Assert.Equal(["через 1 ч", "завтра 10:00", "пн 10:00", "дата", "‹ Назад"], Labels(Render(Open, menu)));
        Assert.Equal(
            ["через 1 ч", "завтра 10:00", "пн 10:00", "дата", "не напоминать", "‹ Назад"],
            Labels(Render(Open with { SnoozedUntil = Ten }, menu)));
        Assert.Equal(Labels(Render(Open, isOn: false)), Labels(Render(Open, menu, isOn: false)));
    }

    [Fact]
    public void A_date_is_chosen_by_a_day_and_a_time()
    {
        var days = Render(Open, new CardMenu(CardMenuKind.Days, new DateOnly(2026, 3, 14)));
        var times = Render(Open, new CardMenu(CardMenuKind.Times, new DateOnly(2026, 3, 16)));

        Assert.Equal(["сб 14.03", "вс 15.03", "пн 16.03", "вт 17.03"], Labels(days).Take(4));
        Assert.Equal(["‹", "›", "‹ Назад"], Labels(days).TakeLast(3));
        Assert.Equal(15, Labels(days).Count());
        Assert.Equal(["16.03 08:00", "16.03 09:00"], Labels(times).Take(2));
        Assert.Equal(["16.03 19:00", "‹ Назад"], Labels(times).TakeLast(2));
    }

    [Fact]
    public void Every_button_fits_into_its_data_and_is_read_as_what_it_was_made_for()
    {
        var largest = Open with { Id = long.MaxValue, SnoozedUntil = Ten, SnoozeOffer = Ten };
        CardMenu?[] menus =
        [
            null, new CardMenu(CardMenuKind.Snooze), new CardMenu(CardMenuKind.Days, new DateOnly(2026, 12, 28)),
            new CardMenu(CardMenuKind.Times, new DateOnly(2026, 12, 31)),
        ];
        var data = menus.SelectMany(menu => Assert.IsType<Keyboard.Inline>(Render(largest, menu).Keyboard).Rows)
            .SelectMany(row => row).Select(button => button.Data).Where(data => data.Contains("remind", StringComparison.Ordinal));

        Assert.All(data, one =>
        {
            Assert.InRange(Encoding.UTF8.GetByteCount(one), 1, 64);
            Assert.Equal(long.MaxValue, Assert.IsType<ManagerIntent.OnCard>(Press(one)).TicketId);
        });
        Assert.Equal(
            new ManagerIntent.OnCard(17, new CardRequest.Snooze(new(SnoozeKind.At, new DateTime(2026, 3, 12, 10, 5, 0))), null),
            Press("question_status:remind:17::202603121005"));
        Assert.Equal(
            new ManagerIntent.OnCard(17, new CardRequest.Show(new(CardMenuKind.Days, new DateOnly(2026, 3, 12))), "0a1b2c3d"),
            Press("question_status:remind:17:0a1b2c3d:d20260312"));
    }

    [Theory]
    [InlineData("remind:0")]
    [InlineData("remind:17:")]
    [InlineData("remind:17:xyz:1h")]
    [InlineData("remind:17:0a1b2c3d:2h")]
    [InlineData("remind:17:0a1b2c3d:202613121005")]
    [InlineData("remind:17:0a1b2c3d:202603122505")]
    [InlineData("remind:17:0a1b2c3d:999912312359")]
    [InlineData("remind:17:0a1b2c3d:d20260230")]
    [InlineData("remind:17:0a1b2c3d:t00010101")]
    [InlineData("remind:17:0a1b2c3d:1h:1h")]
    public void Any_other_data_is_a_foreign_button(string data) =>
        Assert.Equal(new ManagerIntent.ForeignButton(), Press("question_status:" + data));

    [Theory]
    [InlineData("outcomes")]
    [InlineData("snooze")]
    [InlineData("days:2026-03-12")]
    [InlineData("times:2026-03-12")]
    public void A_stored_menu_is_read_as_it_was_written(string column) => Assert.Equal(column, CardMenu.FromColumn(column)?.ToColumn());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("days")]
    [InlineData("days:2026-02-30")]
    [InlineData("calendar")]
    public void A_menu_of_another_version_leaves_the_card_its_own_buttons(string? column) => Assert.Null(CardMenu.FromColumn(column));

    [Fact]
    public void The_reminder_mentions_the_manager_by_a_link_to_the_person()
    {
        Assert.Equal(
            "⏰ <a href=\"tg://user?id=9\">Пётр &lt;b&gt;</a>, пора вернуться к заявке №34.",
            SnoozeReminderText.Render(34, 9, "Пётр <b>", ShippedForm.Texts).Html);
        Assert.Equal("⏰ Группа, пора вернуться к заявке №34.", SnoozeReminderText.Render(34, -100, "Группа", ShippedForm.Texts).Html);
        Assert.Equal("⏰ пора вернуться к заявке №34.", SnoozeReminderText.Render(34, 0, null, ShippedForm.Texts).Html);
    }

    private static Message Render(Ticket ticket, CardMenu? open = null, bool isOn = true) => TicketCard.Render(
        new TicketState(ticket, null), ShippedForm.Texts, Moscow, menus: new CardMenus([], open, isOn));

    private static IEnumerable<string> Labels(Message card) =>
        Assert.IsType<Keyboard.Inline>(card.Keyboard).Rows.SelectMany(row => row).Select(button => button.Label);

    private static IEnumerable<IEnumerable<string>> Rows(Message card) => Assert.IsType<Keyboard.Inline>(card.Keyboard).Rows
        .Select(row => row.Select(button => $"{button.Label} {button.Data}".Trim()));

    private static ManagerIntent Press(string data) => ManagerIntent.Of(
        new ManagerInput.Press("1", data, 5), isGroup: true, "viz_bot", TestCommands.Of(), ShippedForm.Texts);
}
