using System.Diagnostics;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Requests;
using VizTeh.Actors.Inbox;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Sandbox.Network;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tests.Support;
using Xunit.Abstractions;

namespace VizTeh.Actors.Tests.TelegramApi;

/// <summary>The connections to Telegram's server, which a middlebox may drop silently.</summary>
public sealed class TelegramConnectionsTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_poll_whose_connection_was_forgotten_is_given_up_ten_seconds_after_its_answer_was_due_and_the_next_one_gets_through()
    {
        await using var telegram = await BotApiServer.StartAsync();
        await using var relay = FreezingRelay.Before(telegram.Url.Host, telegram.Url.Port);
        var client = TelegramClient.Create(TestSettings.For(telegram) with { TelegramApiUrl = $"http://127.0.0.1:{relay.Port}" });
        var updates = new TelegramUpdates(client);
        await client.GetMe();
        Assert.Equal(1, relay.ForgetConnections());

        var watch = Stopwatch.StartNew();
        await Assert.ThrowsAnyAsync<RequestException>(() => updates.GetAsync(null, TimeSpan.FromSeconds(1), CancellationToken.None));
        output.WriteLine($"given up after {watch.Elapsed.TotalSeconds:0.0} s");
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20));

        Assert.Empty(await updates.GetAsync(null, TimeSpan.Zero, CancellationToken.None));
    }

    [Fact]
    public void A_large_file_has_the_time_of_its_transfer_and_a_message_hardly_any()
    {
        Assert.Equal(TimeSpan.FromSeconds(450), TelegramConnections.UploadTime(45_000_000));
        Assert.InRange(TelegramConnections.UploadTime(4_096), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.Zero, TelegramConnections.UploadTime(null));
    }

    [Fact]
    public void A_message_is_waited_for_longer_than_telegram_may_keep_it_back_and_nothing_else_is()
    {
        Assert.InRange(
            TelegramConnections.LimitOf(new SendMessageRequest { ChatId = 1, Text = "" }), TimeSpan.FromSeconds(61),
            TimeSpan.FromSeconds(90));
        Assert.InRange(
            TelegramConnections.LimitOf(new EditMessageTextRequest { ChatId = 1, MessageId = 1, Text = "" }),
            TimeSpan.FromSeconds(61), TimeSpan.FromSeconds(90));
        Assert.InRange(TelegramConnections.LimitOf(new GetMeRequest()), TimeSpan.Zero, TimeSpan.FromSeconds(30));
        Assert.InRange(
            TelegramConnections.LimitOf(new AnswerCallbackQueryRequest { CallbackQueryId = "1" }), TimeSpan.Zero, TimeSpan.FromSeconds(30));
        Assert.InRange(PollerOptions.Default.LongPoll + TimeSpan.FromSeconds(10), TimeSpan.Zero, TimeSpan.FromSeconds(40));
    }

    [Fact]
    public async Task A_server_is_reached_by_a_name_of_which_only_one_address_answers()
    {
        await using var telegram = await BotApiServer.StartAsync();
        var client = TelegramClient.Create(TestSettings.For(telegram) with { TelegramApiUrl = $"http://localhost:{telegram.Url.Port}" });

        Assert.True((await client.GetMe()).IsBot);
    }
}
