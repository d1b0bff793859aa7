using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Telegram.Bot.Exceptions;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.TelegramApi;

/// <summary>A middlebox answers in Telegram's place: a proxy, a provider, a captive portal.</summary>
public sealed class ForeignAnswerTests : IAsyncLifetime
{
    private static readonly Message Hello = new("Здравствуйте!");

    private BotApiServer _server = null!;
    private ChatParticipant _anna = null!;
    private TelegramSender _sender = null!;

    public async Task InitializeAsync()
    {
        _server = await BotApiServer.StartAsync();
        _anna = _server.AddPerson("Анна").Chat;
        _anna.SendText("/start");
        _sender = new TelegramSender(
            TelegramClient.Create(TestSettings.For(_server)), null, TimeProvider.System, NullLogger<TelegramSender>.Instance);
    }

    public async Task DisposeAsync()
    {
        _sender.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(200, "text/html", "<!DOCTYPE html><html><body>Please log in.</body></html>")]
    [InlineData(200, "application/json", "<!DOCTYPE html><html><body>Please log in.</body></html>")]
    [InlineData(200, "application/json", "")]
    [InlineData(200, "application/json", """{"status":"ok"}""")]
    [InlineData(200, "application/json", """{"ok":true,"portal":"wi-fi"}""")]
    [InlineData(200, "application/json", """{"ok":false,"error_code":400,"description":"Bad Request"}""")]
    [InlineData(200, "application/octet-stream", "\u001f\u008b\b\0")]
    [InlineData(201, "application/json", """{"ok":true,"result":{"message_id":1,"date":1}}""")]
    [InlineData(202, "text/plain", "queued")]
    [InlineData(302, "text/html", "")]
    [InlineData(400, "application/json", """{"error":"blocked by policy"}""")]
    [InlineData(403, "text/html", "<html>Forbidden by the firewall</html>")]
    [InlineData(511, "text/html", "<html>Network Authentication Required</html>")]
    public async Task What_is_no_answer_of_telegram_counts_neither_as_said_nor_as_refused(int status, string type, string body)
    {
        var fault = _server.Faults.Inject(Fault.Foreign(body, status, type) with { Method = "sendMessage" });

        var outcome = await _sender.SendAsync(_anna.ChatId, Hello);

        Assert.Equal(1, fault.Hits);
        var message = Assert.Single(_anna.Messages, message => message.FromBot);
        Assert.Equal(new SendOutcome.Delivered(message.Id) { MayBeCopy = true }, outcome);
    }

    [Fact]
    public async Task A_caller_with_patience_is_told_at_once_that_nobody_knows_what_became_of_the_message()
    {
        _server.Faults.Inject(Fault.ExecuteThenGarbage() with { Times = null });

        var outcome = await _sender.SendAsync(_anna.ChatId, Hello, TimeSpan.FromSeconds(3));

        Assert.Contains("not Telegram's", Assert.IsType<SendOutcome.Postponed>(outcome).Unconfirmed, StringComparison.Ordinal);
        Assert.Single(_anna.Messages, message => message.FromBot);
    }

    [Fact]
    public async Task A_photo_and_an_edit_that_somebody_else_answers_are_repeated_too()
    {
        var photo = _server.AddFile();
        _server.Faults.Inject(Fault.Foreign() with { Method = "sendPhoto" });
        var sent = Assert.IsType<SendOutcome.Delivered>(await _sender.SendPhotoAsync(_anna.ChatId, photo, Hello));
        Assert.NotNull(sent.MessageId);
        var text = Assert.IsType<SendOutcome.Delivered>(await _sender.SendAsync(_anna.ChatId, Hello));
        _server.Faults.Inject(Fault.Foreign() with { Method = "editMessageText" });

        Assert.IsType<SendOutcome.Delivered>(await _sender.EditAsync(_anna.ChatId, text.MessageId!.Value, new Message("Другое")));

        Assert.Equal("Другое", _anna.Messages[^1].Text);
    }

    [Theory]
    [InlineData("<html>Please log in.</html>")]
    [InlineData("")]
    [InlineData("""{"ok":true,"portal":"wi-fi"}""")]
    public async Task Updates_that_somebody_else_answers_for_are_a_fault_of_the_network(string body)
    {
        _server.Faults.Inject(Fault.Foreign(body) with { Method = "getUpdates" });
        var updates = new TelegramUpdates(TelegramClient.Create(TestSettings.For(_server)));

        var fault = await Assert.ThrowsAsync<RequestException>(() => updates.GetAsync(null, TimeSpan.Zero, default));

        Assert.Contains("not Telegram's", fault.GetBaseException().Message, StringComparison.Ordinal);
        Assert.Single(await updates.GetAsync(null, TimeSpan.Zero, default));
    }

    [Fact]
    public async Task A_start_behind_a_portal_waits_until_telegram_itself_answers_and_says_why()
    {
        var log = new LogLines();
        using var logging = LoggerFactory.Create(builder => builder.AddProvider(log));
        _server.Faults.Inject(Fault.Foreign() with { Method = "getMe" });
        _server.Faults.Inject(Fault.Foreign() with { Method = "deleteWebhook" });

        var me = await TelegramConnection.OpenAsync(
            TelegramClient.Create(TestSettings.For(_server)), logging.CreateLogger("start"), connectivity: null, default);

        Assert.Equal(_server.BotUsername, me.Username);
        Assert.Equal(2, log.All.Count(line => line.Contains("not Telegram's: status 200, text/html", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_429_in_somebody_elses_json_is_waited_out_by_its_header()
    {
        using var client = new HttpClient(new AnswerHandler(new Always(() =>
        {
            var body = new StringContent("""{"error":"slow down"}""");
            var answer = new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Content = body };
            answer.Headers.Date = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
            answer.Headers.RetryAfter = new(answer.Headers.Date.Value.AddSeconds(40));
            return answer;
        })));

        var flood = await Assert.ThrowsAsync<FloodException>(() => client.GetAsync(_server.Url));

        Assert.Equal(TimeSpan.FromSeconds(40), flood.RetryAfter);
    }

    [Fact]
    public async Task An_answer_without_an_end_is_given_up_and_one_of_any_usual_size_is_read_whole()
    {
        var batch = $$"""{"ok":true,"result":[{{string.Join(',', Enumerable.Repeat("""{"update_id":1}""", 300_000))}}]}""";
        using var whole = new HttpClient(
            new AnswerHandler(new Always(() => new HttpResponseMessage { Content = new StringContent(batch) })));
        using var endless = new HttpClient(
            new AnswerHandler(new Always(() => new HttpResponseMessage { Content = new StreamContent(new Endless()) })));

        using var read = JsonDocument.Parse(await whole.GetStringAsync(_server.Url));

        Assert.Equal(300_000, read.RootElement.GetProperty("result").GetArrayLength());
        await Assert.ThrowsAnyAsync<Exception>(() => endless.GetStringAsync(_server.Url));
    }

    private sealed class Always(Func<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(answer());
    }

    /// <summary>A page that never ends.</summary>
    private sealed class Endless : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)' ');
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
