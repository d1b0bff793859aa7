using Microsoft.Extensions.DependencyInjection;
using VizTeh.Actors.Inbox;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>An update whose receiver fails at every try, with the real receiver.</summary>
public sealed class PoisonTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_press_that_fails_each_time_is_set_aside_with_its_error_harms_nobody_and_is_handled_once_the_cause_is_mended()
    {
        await using var bot = await BotUnderTest.CreateAsync(services: services => services.AddSingleton(
            PollerOptions.Default with { FaultsBeforeSetAside = 3 }));
        var manager = bot.Manager.Chat;
        var poisoned = await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        var card = await manager.NextAsync($"№{poisoned}");
        await bot.Database.ExecuteAsync(
            $"""
            create function fail() returns trigger language plpgsql as
                'begin raise exception ''ticket is cursed'' using errcode = ''data_exception''; end';
            create trigger fail before update on tickets for each row when (old.id = {poisoned}) execute function fail();
            """);

        var press = manager.Press(card, "Закрыть заявку");
        var afterwards = await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        var other = await manager.NextAsync($"№{afterwards}");
        await Eventually.BecomesAsync(
            () => bot.Database.ReadAsync(
                "select concat_ws('|', attempts, last_error like '%ticket is cursed%') from inbox where set_aside_at is not null"),
            rows => rows.SequenceEqual(["3|t"]), "the press is set aside with its error");
        await manager.Press(other, "Закрыть заявку").AnswerAsync(Soon);
        await manager.WaitForEditAsync(other, message => message.Button("Открыть заявку") is not null);

        Assert.Equal(
            ["inbox set aside|trouble|1"], await bot.Database.ReadAsync(
                "select concat_ws('|', matter, state, rows) from health where state <> 'ok'"));
        Assert.Equal(
            [$"{poisoned}|open", $"{afterwards}|closed"],
            await bot.Database.ReadAsync("select concat_ws('|', id, status) from tickets order by id"));

        await bot.Database.ExecuteAsync("drop function fail cascade");
        // Only that row: rows of updates that have just been handled may still exist.
        await bot.Database.ExecuteAsync("update inbox set set_aside_at = null, attempts = 0 where set_aside_at is not null");
        await bot.StopAsync();
        await bot.StartAsync();

        Assert.Contains("закрыта", (await press.AnswerAsync(Soon)).Text, StringComparison.Ordinal);
        await manager.WaitForEditAsync(card, message => message.Button("Открыть заявку") is not null);
        await bot.AssertAllIsHandledAsync();
        Assert.Equal(["1"], await bot.Database.ReadAsync($"select count(*) from ticket_history where ticket_id = {poisoned} and status "
            + "= 'closed'"));
    }
}
