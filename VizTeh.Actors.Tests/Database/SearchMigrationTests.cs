using VizTeh.Actors.Database;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Database;

/// <summary>The tickets of earlier versions are found after the migration, whatever they hold.</summary>
public sealed class SearchMigrationTests
{
    private const string Migration = "0045_find_tickets.sql";

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
