using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using VizTeh.Actors.Inbox;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Inbox;

/// <summary>Updates that PostgreSQL refuses.</summary>
public sealed class InboxIntakeTests : IAsyncLifetime
{
    private static readonly InboxRow Before = new(12, """{"update_id":12}""");
    private static readonly InboxRow After = new(14, """{"update_id":14}""");

    private TestDatabase _database = null!;
    private InboxStore _store = null!;
    private InboxIntake _intake = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateMigratedAsync();
        _store = new InboxStore(_database.DataSource, await new PollerTerms(_database.DataSource).BeginAsync(default));
        _intake = new InboxIntake(_store, NullLogger<InboxIntake>.Instance);
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    public static TheoryData<string, string> Refused => new()
    {
        { """{"update_id":13,nonsense}""", "22P02" },
        { "{\"update_id\":13,\"text\":\"a\0b\"}", "22021" },
        { $$"""{"update_id":13,"deep":{{new string('[', 30_000)}}{{new string(']', 30_000)}} }""", "54001" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task One_that_is_refused_is_set_aside_with_the_refusal_and_its_words_and_the_others_are_stored(string json, string error)
    {
        InboxRow refused = new(13, json);

        Assert.Equal([Before, After], await _intake.StoreAsync([Before, refused, After], 15, [], default));

        Assert.Equal([Before, After], await _store.LoadWaitingAsync(default));
        Assert.Equal(15, await _store.LoadOffsetAsync(default));
        Assert.Equal([$"13 {error}"], await SetAsideAsync("update_id || ' ' || left(last_error, 5)"));
        Assert.Equal(json, RefusedUpdate.Unquoted(Assert.Single(await SetAsideAsync("payload::text"))));
        // Telegram may deliver it again.
        Assert.Empty(await _intake.StoreAsync([refused], 15, [], default));
        Assert.Single(await SetAsideAsync("update_id::text"));
    }

    [Theory]
    [InlineData("check_violation")]
    [InlineData("raise_exception")]
    public async Task One_that_the_table_will_not_have_under_its_id_is_kept_without_it(string condition)
    {
        await _database.ExecuteAsync(
            $"""
            create function refuse() returns trigger language plpgsql as
              'begin raise exception ''not this one'' using errcode = ''{condition}''; end';
            create constraint trigger refuse after insert on inbox deferrable initially deferred
              for each row when (new.update_id = 13) execute function refuse();
            """);
        InboxRow refused = new(13, """{"update_id":13}""");

        Assert.Equal([Before, After], await _intake.StoreAsync([Before, refused, After], 15, [], default));

        Assert.Matches("^update 13: [^ ]+ not this one$", Assert.Single(await SetAsideAsync("last_error")));
        Assert.Equal(
            [refused.Json],
            await SetAsideAsync("convert_from(decode(payload #>> '{}', 'base64'), 'UTF8') || coalesce(update_id::text, '')"));
    }

    [Fact]
    public async Task One_without_an_id_is_set_aside_and_never_waits()
    {
        InboxRow nameless = new(InboxRow.NoId, """{"x":1}""") { Refusal = "no id" };
        InboxRow nonsense = new(InboxRow.NoId, "nonsense") { Refusal = "no id" };

        Assert.Equal([Before], await _intake.StoreAsync([nameless, Before, nonsense], 15, [], default));

        Assert.Equal(["""{"x":1} no id""", "\"nonsense\" no id"], await SetAsideAsync("payload::text || ' ' || last_error"));
        await Assert.ThrowsAsync<PostgresException>(() => _database.ExecuteAsync("update inbox set set_aside_at = null"));
    }

    [Fact]
    public async Task A_table_that_refuses_everything_is_no_fault_of_an_update()
    {
        await _database.ExecuteAsync("alter table inbox add constraint none check (false)");

        await Assert.ThrowsAsync<PostgresException>(() => _intake.StoreAsync([Before, After], 15, [], default));

        Assert.Null(await _store.LoadOffsetAsync(default));
    }

    private Task<IReadOnlyList<string>> SetAsideAsync(string what) =>
        _database.ReadAsync($"select {what} from inbox where set_aside_at is not null order by seq");
}
