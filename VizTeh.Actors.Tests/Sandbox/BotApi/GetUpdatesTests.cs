using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Tests.Sandbox.BotApi;

public sealed class GetUpdatesTests
{
    private const long First = 5_000_001;

    private static Task<RawBot> StartAsync() => RawBot.StartAsync(new BotApiOptions { FirstUpdateId = First });

    [Fact]
    public async Task Updates_come_in_order_with_consecutive_ids_and_without_an_offset_they_come_again()
    {
        await using var bot = await StartAsync();
        Type(bot, "раз", "два", "три");

        var once = await bot.CallAsync("getUpdates");
        bot.Clock.Advance(TimeSpan.FromSeconds(1));
        var twice = await bot.CallAsync("getUpdates");

        AssertIds(once, First, First + 1, First + 2);
        Assert.Equal(["раз", "два", "три"], once.Result.AsArray().Select(update => (string)update!["message"]!["text"]!));
        Assert.Equal(once.Body, twice.Body);
    }

    [Fact]
    public async Task An_offset_erases_what_is_before_it_as_soon_as_it_is_asked_with()
    {
        await using var bot = await StartAsync();
        Type(bot, "раз", "два", "три");

        AssertIds(await bot.CallAsync("getUpdates", new { offset = First + 1 }), First + 1, First + 2);
        Assert.Equal(2, bot.Server.Updates.PendingCount);
        Assert.Equal(First + 1, bot.Server.Updates.ConfirmedOffset);
        AssertIds(await bot.CallAsync("getUpdates", new { offset = First }), First + 1, First + 2);
    }

    [Fact]
    public async Task The_same_offset_again_gives_the_same_updates_but_within_half_a_second_only_one()
    {
        await using var bot = await StartAsync();
        Type(bot, "раз", "два", "три");

        Assert.Equal(3, (await bot.CallAsync("getUpdates", new { offset = First })).UpdateIds.Length);
        bot.Clock.Advance(TimeSpan.FromSeconds(0.4));
        AssertIds(await bot.CallAsync("getUpdates", new { offset = First }), First);
        bot.Clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal(3, (await bot.CallAsync("getUpdates", new { offset = First })).UpdateIds.Length);
    }

    [Fact]
    public async Task A_negative_offset_forgets_all_but_the_newest()
    {
        await using var bot = await StartAsync();
        Type(bot, "раз", "два", "три");

        AssertIds(await bot.CallAsync("getUpdates", new { offset = -1 }), First + 2);
        Assert.Equal(1, bot.Server.Updates.PendingCount);
    }

    [Theory]
    [InlineData(10, 0)]
    [InlineData(11, 2)]
    public async Task An_offset_far_in_the_future_is_ignored_and_confirms_nothing(int ahead, int left)
    {
        await using var bot = await StartAsync();
        Type(bot, "раз", "два");
        var tail = bot.Server.Updates.NextId;

        var answer = await bot.CallAsync("getUpdates", new { offset = tail + ahead });

        Assert.Equal(left, answer.UpdateIds.Length);
        Assert.Equal(left, bot.Server.Updates.PendingCount);
    }

    [Fact]
    public async Task After_ids_begin_anew_lower_a_bot_with_its_old_offset_gets_the_same_updates_again()
    {
        await using var bot = await StartAsync();
        Type(bot, "раз");
        await bot.CallAsync("getUpdates", new { offset = First + 1 });
        bot.Server.Updates.RestartIdsAt(117_314);
        Type(bot, "два");

        for (var attempt = 0; attempt < 2; attempt++)
        {
            bot.Clock.Advance(TimeSpan.FromSeconds(5));
            AssertIds(await bot.CallAsync("getUpdates", new { offset = First + 1 }), 117_314);
        }

        await bot.CallAsync("getUpdates", new { offset = 117_315 });
        Assert.Equal(0, bot.Server.Updates.PendingCount);
    }

