using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Database;

/// <summary>The view that the operator looks at first.</summary>
public sealed class HealthTests : IAsyncLifetime
{
    private const string Health = "select concat_ws('|', matter, chat_id, state, rows, last_error) from health order by matter, chat_id";

    private TestDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateMigratedAsync();
        await _database.ExecuteAsync("insert into tickets (id, user_id) values (1, 42)");
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task An_idle_bot_is_well_in_every_matter() =>
        Assert.Equal(
            ["inbox set aside|ok|0", "inbox waiting|ok|0", "outbox set aside|ok|0", "outbox waiting|ok|0"],
            await _database.ReadAsync(Health));

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
}
