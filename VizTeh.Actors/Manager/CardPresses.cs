using VizTeh.Actors.Manager.Rights;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Manager;

/// <summary>
/// The presses of those buttons of a card that lead to a menu, or belong to one: what is asked of the ticket, and said of it.
/// </summary>
public sealed class CardPresses(BotSettings settings, ManagerRights rights, TimeProvider clock)
{
    private readonly CompanySettings _company = settings.Company;

    /// <summary>
    /// What a press means by the outcomes of now: a chosen one closes the ticket, and so does any button of them when there are none any
    /// more. An outcome that is not among others is left as it is.
    /// </summary>
    public ManagerIntent Closing(ManagerIntent intent) => intent switch
    {
        ManagerIntent.OnCard { Asked: CardRequest.CloseAs(var tag) } chosen when OutcomeOf(tag) is { } outcome =>
            new ManagerIntent.ChangeStatus(chosen.TicketId, TicketStatus.Closed, chosen.Check, outcome),
        ManagerIntent.OnCard
        {
            Asked: CardRequest.Show { Menu.Kind: CardMenuKind.Outcomes } or CardRequest.CloseAs,
        } asked when _company.Outcomes.Count == 0 => new ManagerIntent.ChangeStatus(asked.TicketId, TicketStatus.Closed, asked.Check),
        _ => intent,
    };

    /// <summary>The request to the ticket actor.</summary>
    public ICardPress RequestOf(ManagerUpdate update, ManagerInput.Press press, ManagerIntent.OnCard asked) =>
        asked.Asked is CardRequest.Snooze(var choice)
            ? new SnoozeTicket(
                asked.TicketId, choice, update.From.Id, rights.NameOf(update.From), update.UpdateId, update.ChatId!.Value,
                press.MessageId, asked.Check, update.TopicId)
            : new ShowCardMenu(
                asked.TicketId, MenuOf(asked.Asked), update.ChatId!.Value, press.MessageId, asked.Check, update.TopicId);

    private CardMenu? MenuOf(CardRequest asked) => asked switch
    {
        CardRequest.Show { Menu.Kind: not CardMenuKind.Outcomes } when !_company.Snooze => null,
        CardRequest.Show { Menu: { Kind: CardMenuKind.Days } menu } => menu with
        {
            Day = SnoozeRules.FirstDay(menu.Day, clock.GetUtcNow(), _company.TimeZone),
        },
        CardRequest.Show(var menu) => menu,
        // The list has changed since the card was drawn.
        _ => new CardMenu(CardMenuKind.Outcomes),
    };

    /// <param name="answer">That of the ticket actor.</param>
    /// <param name="asAlert">Whether it waits for the manager to put it away.</param>
    /// <returns>The note on the press; null for none.</returns>
    public string? NoteOn(ManagerIntent.OnCard asked, object answer, out bool asAlert)
    {
        var texts = _company.Texts;
        var isOff = asked.Asked is CardRequest.Show { Menu.Kind: not CardMenuKind.Outcomes } && !_company.Snooze;
        asAlert = answer switch
        {
            CardMenuShown => isOff || asked.Asked is CardRequest.CloseAs,
            TicketSnoozed { Outcome: SnoozeOutcome.Snoozed or SnoozeOutcome.Ended } => false,
            _ => true,
        };
        return (answer, asked.Asked) switch
        {
            (TicketSnoozed snoozed, _) => texts.OfSnooze(snoozed, _company.TimeZone),
            (CardMenuShown, _) when isOff => texts[SnoozePhrases.Off],
            (CardMenuShown, CardRequest.CloseAs) => texts.OfTicket(OutcomePhrases.Gone, asked.TicketId),
            (CardMenuShown, CardRequest.Show { Menu.Kind: CardMenuKind.Outcomes }) => texts.OfTicket(OutcomePhrases.Choose, asked.TicketId),
            (CardMenuShown, _) => null,
            (TicketStatusUnchanged same, _) => texts.Unchanged(same.State, _company.TimeZone),
            (TicketCardUnknown unknown, _) => texts.CardUnknown(unknown.State),
            (TicketNotFound, _) => texts.NotFound(asked.TicketId),
            _ => throw new InvalidOperationException($"an unknown kind of answer: {answer.GetType()}"),
        };
    }

    private string? OutcomeOf(string tag) => _company.Outcomes.FirstOrDefault(outcome => CardMenuButton.TagOf(outcome) == tag);
}
