using System.Net;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Sandbox.BotApi;

public sealed class FaultTests
{
    [Fact]
    public async Task Too_many_requests_says_in_body_and_header_how_long_to_wait_and_executes_nothing()
    {
        await using var bot = await StartedAsync();
        bot.Server.Faults.Inject(Fault.TooManyRequests(7));

        var refused = await SendAsync(bot);

        Assert.Equal(
            """{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 7","parameters":{"retry_after":7}}""",
            refused.Body);
        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(7)), (refused.Status, refused.RetryAfter));
        Assert.Equal(0, Sent(bot));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(bot)).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_error_can_be_json_or_a_proxys_page(bool asHtml)
    {
        await using var bot = await StartedAsync();
        bot.Server.Faults.Inject(Fault.ServerError(502, asHtml));

        var refused = await SendAsync(bot);

        Assert.Equal(HttpStatusCode.BadGateway, refused.Status);
        Assert.StartsWith(asHtml ? "<html>" : """{"ok":false,"error_code":502""", refused.Body, StringComparison.Ordinal);
        Assert.Equal(0, Sent(bot));
    }

    [Theory]
    [InlineData(FaultKind.ResetBeforeExecution, 0)]
    [InlineData(FaultKind.ExecuteThenReset, 1)]
    [InlineData(FaultKind.ExecuteThenTruncate, 1)]
    public async Task A_broken_connection_leaves_open_whether_the_call_was_executed(FaultKind kind, int sent)
    {
        await using var bot = await StartedAsync();
        bot.Server.Faults.Inject(new Fault(kind));

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => SendAsync(bot));

        Assert.Equal(sent, Sent(bot));
        Assert.Equal(kind, Assert.Single(bot.Server.Calls.Of("sendMessage")).Fault);
    }

    [Fact]
    public async Task Garbage_comes_with_200_after_the_call_was_executed()
    {
        await using var bot = await StartedAsync();
        bot.Server.Faults.Inject(Fault.ExecuteThenGarbage());

        var garbage = await SendAsync(bot);

        Assert.Equal(HttpStatusCode.OK, garbage.Status);
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => garbage.Json);
        Assert.Equal(1, Sent(bot));
    }

    [Fact]
    public async Task A_stalled_call_is_executed_when_it_is_released_or_its_time_is_over()
    {
        await using var bot = await StartedAsync();
        var held = bot.Server.Faults.Inject(Fault.Stall());
        var first = SendAsync(bot);
        await held.WaitForHitsAsync();
        Assert.Equal(0, Sent(bot));
        held.Release();
        Assert.Equal(HttpStatusCode.OK, (await first).Status);

        var timed = bot.Server.Faults.Inject(Fault.Stall(TimeSpan.FromMinutes(1)));
        var second = SendAsync(bot);
        await timed.WaitForHitsAsync();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!second.IsCompleted)
        {
            deadline.Token.ThrowIfCancellationRequested();
            bot.Clock.Advance(TimeSpan.FromSeconds(30));
            await Task.WhenAny(second, Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, deadline.Token));
        }

        Assert.Equal(HttpStatusCode.OK, (await second).Status);
        Assert.Equal(2, Sent(bot));
    }

    [Fact]
    public async Task The_answer_to_an_executed_call_can_be_held_back()
    {
        await using var bot = await StartedAsync();
        var held = bot.Server.Faults.Inject(Fault.ExecuteThenStall());
        var late = SendAsync(bot);

        await Eventually.IsTrueAsync(() => Sent(bot) == 1, "the message is sent");
        Assert.False(late.IsCompleted);
        held.Release();

        Assert.Equal(HttpStatusCode.OK, (await late).Status);
        Assert.Equal(1, Sent(bot));
    }

    [Fact]
    public async Task A_fault_concerns_its_method_and_chat_only_and_so_many_calls_until_it_is_cleared()
    {
        await using var bot = await StartedAsync();
        var other = bot.Server.AddPerson("Борис");
        other.Chat.SendText("/start");
        var twice = bot.Server.Faults.Inject(Fault.ServerError() with { Method = "SENDMESSAGE", ChatId = bot.Client.Id, Times = 2 });
        var always = bot.Server.Faults.Inject(Fault.ServerError(503) with { Method = "getChat", Times = null });

        Assert.Equal(HttpStatusCode.OK, (await bot.CallAsync("getMe")).Status);
        Assert.Equal(HttpStatusCode.OK, (await bot.CallAsync("sendMessage", new { chat_id = other.Id, text = "?" })).Status);
        Assert.Equal(HttpStatusCode.BadGateway, (await SendAsync(bot)).Status);
        Assert.Equal(HttpStatusCode.BadGateway, (await SendAsync(bot)).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(bot)).Status);
        for (var call = 0; call < 5; call++)
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await bot.CallAsync("getChat", new { chat_id = other.Id })).Status);
        bot.Server.Faults.Clear();
        Assert.Equal(HttpStatusCode.OK, (await bot.CallAsync("getChat", new { chat_id = other.Id })).Status);
        Assert.Equal((2, 5), (twice.Hits, always.Hits));
    }

    private static int Sent(RawBot bot) => bot.Client.Chat.Messages.Count(message => message.FromBot);

    private static Task<RawAnswer> SendAsync(RawBot bot) => bot.CallAsync("sendMessage", new { chat_id = bot.Client.Id, text = "?" });

    private static async Task<RawBot> StartedAsync()
    {
        var bot = await RawBot.StartAsync();
        bot.Client.Chat.SendText("/start");
        return bot;
    }
}
