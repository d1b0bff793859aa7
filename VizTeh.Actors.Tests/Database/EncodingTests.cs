using VizTeh.Actors.Database;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Database;

/// <summary>A database that cannot store what people write is refused, and the commands in the error line make one that can.</summary>
public sealed class EncodingTests
{
    [Theory]
    [InlineData("WIN1251", "convert_from('\\xcfb8f2f0', 'WIN1251')")]
    [InlineData("KOI8R", "convert_from('\\xf0a3d4d2', 'KOI8R')")]
    [InlineData("LATIN1", "'Peter'")]
    [InlineData("SQL_ASCII", "'Пётр'")]
    public async Task Any_encoding_but_utf8_is_refused_with_the_commands_that_copy_the_database(string encoding, string name)
    {
        var server = await PostgresFixture.ServerAsync();
        var odd = server.Maintenance with { Name = $"odd-{encoding}-{Guid.NewGuid():N}" };
        await server.ExecuteAsync($"create database \"{odd.Name}\" template template0 encoding '{encoding}' locale 'C'");
        await using var database = new TestDatabase(server, odd);
        await database.ExecuteAsync(
            $"create table tickets (id serial primary key, user_id bigint, name text); insert into tickets (user_id, name) values (1, "
                + $"{name})");

        var refusal = await Assert.ThrowsAsync<SettingsException>(() => Migrator.MigrateAsync(database.ConnectionString));

        Assert.StartsWith($"DB_NAME: the database \"{odd.Name}\" keeps text as {encoding}", refusal.Message, StringComparison.Ordinal);
        await Shell.TypeAsync(refusal.Message[refusal.Message.IndexOf("createdb", StringComparison.Ordinal)..], server.Maintenance);
        await using var copy = new TestDatabase(server, odd with { Name = $"{odd.Name}_utf8" });
        await Migrator.MigrateAsync(copy.ConnectionString);
        await copy.ExecuteAsync("insert into tickets (user_id, name) values (2, '🙂')");
        Assert.Equal(
            [encoding == "LATIN1" ? "Peter" : "Пётр", "🙂"], await copy.ReadAsync("select name from tickets order by id"));
    }
}
