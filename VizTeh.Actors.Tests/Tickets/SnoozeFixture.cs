using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Schedule;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Tickets;

/// <summary>A ticket with a card in a manager's own chat, which shows the menu of reminders, and one in the managers' group.</summary>
public abstract class SnoozeFixture : IAsyncLifetime
{
    private protected const long Group = -5;
    private protected const long Petr = 9;
    private protected const long Maria = 10;

    private protected const string Snooze =
        "select concat_ws('|', status, snoozed_until is not null, snooze_id is not null, snooze_offer is not null) from tickets";

    private protected const string Actions = "select action from ticket_history order by id";
    private protected const string Waiting = "select concat_ws('|', kind, chat_id, message_id) from outbox order by chat_id, message_id";
    private protected const string Reminders = "select concat_ws('|', chat_id, ticket_id) from outbox where kind = 'reminder' order by id";

    private TicketStore _tickets = null!;

    private protected FakeTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

    private protected TestDatabase Database { get; private set; } = null!;

    private protected CreateTicket Ticket { get; private set; } = null!;

    private protected long Id { get; private set; }

    public async Task InitializeAsync()
    {
        Database = await PostgresFixture.CreateMigratedAsync();
        _tickets = new TicketStore(Database.DataSource);
        Ticket = TicketSamples.New();
        Id = (await _tickets.CreateAsync([Ticket], [], default))[Ticket.SubmissionId];
        await Database.ExecuteAsync(
            $"""
            insert into ticket_cards (ticket_id, chat_id, message_id, menu)
            values ({Id}, {Petr}, 70, 'snooze'), ({Id}, {Group}, 71, null)
            """);
    }

    public async Task DisposeAsync() => await Database.DisposeAsync();

    private protected async Task<TicketSnoozed> SnoozeAsync(long update, SnoozeChoice? choice = null) => Assert.IsType<TicketSnoozed>(
        await Store().SnoozeAsync(Request(update) with { Choice = choice ?? new SnoozeChoice(SnoozeKind.InAnHour) }, default));

    private protected SnoozeTicket Request(long update) => new(
        Id, new SnoozeChoice(SnoozeKind.InAnHour), Petr, "Пётр", update, Petr, 70, TicketButton.CheckOf(Ticket.SubmissionId));

    private protected SnoozeStore Store() => new(Database.DataSource, Settings(), Clock);

    private protected DueSnoozes DueIn(
        TimeSpan after, long[]? chats = null, WorkingHours? hours = null, TicketRoute? route = null) => new(
        Database.DataSource, Settings(hours),
        new ManagerChats(chats ?? [Petr, Group], NullLogger<ManagerChats>.Instance, route is null ? null : [route]),
        new FakeTimeProvider(Clock.GetUtcNow() + after));

    private protected static BotSettings Settings(WorkingHours? hours = null) => TestSettings.WithoutServers(
        ShippedForm.Company with { TimeZone = TimeZoneInfo.Utc, Hours = hours });

    private protected Task ChangeAsync(TicketStatus status, long update) => _tickets.ChangeStatusAsync(
        new ChangeTicketStatus(Id, status, Petr, "Пётр", update, Petr, CardMessageId: null), default);

    private protected Task WriteAsync(long update) => new TicketMessageStore(Database.DataSource).AddAsync(
        new AddTicketMessage(Id, Ticket.SubmissionId, Ticket.UserId, update, "Ещё вопрос", DateTimeOffset.UnixEpoch), [], default);
}
