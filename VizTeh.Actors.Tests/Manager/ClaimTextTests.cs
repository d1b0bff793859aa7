using VizTeh.Actors.Manager;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Manager;

/// <summary>The notes that a press shows which takes a ticket into work.</summary>
public sealed class ClaimTextTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TicketOwner Petr = new(9, "Пётр (@petr)", Noon);

    public static TheoryData<ClaimOutcome, string> Notes => new()
    {
        { ClaimOutcome.Taken, "Заявка №34 теперь у вас в работе." },
        { ClaimOutcome.TakenOver, "Заявка №34 теперь у вас в работе. До этого: Мария." },
        { ClaimOutcome.Released, "Заявка №34 снова свободна." },
        { ClaimOutcome.Yours, "Заявка №34 уже у вас в работе." },
        { ClaimOutcome.Held, "Заявка №34 уже в работе: Пётр (@petr), 01.03.2026 12:00." },
        { ClaimOutcome.TooEarly, "Заявка №34 в работе: Пётр (@petr), 01.03.2026 12:00. Перехватить можно с 01.03.2026 14:00." },
        { ClaimOutcome.Never, "Заявка №34 в работе: Пётр (@petr), 01.03.2026 12:00. Перехватить её нельзя." },
        { ClaimOutcome.Free, "Заявка №34 ни у кого не в работе." },
        { ClaimOutcome.Closed, "Заявка №34 закрыта. Чтобы взять её в работу, сначала откройте её снова." },
        { ClaimOutcome.Off, "Брать заявки в работу сейчас нельзя: это выключено в настройках." },
    };

    [Theory]
    [InlineData(ClaimOutcome.Closed)]
    [InlineData(ClaimOutcome.Off)]
    public void Of_an_erased_ticket_a_note_says_that_its_data_are_gone(ClaimOutcome outcome)
    {
        var ticket = new Ticket(34, 0, null, TicketSamples.Answers, TicketStatus.Closed, Noon) { ErasedAt = Noon };

        Assert.Equal(
            "Данные заявки №34 удалены, изменить её больше нельзя.",
            ShippedForm.Texts.OfClaim(new TicketClaimHandled(new TicketState(ticket, null), outcome), TimeZoneInfo.Utc));
    }

    [Theory]
    [MemberData(nameof(Notes))]
    public void A_note_says_what_came_of_the_press(ClaimOutcome outcome, string note)
    {
        var ticket = new Ticket(34, 42, "anna", TicketSamples.Answers, TicketStatus.Open, null)
        {
            Owner = outcome is ClaimOutcome.Free or ClaimOutcome.Released ? null : Petr,
        };
        var handled = new TicketClaimHandled(
            new TicketState(ticket, null), outcome, outcome == ClaimOutcome.TakenOver ? new TicketOwner(10, "Мария", Noon) : null,
            outcome == ClaimOutcome.TooEarly ? Noon.AddHours(2) : null);

        Assert.Equal(note, ShippedForm.Texts.OfClaim(handled, TimeZoneInfo.Utc));
    }
}
