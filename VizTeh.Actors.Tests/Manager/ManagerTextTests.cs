using VizTeh.Actors.Manager;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Manager;

/// <summary>The notes that a manager's press shows, as shipped and in the wording of a firm.</summary>
public sealed class ManagerTextTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Ticket Open = new(34, 42, "anna", TicketSamples.Answers, TicketStatus.Open, null);

    private static readonly FirmTexts Firm = ShippedForm.Company.Saying(
        ("manager.toast.closed", "{number} — готово"), ("manager.toast.reopened", "Снова в работе"),
        ("manager.toast.already-closed", "Уже готово"), ("manager.toast.already-closed-by", "Уже готово: {by}"),
        ("manager.toast.already-open", "Уже в работе"), ("manager.toast.already-open-by", "Уже в работе ({by})"),
        ("manager.toast.other-card", "Это не {ticket} <b>"), ("manager.toast.not-found", "Нет такой: {number}")).Texts;

    private static readonly Ticket Closed = Open with { Status = TicketStatus.Closed };

    public static TheoryData<string, string, string, bool> Notes => new()
    {
        { "changed", "Заявка №34 закрыта.", "34 — готово", true },
        { "changed", "Заявка №34 снова открыта.", "Снова в работе", false },
        { "same", "Заявка №34 уже закрыта.", "Уже готово", true },
        { "same", "Заявка №34 уже открыта.", "Уже в работе", false },
        { "same by", "Заявка №34 уже закрыта: Пётр, 01.03.2026 12:00.", "Уже готово: Пётр, 01.03.2026 12:00", true },
        { "same by", "Заявка №34 уже открыта: Пётр, 01.03.2026 12:00.", "Уже в работе (Пётр, 01.03.2026 12:00)", false },
        {
            "other card",
            "Похоже, это карточка другой заявки с тем же номером. Нужна нынешняя №34 (Анна, Тверь)? Тогда нажмите кнопку на её карточке в "
            + "этом чате. Пока ничего не изменено.",
            "Это не №34 (Анна, Тверь) <b>", false
        },
        { "not found", "Заявки №34 нет в базе.", "Нет такой: 34", false },
    };

    [Theory]
    [MemberData(nameof(Notes))]
    public void A_note_is_said_in_the_wording_of_the_firm(string what, string shipped, string reworded, bool isClosed)
    {
        var ticket = isClosed ? Closed : Open;

        Assert.Equal(shipped, Note(ShippedForm.Texts));
        Assert.Equal(reworded, Note(Firm));

        string Note(FirmTexts texts) => what switch
        {
            "changed" => texts.Changed(new TicketState(ticket, null)),
            "same" => texts.Unchanged(new TicketState(ticket, null), TimeZoneInfo.Utc),
            "same by" => texts.Unchanged(new TicketState(ticket, new(ticket.Status, 9, "Пётр", 5, Noon)), TimeZoneInfo.Utc),
            "other card" => texts.CardUnknown(new TicketState(ticket, null)),
            _ => texts.NotFound(ticket.Id),
        };
    }

    [Fact]
    public void Of_a_ticket_whose_data_was_erased_no_press_about_a_reminder_asks_to_open_it()
    {
        var erased = new TicketState(Closed with { ErasedAt = Noon }, null);

        Assert.All(
            [SnoozeOutcome.Closed, SnoozeOutcome.NoReminder],
            outcome => Assert.Equal(
                "Данные заявки №34 удалены, изменить её больше нельзя.",
                ShippedForm.Texts.OfSnooze(new TicketSnoozed(erased, outcome), TimeZoneInfo.Utc)));
    }

    [Fact]
    public void A_ticket_that_an_earlier_bot_closed_tells_when_though_nobody_knows_who() => Assert.Equal(
        "Заявка №34 уже закрыта: 01.03.2026 12:00.",
        ShippedForm.Texts.Unchanged(new TicketState(Closed with { ClosedAt = Noon }, null), TimeZoneInfo.Utc));
}