    [Theory]
    [InlineData("0", 1)]
    [InlineData("-7", 1)]
    [InlineData("abc", 1)]
    [InlineData("2", 2)]
    [InlineData("101", 100)]
    public async Task A_limit_out_of_range_is_clamped(string limit, int expected)
    {
        await using var bot = await StartAsync();
        Type(bot, [.. Enumerable.Range(0, 105).Select(number => number.ToString(CultureInfo.InvariantCulture))]);

        Assert.Equal(expected, (await bot.GetAsync($"/bot{bot.Server.Token}/getUpdates?limit={limit}")).UpdateIds.Length);
    }

    [Fact]
    public async Task A_long_poll_ends_with_the_first_update()
    {
        await using var bot = await StartAsync();
        var poll = await bot.StartPollAsync(0, 30);

        Type(bot, "привет");

        AssertIds(await poll, First);
    }

    [Fact]
    public async Task A_long_poll_ends_empty_at_its_timeout_which_is_never_over_50_seconds()
    {
        await using var bot = await StartAsync();
        var poll = await bot.StartPollAsync(0, 100);

        bot.Clock.Advance(TimeSpan.FromSeconds(49));
        Assert.True(bot.Server.Updates.IsPolled);
        bot.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("""{"ok":true,"result":[]}""", (await poll).Body);
    }

    [Fact]
    public async Task A_short_poll_repeated_at_once_is_held_for_three_seconds()
    {
        await using var bot = await StartAsync();
        await bot.CallAsync("getUpdates", new { offset = First });
        var repeated = await bot.StartPollAsync(First, 0);

        bot.Clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Empty((await repeated).UpdateIds);
    }

    [Fact]
    public async Task Of_two_waiting_pollers_the_older_one_gets_409_and_the_newer_one_the_updates()
    {
        await using var bot = await StartAsync();
        var older = await bot.StartPollAsync(0, 30);
        var newer = bot.CallAsync("getUpdates", new { timeout = 30 });

        var refused = await older;
        Type(bot, "привет");

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Equal(
            "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running", refused.Description);
        AssertIds(await newer, First);
    }

    [Fact]
    public async Task Further_conflicts_within_three_seconds_are_held_back_for_three()
    {
        await using var bot = await StartAsync();
        await bot.CallAsync("setWebhook", new { url = "https://example.org/hook" });

        Assert.Equal(HttpStatusCode.Conflict, (await bot.CallAsync("getUpdates")).Status);
        var second = bot.CallAsync("getUpdates");
        await AdvanceUntilAsync(bot, second);

        Assert.Equal(HttpStatusCode.Conflict, (await second).Status);
        Assert.True(bot.Server.Calls.Of("getUpdates")[^1].When - bot.Server.Calls.Of("getUpdates")[0].When >= TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task A_webhook_excludes_getUpdates_until_it_is_deleted_and_drops_nothing_unasked()
    {
        await using var bot = await StartAsync();
        Type(bot, "привет");
        await bot.CallAsync("setWebhook", new { url = "https://example.org/hook" });

        Assert.Equal(
            "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
            (await bot.CallAsync("getUpdates")).Description);
        Assert.Equal("https://example.org/hook", (string?)(await bot.CallAsync("getWebhookInfo")).Result["url"]);
        await bot.CallAsync("deleteWebhook");
        AssertIds(await bot.CallAsync("getUpdates"), First);
        await bot.CallAsync("deleteWebhook", new { drop_pending_updates = true });
        Assert.Equal(0, bot.Server.Updates.PendingCount);
    }

    [Fact]
    public async Task Setting_a_webhook_ends_a_waiting_poll_with_409()
    {
        await using var bot = await StartAsync();
        var poll = await bot.StartPollAsync(0, 30);

        await bot.CallAsync("setWebhook", new { url = "https://example.org/hook" });

        Assert.Equal("Conflict: terminated by setWebhook request", (await poll).Description);
    }

    [Fact]
    public async Task A_message_waits_a_day_and_a_press_150_seconds()
    {
        await using var bot = await StartAsync();
        Type(bot, "привет");
        var message = await bot.SendAsync("Выберите", RawBot.Json("""{"inline_keyboard":[[{"text":"Да","callback_data":"yes"}]]}"""));
        bot.Client.Chat.Press(message, "Да");

        bot.Clock.Advance(TimeSpan.FromSeconds(150));
        AssertIds(await bot.CallAsync("getUpdates"), First, First + 1);
        bot.Clock.Advance(TimeSpan.FromSeconds(1));
        AssertIds(await bot.CallAsync("getUpdates"), First);
        bot.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(151));
        AssertIds(await bot.CallAsync("getUpdates"), First);
        bot.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, bot.Server.Updates.PendingCount);
    }

