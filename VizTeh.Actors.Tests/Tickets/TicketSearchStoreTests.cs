using System.Globalization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.PersonalData;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Tickets;

/// <summary>Tickets are found by all that is known of them, in rows of this version and of an earlier bot.</summary>
public sealed class TicketSearchStoreTests : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private TicketSearchStore _search = null!;
    private TicketStore _tickets = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateMigratedAsync();
        _search = new TicketSearchStore(_database.DataSource);
        _tickets = new TicketStore(_database.DataSource);
        await _tickets.CreateAsync(
            [
                TicketSamples.New("Anna_K") with
                {
                    Answers = TicketSamples.Of(
                        "Анна Ёлкина", "ООО «Ромашка-Сервис»", "Санкт-Петербург", "Стелы", "Въездная стела,\nсветовые буквы/вывеска",
                        "+79161234567;ext=12, +74951112233"),
                },
                new CreateTicket(
                    Guid.NewGuid(), 43, null,
                    new SentAnswers(
                        [
                            new Answer("who", "Кто вы", QuestionKind.Text, "Борис"),
                            new Answer("call", "Куда звонить", QuestionKind.Phone, "+375291234567"),
                            new Answer("files", "Файлы", QuestionKind.Files, "")
                            {
                                Files = [new Attachment(AttachmentKind.Document, "secretfile", "u")],
                            },
                        ],
                        []),
                    DateTimeOffset.UnixEpoch, "Боря Лютиков"),
            ],
            [], default);
        await _database.ExecuteAsync(
            """
            insert into tickets (id, user_id, name, org, city, direction, description, phone, status, outcome, close_at, owner_id) values
              (3, 44, 'ВЕРА', 'Мак', 'Орёл', 'Другое', 'Табличка', '8 (999) 000-00-03', 'closed', 'withdrawn', now(), null),
              (4, 45, null, null, null, null, null, null, 'closed', 'Отказ', now(), null),
              (5, 46, 'Глеб', null, null, null, null, 'нет', 'open', null, null, 9),
              (6, 47, null, 'ООО «Открытые двери»', null, null, 'К 22.11.2026, ИНН 7701234567', null, 'closed', null, now(), null),
              (7, 48, null, null, null, null, '2026/11/23, бюджет 3 000 000',
               U&'+7\00A0(912)\00A0555\201344\201433', 'closed', null, now(), null)
            """);
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Theory]
    [InlineData("1", 1)]
    [InlineData("№3", 3)]
    [InlineData("№1 ", 1)]
    [InlineData("8 (916) 123-45-67", 1)]
    [InlineData("84951112233", 1)]
    [InlineData("111-22-33", 1)]
    [InlineData("+375 29 123 45 67", 2)]
    [InlineData("9990000003", 3)]
    [InlineData("анна", 1)]
    [InlineData("елкиной", 1)]
    [InlineData("Ёлкина Анна", 1)]
    [InlineData("ромашки", 1)]
    [InlineData("РОМАШКА СЕРВИС", 1)]
    [InlineData("в санкт-петербурге", 1)]
    [InlineData("светящаяся буква", null)]
    [InlineData("световой вывески", 1)]
    [InlineData("стелами", 1)]
    [InlineData("@anna_k", 1)]
    [InlineData("@ANNA_K стела", 1)]
    [InlineData("@anna", null)]
    [InlineData("борис", 2)]
    [InlineData("лютиков", 2)]
    [InlineData("secretfile", null)]
    [InlineData("веры таблички", 3)]
    [InlineData("орел", 3)]
    [InlineData("отказы", 4)]
    [InlineData("отозванные", 3)]
    [InlineData("в работе", 5)]
    [InlineData("глеб свободные", null)]
    [InlineData("глеб открытые", 5)]
    [InlineData("и", null)]
    [InlineData("' | !", null)]
    [InlineData("22.11.2026", 6)]
    [InlineData("2026-11-23", 7)]
    [InlineData("ИНН 7701234567", 6)]
    [InlineData("бюджет 3 000 000", 7)]
    [InlineData("договор № 12-3456789 8 916 123-45-67", null)]
    [InlineData("8 (912) 555-44-33", 7)]
    [InlineData("«Открытые двери»", 6)]
    [InlineData("- отозванные,", 3)]
    public async Task A_ticket_is_found_by(string written, int? expected)
    {
        var found = await FindAsync(written);

        Assert.Equal(expected is { } id ? [id] : [], found.Tickets.Select(ticket => ticket.Id));
        Assert.Equal((0, 1, expected is null ? 0 : 1, false), (found.Page, found.Pages, found.Count, found.HasMore));
    }

    [Theory]
    [InlineData("открытые", "5 2 1")]
    [InlineData("закрытые", "7 6 4 3")]
    [InlineData("свободные", "2 1")]
    [InlineData("закрытые в работе", "7 6 5 4 3")]
    [InlineData("открытые в работе", "5")]
    [InlineData("открытые свободные", "2 1")]
    public async Task A_state_finds_the_newest_first(string written, string expected) =>
        Assert.Equal(expected, string.Join(' ', (await FindAsync(written)).Tickets.Select(ticket => ticket.Id)));

    [Fact]
    public async Task A_number_finds_its_ticket_first_and_then_those_that_have_it_among_their_words()
    {
        await _database.ExecuteAsync("insert into tickets (id, user_id, description) values (8, 47, 'нужно 5 штук')");

        Assert.Equal([5, 8], (await FindAsync("5")).Tickets.Select(ticket => ticket.Id));
        Assert.Equal([5], (await FindAsync("№5")).Tickets.Select(ticket => ticket.Id));
        Assert.Empty((await FindAsync("№99999999999999")).Tickets);
    }

    [Fact]
    public async Task What_stands_in_very_many_tickets_and_what_only_the_oldest_have_is_found_with_the_newest_first()
    {
        await _database.ExecuteAsync(
            """
            insert into tickets (id, user_id, name, description)
            select n, 50, 'Многие', case when n < 120 then 'редкостный' end from generate_series(100, 12000) n
            """);

        var many = await FindAsync("многими", page: int.MaxValue / 10);
        var rare = await FindAsync("редкостные", page: 1);

        Assert.Equal((TicketSearchStore.MostFound, true), (many.Count, many.HasMore));
        Assert.Equal(12_001 - TicketSearchStore.MostFound, many.Tickets[^1].Id);
        Assert.Equal((20, 1, 3), (rare.Count, rare.Page, rare.Pages));
        Assert.Equal([111, 110, 109, 108, 107, 106, 105, 104], rare.Tickets.Select(ticket => ticket.Id));
    }

    // Each word is found in another way: among the newest, among some of the newest numbers, among all tickets; in few of the newest and in
    // very many of the oldest, and on both sides of numbers that no ticket has.
    [Theory]
    [InlineData("частый")]
    [InlineData("нередкий")]
    [InlineData("редкий")]
    [InlineData("прежний")]
    [InlineData("прежний частый")]
    [InlineData("закрытые прежний")]
    [InlineData("закрытые нередкий")]
    [InlineData("открытые прежний")]
    [InlineData("летний")]
    public async Task Of_a_table_with_very_many_tickets_the_newest_that_match_are_found(string written)
    {
        await _database.ExecuteAsync(
            """
            insert into tickets (id, user_id, description, status)
            select case when n <= 60000 then n + 100 else 5000000000 + n end, 50,
                   concat_ws(' ', case when n % 10 = 0 then 'частый' end, case when n % 101 = 0 then 'нередкий' end,
                             case when n % 997 = 0 then 'редкий' end, case when n < 40000 then 'прежний' end,
                             case when n % 7 = 0 and n between 45000 and 55000 then 'летний' end),
                   case when n % 5 = 0 then 'open' else 'closed' end
              from generate_series(1, 75000) n
            """);
        var state = written.Split(' ')[0] switch { "закрытые" => "closed", "открытые" => "open", _ => "%" };
        var words = written.Replace("закрытые", "", StringComparison.Ordinal).Replace("открытые", "", StringComparison.Ordinal);
        var wanted = (await _database.ReadAsync(
            $"""
            select id from tickets where status like '{state}'
               and search_words @@ plainto_tsquery('russian', '{words}')
             order by id desc limit 321
            """)).Select(id => long.Parse(id, CultureInfo.InvariantCulture)).ToList();

        var found = new List<long>();
        for (var page = 0; page < 40; page++)
        {
            var shown = await FindAsync(written, page);
            Assert.Equal((Math.Min(wanted.Count, TicketSearchStore.MostFound), wanted.Count > 320), (shown.Count, shown.HasMore));
            found.AddRange(shown.Tickets.Select(ticket => ticket.Id));
            if (page == shown.Pages - 1)
                break;
        }

        Assert.Equal(wanted.Take(TicketSearchStore.MostFound), found);
    }

    [Fact]
    public async Task What_only_the_oldest_of_many_withdrawn_tickets_have_is_found_among_the_withdrawn_alone()
    {
        await _database.ExecuteAsync(
            """
            insert into tickets (id, user_id, name, description, status, outcome)
            select n, 50, 'Многие', case when n < 120 then 'редкостный' end, 'closed', case when n % 2 = 0 then 'withdrawn' end
              from generate_series(100, 8000) n
            """);

        var rare = await FindAsync("отозванные редкостные", page: 1);
        var many = await FindAsync("отозванные многими");

        Assert.Equal((10, 1, 2), (rare.Count, rare.Page, rare.Pages));
        Assert.Equal([102, 100], rare.Tickets.Select(ticket => ticket.Id));
        Assert.Equal((TicketSearchStore.MostFound, true), (many.Count, many.HasMore));
        Assert.Equal([8000, 7998], many.Tickets.Take(2).Select(ticket => ticket.Id));
    }

    [Fact]
    public async Task Of_an_erased_ticket_only_its_number_its_direction_and_its_state_find_it()
    {
        await new ErasureStore(_database.DataSource).EraseTablesAsync(42, confirmedBy: 1, default);

        foreach (var personal in new[] { "анна", "ромашка", "петербург", "стела въездная", "@anna_k", "89161234567", "111-22-33" })
            Assert.Empty((await FindAsync(personal)).Tickets);
        Assert.Equal([1], (await FindAsync("1")).Tickets.Select(ticket => ticket.Id));
        Assert.Equal([3, 1], (await FindAsync("отозванные")).Tickets.Select(ticket => ticket.Id));
        Assert.Equal(
            ["0"], await _database.ReadAsync("select count(*) from tickets where id = 1 and search_words::text ~ 'анн|ромашк|tel|@'"));
    }

    [Fact]
    public async Task A_change_of_a_ticket_changes_what_finds_it()
    {
        await _database.ExecuteAsync("update tickets set name = 'Зоя' where id = 5");

        Assert.Empty((await FindAsync("глеб")).Tickets);
        Assert.Equal([5], (await FindAsync("зоей")).Tickets.Select(ticket => ticket.Id));
    }

    private Task<TicketsFound> FindAsync(string written, int page = 0) =>
        _search.FindAsync(TicketSearch.Read(written), page, default);
}
