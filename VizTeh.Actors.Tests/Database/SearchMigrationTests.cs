using VizTeh.Actors.Database;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Database;

/// <summary>The tickets of earlier versions are found after the migration, whatever they hold.</summary>
public sealed class SearchMigrationTests
{
    private const string Migration = "0045_find_tickets.sql";

    [Fact]
    public async Task A_phone_with_dashes_and_spaces_of_any_kind_that_was_stored_before_is_found_as_a_whole()
    {
        await using var database = await PostgresFixture.CreateMigratedBeforeAsync("0055_managers_desk.sql");
        await database.ExecuteAsync(
            """
            insert into tickets (id, user_id, phone) values
              (1, 1, U&'+7 (916) 123\201345\201367'), (2, 2, U&'8\00A0916\202F123\201145\221268'),
              (3, 3, U&'8 916 123-45-69 \2014 8 495 111-22-33'), (4, 4, '8 916 123-45-70 – Анна')
            """);

        await Migrator.MigrateAsync(database.ConnectionString);

        var search = new TicketSearchStore(database.DataSource);
        foreach (var (phone, id) in new[] { ("9161234567", 1L), ("9161234568", 2), ("9161234569", 3), ("9161234570", 4) })
            Assert.Equal([id], (await search.FindAsync(TicketSearch.Read(phone), 0, default)).Tickets.Select(ticket => ticket.Id));
    }

    [Fact]
    public async Task Tickets_of_an_earlier_version_are_found_whatever_is_in_them()
    {
        await using var database = await PostgresFixture.CreateMigratedBeforeAsync(Migration);
        await database.ExecuteAsync(
            """
            alter table tickets add column search_words text not null default 'чужое';
            insert into tickets (id, user_id, username, name, phone, description, answers) values
              (1, 1, '', 'Анна', '8 916 123-45-67', null, null),
              (2, 2, '@', null, '', repeat('слово' || chr(10), 400000), '"текст"'),
              (3, 3, repeat('u', 5000), '', repeat('9', 9000), 'x', '[]'),
              (4, 4, null, null, null, null,
               '[{"value": {"a": 1}}, 7, null, {"kind": "Phone"}, {"kind": "Phone", "value": "+79161234568"}]'),
              (5, 5, 'b', null, null, null, '{"value": "Борис"}')
            """);

        await Migrator.MigrateAsync(database.ConnectionString);

        var search = new TicketSearchStore(database.DataSource);
        Assert.Equal([1], await FindAsync("анны"));
        Assert.Equal([1], await FindAsync("+79161234567"));
        Assert.Equal([2], await FindAsync("слова"));
        Assert.Equal([4], await FindAsync("8 (916) 123-45-68"));
        Assert.Equal([5], await FindAsync("@b борис"));
        Assert.Equal(["чужое"], await database.ReadAsync("select distinct search_words_before from tickets"));
        await database.ExecuteAsync("insert into tickets (user_id, name) values (6, 'Вера')");

        async Task<IEnumerable<long>> FindAsync(string written) =>
            (await search.FindAsync(TicketSearch.Read(written), 0, default)).Tickets.Select(ticket => ticket.Id);
    }
}
