using Microsoft.Extensions.DependencyInjection;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Database;

/// <summary>Faults that the process reports, as the operator sees them in the view.</summary>
public sealed class TroublesWriterTests : IAsyncLifetime
{
    private const string Trouble = "select concat_ws('|', matter, chat_id, state, rows, last_error) from health where state = 'trouble'";

    private BotUnderTest _bot = null!;

    public async Task InitializeAsync() => _bot = await BotUnderTest.CreateAsync(actors: _ => { });

    public async Task DisposeAsync() => await _bot.DisposeAsync();

    [Fact]
    public async Task What_is_wrong_is_seen_in_health_while_it_lasts()
    {
        var troubles = _bot.Services.GetRequiredService<Troubles>();
        troubles.Raise("conversation", 42, "a snapshot\0of a newer version");

        await Eventually.BecomesAsync(
            ReadAsync, seen => seen is ["conversation|42|trouble|1|a snapshot of a newer version"], "the troubles in health");

        troubles.Clear("conversation", 42);
        await Eventually.BecomesAsync(ReadAsync, seen => seen is [], "the troubles in health");
    }

    [Fact]
    public async Task A_process_that_ends_in_order_takes_its_troubles_along()
    {
        _bot.Services.GetRequiredService<Troubles>().Raise("telegram polling", null, "409");
        await Eventually.BecomesAsync(ReadAsync, seen => seen is ["telegram polling|trouble|1|409"], "the troubles in health");

        await _bot.StopAsync();

        Assert.Equal([], await _bot.Database.ReadAsync("select matter from troubles"));
    }

    [Fact]
    public async Task What_a_process_said_that_died_is_forgotten_after_minutes_and_of_two_that_live_both_are_seen()
    {
        await _bot.Database.ExecuteAsync(
            """
            insert into troubles (process, matter, subject, error, since, seen_at) values
                (gen_random_uuid(), 'conversation', 7, 'of the dead', now() - interval '1 day', now() - interval '4 minutes'),
                (gen_random_uuid(), 'telegram polling', null, 'older', now() - interval '1 hour', now() - interval '1 minute'),
                (gen_random_uuid(), 'telegram polling', null, 'newer', now(), now());
            """);

        // The process itself may still have to give its first sign of life.
        await Eventually.BecomesAsync(ReadAsync, seen => seen is ["telegram polling|trouble|2|newer"], "the troubles in health");
    }

    private Task<IReadOnlyList<string>> ReadAsync() => _bot.Database.ReadAsync(Trouble);
}
