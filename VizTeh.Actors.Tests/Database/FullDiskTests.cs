using VizTeh.Actors.Database;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Database;

/// <summary>The server's disk is full in the middle of a migration.</summary>
public sealed class FullDiskTests
{
    // What PostgreSQL reports when a file cannot grow, at the moment when the last migrations make their tables and indexes.
    private const string FullDisk =
        """
        create function no_room() returns event_trigger language plpgsql as $$
        begin
          if tg_tag = 'CREATE INDEX' then
            raise exception using errcode = 'disk_full',
              message = 'could not extend file "base/16384/16999": No space left on device', hint = 'Check free disk space.';
          end if;
        end
        $$;
        create event trigger full_disk on ddl_command_end execute function no_room();
        """;

    [Fact]
    public async Task Nothing_of_the_migration_is_left_one_line_says_why_and_the_next_start_with_room_goes_on()
    {
        await using var database = await PostgresFixture.CreateMigratedBeforeAsync("0045_find_tickets.sql");
        await database.ExecuteAsync("insert into tickets (user_id, name) values (1, 'Анна')");
        const string Shape =
            "select table_name || '.' || column_name from information_schema.columns where table_schema = 'public' order by 1";
        var (before, applied) = (await database.ReadAsync(Shape), await database.ReadAsync("select scriptname from vizteh_migrations"));
        await database.ExecuteAsync(FullDisk);

        var refused = await Assert.ThrowsAsync<SettingsException>(() => Migrator.MigrateAsync(database.ConnectionString));

        Assert.Contains("DB_HOST: the disk of PostgreSQL", refused.Message, StringComparison.Ordinal);
        Assert.Contains("No space left on device", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
        Assert.Equal(before, await database.ReadAsync(Shape));
        Assert.Equal(applied, await database.ReadAsync("select scriptname from vizteh_migrations"));

        await database.ExecuteAsync("drop event trigger full_disk");
        await Migrator.MigrateAsync(database.ConnectionString);

        Assert.Equal(["Анна"], await database.ReadAsync("select name from tickets"));
    }
}