    [Fact]
    public async Task Allowed_updates_are_remembered_and_concern_only_what_comes_later()
    {
        await using var bot = await StartAsync();
        Type(bot, "до");
        await bot.CallAsync("getUpdates", RawBot.Json("""{"allowed_updates":["callback_query"]}"""));
        Type(bot, "мимо");
        bot.Clock.Advance(TimeSpan.FromSeconds(5));

        AssertIds(await bot.CallAsync("getUpdates"), First);
        await bot.CallAsync("getUpdates", new { allowed_updates = Array.Empty<string>() });
        Type(bot, "после");
        bot.Clock.Advance(TimeSpan.FromSeconds(5));
        AssertIds(await bot.CallAsync("getUpdates"), First, First + 1);
    }

    [Fact]
    public async Task A_poller_that_went_away_takes_no_update_with_it()
    {
        await using var bot = await StartAsync();
        using var gone = new CancellationTokenSource();
        var poll = await bot.StartPollAsync(0, 30, gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => poll);
        await bot.Server.Calls.WaitForCallAsync(call => call is { Method: "getUpdates", HttpStatus: 0 });

        Type(bot, "привет");

        AssertIds(await bot.CallAsync("getUpdates"), First);
    }

    [Fact]
    public async Task An_update_of_an_unknown_kind_and_a_repeated_one_can_be_put_in_the_queue()
    {
        await using var bot = await StartAsync();
        Type(bot, "привет");
        var unknown = bot.Server.Updates.EnqueueRaw(JsonNode.Parse("""{"hologram":{"angle":7}}""")!);
        await bot.CallAsync("getUpdates", new { offset = unknown + 1 });

        bot.Server.Updates.DeliverAgain(First, unknown);
        var again = await bot.CallAsync("getUpdates", new { offset = unknown + 2 });

        AssertIds(again, First, unknown);
        Assert.Equal(7, (int)again.Result[1]!["hologram"]!["angle"]!);
        bot.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Empty((await bot.CallAsync("getUpdates", new { offset = unknown + 1 })).UpdateIds);
    }

    [Fact]
    public async Task An_update_that_is_not_confirmed_cannot_be_put_ahead_of_those_before_it()
    {
        await using var bot = await StartAsync();
        Type(bot, "раз", "два");

        Assert.Throws<ArgumentException>(() => bot.Server.Updates.DeliverAgain(First + 1));
        AssertIds(await bot.CallAsync("getUpdates"), First, First + 1);
        Assert.Throws<ArgumentException>(() => bot.Server.Updates.DeliverAgain(First + 1));
    }

    private static void AssertIds(RawAnswer answer, params long[] ids) => Assert.Equal(ids, answer.UpdateIds);

    private static void Type(RawBot bot, params string[] texts)
    {
        foreach (var text in texts)
            bot.Client.Chat.SendText(text);
    }

    /// <summary>
    /// Advances the clock until the call ends: the moment at which the server begins to hold a call back cannot be observed from outside.
    /// </summary>
    private static async Task AdvanceUntilAsync(RawBot bot, Task done)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!done.IsCompleted)
        {
            deadline.Token.ThrowIfCancellationRequested();
            bot.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(done, Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, deadline.Token));
        }
    }
}
