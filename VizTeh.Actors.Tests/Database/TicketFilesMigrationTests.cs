using VizTeh.Actors.Database;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Database;

/// <summary>A database of a version that knew no files of tickets.</summary>
public sealed class TicketFilesMigrationTests
{
    [Fact]
    public async Task What_waits_in_an_older_outbox_goes_on_waiting_and_words_stay_as_they_are()
    {
        await using var database = await PostgresFixture.CreateMigratedBeforeAsync("0033_ticket_files.sql");
        await database.ExecuteAsync(
            """
            insert into tickets (user_id, submission_id) values (42, gen_random_uuid());
            insert into ticket_messages (ticket_id, author, user_id, update_id, text, sent_at) values (1, 'client', 42, 5, 'Этаж', now());
            insert into outbox (chat_id, kind, ticket_id, ticket_message_id) values (-5, 'card', 1, null), (-5, 'ticket_message', 1, 1);
            """);

        await Migrator.MigrateAsync(database.ConnectionString);

        Assert.Equal(["Этаж|none"], await database.ReadAsync("select text || '|' || coalesce(files::text, 'none') from ticket_messages"));
        await using var claim = await TestOutbox.StoreOf(database).ClaimAsync(-5, Recipient.Managers, default);
        Assert.Equal([new OwedMessage.Card(1), new OwedMessage.TicketMessage(1, 1)], claim!.Entries.Select(entry => entry.Row.Owed));
        Assert.All(claim.Entries, entry => Assert.Empty(entry.Files));
    }

    [Theory]
    [InlineData("(42, 'ticket_files', 1, 'client')")]
    [InlineData("(-5, 'ticket_files', null, 'managers')")]
    public async Task The_table_owes_files_of_a_ticket_to_managers_only(string row)
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await database.ExecuteAsync("insert into tickets (user_id) values (42)");

        var refusal = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => database.ExecuteAsync(
            $"insert into outbox (chat_id, kind, ticket_id, recipient) values {row}"));

        Assert.Equal(Npgsql.PostgresErrorCodes.CheckViolation, refusal.SqlState);
    }
}
