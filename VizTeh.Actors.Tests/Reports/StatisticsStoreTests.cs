using VizTeh.Actors.Reports;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Reports;

/// <summary>Which tickets and forms belong to a period, as PostgreSQL has them.</summary>
public sealed class StatisticsStoreTests : IAsyncLifetime
{
    private static readonly ReportPeriod March = new(new DateOnly(2027, 3, 1), new DateOnly(2027, 3, 31));

    private TestDatabase _database = null!;
    private StatisticsStore _store = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateMigratedAsync();
        _store = new StatisticsStore(
            _database.DataSource, TestSettings.WithoutServers(ShippedForm.Company with { Hours = null }));
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task A_ticket_belongs_to_the_days_of_the_firms_clock()
    {
        // Moscow's March begins three hours before that of UTC.
        await _database.ExecuteAsync(
            """
            insert into tickets (user_id, status, created_at, close_at, direction, city, source, outcome) values
              (1, 'open', '2027-02-28 20:59:59Z', null, 'Стелы', 'Тверь', null, null),
              (1, 'open', '2027-02-28 21:00:00Z', null, 'Стелы', 'Тверь', 'expo', null),
              (1, 'closed', '2027-02-01 12:00Z', '2027-03-02 12:00Z', null, null, null, 'Заказ'),
              (1, 'closed', '2027-03-31 20:59:59Z', '2027-04-01 12:00Z', 'Знаки', null, null, null),
              (1, 'closed', '2027-03-31 21:00:00Z', '2027-04-02 12:00Z', 'Знаки', null, null, null),
              (null, 'open', '2020-01-01 12:00Z', null, null, null, null, null)
            """);

        var statistics = await _store.ReadAsync(March, default);

        Assert.Equal((2, 1, 3), (statistics.Created, statistics.Closed, statistics.Open));
        Assert.Equal([new Share("Знаки", 1), new Share("Стелы", 1)], statistics.Directions);
        Assert.Equal([new Share(null, 1), new Share("Тверь", 1)], statistics.Cities);
        Assert.Equal([new Share(null, 1), new Share("expo", 1)], statistics.Sources);
        Assert.Equal([new Share("Заказ", 1)], statistics.Outcomes);
        Assert.Equal(TimeSpan.FromDays(29), statistics.ToClose);
    }

    [Fact]
    public async Task The_first_claim_and_the_first_answer_that_reaches_the_client_count_and_a_note_is_no_answer()
    {
        await _database.ExecuteAsync(
            """
            insert into tickets (id, user_id, status, created_at, close_at, owner_id, owner_name, claimed_at) values
              (1, 1, 'closed', '2027-03-01 12:00Z', '2027-03-01 15:00Z', 10, 'Мария', '2027-03-01 13:00Z');
            insert into ticket_history (ticket_id, status, action, actor_id, actor_name, at) values
              (1, 'open', 'status', null, null, '2027-03-01 12:00Z'),
              (1, 'open', 'claim', 9, 'Пётр', '2027-03-01 12:20Z'),
              (1, 'open', 'take-over', 10, 'Мария', '2027-03-01 13:00Z'),
              (1, 'closed', 'status', 9, 'Пётр (@petr)', '2027-03-01 15:00Z');
            insert into ticket_messages (ticket_id, author, user_id, update_id, text, sent_at) values
              (1, 'client', 1, 1, '?', '2027-03-01 12:10Z'),
              (1, 'note', 9, 2, '?', '2027-03-01 12:15Z'),
              (1, 'manager', 9, 3, '!', '2027-03-01 12:40Z'),
              (1, 'manager', 9, 4, '!', '2027-03-01 12:50Z');
            insert into ticket_messages (ticket_id, author, user_id, update_id, text, sent_at, undelivered) values
              (1, 'manager', 9, 5, '!', '2027-03-01 12:30Z', 'blocked')
            """);

        var statistics = await _store.ReadAsync(March, default);

        Assert.Equal(TimeSpan.FromMinutes(20), statistics.ToClaim);
        Assert.Equal(TimeSpan.FromMinutes(40), statistics.ToAnswer);
        Assert.Equal(TimeSpan.FromHours(3), statistics.ToClose);
        Assert.Equal([new ManagerShare("Пётр (@petr)", 0, 1), new ManagerShare("Мария", 1, 0)], statistics.Managers);
    }

    [Fact]
    public async Task Forms_that_were_left_count_once_whether_they_are_open_or_cancelled_and_not_when_they_were_sent_since()
    {
        await _database.ExecuteAsync(
            """
            insert into abandoned_forms (day, question, forms) values
              ('2027-02-28', 'city', 5), ('2027-03-01', 'city', 2), ('2027-03-31', 'review', 1), ('2027-04-01', 'city', 5);
            insert into form_reminders (user_id, form_id, touched_at, due_at, question, left_on) values
              (1, '00000000-0000-4000-8000-000000000001', '2027-02-05 12:00Z', now(), 'city', '2027-03-31'),
              (2, '00000000-0000-4000-8000-000000000002', '2027-03-05 12:00Z', now(), 'city', '2027-03-05'),
              (3, '00000000-0000-4000-8000-000000000003', '2027-03-05 12:00Z', now(), null, null),
              (4, '00000000-0000-4000-8000-000000000004', '2027-03-05 12:00Z', now(), 'phone', '2027-04-01');
            insert into tickets (user_id, status, created_at, submission_id) values
              (2, 'open', '2027-03-05 12:00Z', '00000000-0000-4000-8000-000000000002')
            """);

        Assert.Equal([new Share("city", 3), new Share("review", 1)], (await _store.ReadAsync(March, default)).LeftForms);
    }
}
