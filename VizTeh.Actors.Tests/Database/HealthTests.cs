using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Database;

/// <summary>The view that the operator looks at first.</summary>
public sealed class HealthTests : IAsyncLifetime
{
    private const string Health =
        """
        select concat_ws('|', matter, chat_id, state, rows, last_error) from health
         where matter not in ('bot', 'last poll', 'conversation') order by matter, chat_id
        """;

    private const string OfBot = "select concat_ws('|', matter, state, rows, last_error) from health where matter in ('bot', 'last poll')";

    private TestDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateMigratedAsync();
        await _database.ExecuteAsync("insert into tickets (id, user_id) values (1, 42)");
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task An_idle_bot_is_well_in_every_matter()
    {
        await BeatAsync();

        Assert.Equal(
            [
                "bot|ok|1", "conversation|ok|0", "inbox set aside|ok|0", "inbox waiting|ok|0", "last poll|ok|1",
                "outbox set aside|ok|0", "outbox waiting|ok|0",
            ],
            await _database.ReadAsync("select concat_ws('|', matter, chat_id, state, rows, last_error) from health order by matter"));
    }

    [Fact]
    public async Task A_bot_that_never_ran_was_killed_or_stopped_is_trouble()
    {
        Assert.Equal(["bot|trouble|0|none has run yet"], await _database.ReadAsync(OfBot));

        await BeatAsync(seenAgo: "61 seconds");
        Assert.Equal(["bot|trouble|0|no sign of life any more"], await _database.ReadAsync(OfBot));

        await BeatAsync();
        await _database.ExecuteAsync("update heartbeats set stopped_at = now() where seen_at > now() - interval '30 seconds'");
        Assert.Equal(["bot|trouble|0|stopped"], await _database.ReadAsync(OfBot));
        Assert.Equal(
            ["True"], await _database.ReadAsync("select since > now() - interval '30 seconds' from health where matter = 'bot'"));

        await BeatAsync(seenAgo: "55 seconds");
        Assert.Equal(["bot|ok|1", "last poll|ok|1"], await _database.ReadAsync(OfBot));
    }

    [Fact]
    public async Task A_bot_that_has_had_no_updates_for_two_minutes_is_trouble_and_one_that_stands_by_is_not()
    {
        await BeatAsync(polledAgo: "121 seconds");
        Assert.Equal(["bot|ok|1", "last poll|trouble|1|Telegram gives no updates"], await _database.ReadAsync(OfBot));

        await _database.ExecuteAsync("update heartbeats set last_poll_at = null");
        Assert.Equal(["bot|ok|1", "last poll|trouble|0|Telegram gives no updates"], await _database.ReadAsync(OfBot));

        await BeatAsync(polledAgo: "20 seconds");
        Assert.Equal(["bot|ok|2", "last poll|ok|1"], await _database.ReadAsync(OfBot));
    }

    [Fact]
    public async Task A_role_that_may_read_the_view_alone_sees_all_of_it()
    {
        await BeatAsync();
        await using var role = await TestRole.CreateAsync(_database);
        await _database.ExecuteAsync($"grant usage on schema public to {role.Name}; grant select on health to {role.Name}");
        await using var reader = new TestDatabase(await PostgresFixture.ServerAsync(), role.Details).DataSource;
        await using var command = reader.CreateCommand("select count(*) from health where state = 'ok'");

        Assert.Equal(7L, await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Of_several_nodes_it_is_told_how_many_work_and_which_is_gone_and_of_a_bot_on_its_own_nothing()
    {
        const string Nodes = "select concat_ws('|', state, rows, last_error) from health where matter = 'nodes'";
        await BeatAsync();
        Assert.Empty(await _database.ReadAsync(Nodes));

        await _database.ExecuteAsync(
            """
            insert into nodes (incarnation, address, uid, version, state, seen_at) values
              (gen_random_uuid(), '10.0.0.1:4053', 1, '1.2', 'member', clock_timestamp()),
              (gen_random_uuid(), '10.0.0.2:4053', 2, '1.2', 'member', clock_timestamp()),
              (gen_random_uuid(), '10.0.0.3:4053', 3, '1.2', 'joining', clock_timestamp())
            """);
        Assert.Equal(["ok|2"], await _database.ReadAsync(Nodes));

        await _database.ExecuteAsync("update nodes set seen_at = now() - interval '11 seconds' where uid = 2");
        await _database.ExecuteAsync("update nodes set state = 'dead' where uid = 3");
        Assert.Equal(["trouble|1|no sign of life of 10.0.0.2:4053, 10.0.0.3:4053"], await _database.ReadAsync(Nodes));

        // What nodes of the past left behind says nothing about a bot on its own.
        await _database.ExecuteAsync("update nodes set seen_at = now() - interval '1 day'");
        Assert.Empty(await _database.ReadAsync(Nodes));
    }

    [Fact]
    public async Task Work_that_waits_for_a_moment_is_no_trouble()
    {
        await _database.ExecuteAsync(
            """
            insert into inbox (update_id, payload) values (1, '{}');
            insert into outbox (chat_id, kind, ticket_id) values (-5, 'card', 1), (-5, 'card', 1), (900, 'card', 1);
            """);

        Assert.Equal(
            ["inbox set aside|ok|0", "inbox waiting|ok|1", "outbox set aside|ok|0", "outbox waiting|-5|ok|2", "outbox waiting|900|ok|1"],
            await _database.ReadAsync(Health));
    }

    [Fact]
    public async Task What_waits_long_and_a_chat_that_refuses_is_trouble_with_its_reason_and_time()
    {
        await _database.ExecuteAsync(
            """
            insert into inbox (update_id, payload, received_at) values (1, '{}', now() - interval '1 hour');
            insert into outbox (chat_id, kind, ticket_id, last_error, created_at) values
                (-5, 'card', 1, 'Forbidden: bot was kicked', '2026-01-02 03:04Z'), (-5, 'card', 1, null, now());
            insert into outbox (chat_id, kind, ticket_id, created_at) values (900, 'card', 1, now() - interval '1 hour');
            """);

        Assert.Equal(
            [
                "inbox set aside|ok|0", "inbox waiting|trouble|1", "outbox set aside|ok|0",
                "outbox waiting|-5|trouble|2|Forbidden: bot was kicked", "outbox waiting|900|trouble|1",
            ],
            await _database.ReadAsync(Health));
        Assert.Equal(["True"], await _database.ReadAsync("select since = '2026-01-02 03:04Z' from health where chat_id = -5"));
    }

    [Fact]
    public async Task What_was_given_up_is_trouble_until_somebody_sees_to_it()
    {
        await _database.ExecuteAsync(
            """
            insert into inbox (update_id, payload, last_error, set_aside_at) values
                (1, '{}', 'older', now() - interval '1 day'), (2, '{}', 'it always throws', now());
            insert into outbox (chat_id, kind, ticket_id, last_error, set_aside_at) values (-5, 'card', 1, 'too long', now());
            """);

        Assert.Equal(
            [
                "inbox set aside|trouble|2|it always throws", "inbox waiting|ok|0", "outbox set aside|trouble|1|too long",
                "outbox waiting|ok|0",
            ],
            await _database.ReadAsync(Health));
    }

    private Task BeatAsync(string seenAgo = "1 second", string polledAgo = "20 seconds") => _database.ExecuteAsync(
        $"""
        insert into heartbeats (process, host, version, started_at, seen_at, last_poll_at)
        values (gen_random_uuid(), 'host', '1.0.0', now() - interval '1 hour', now() - interval '{seenAgo}', now() - interval '{polledAgo}')
        """);
}
