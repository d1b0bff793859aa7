using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;

namespace VizTeh.Actors.Tests.Sandbox.BotApi;

/// <summary>A response as it came over HTTP.</summary>
public sealed record RawAnswer(HttpStatusCode Status, string Body, TimeSpan? RetryAfter)
{
    public JsonObject Json => JsonNode.Parse(Body)!.AsObject();

    public JsonNode Result => Json["result"] ?? throw new InvalidOperationException(Body);

    public string? Description => (string?)Json["description"];

    public long[] UpdateIds => [.. Result.AsArray().Select(update => (long)update!["update_id"]!)];

    public int MessageId => (int)Result["message_id"]!;
}

/// <summary>A server with a stopped clock, and a bot that calls it by plain HTTP.</summary>
public sealed class RawBot : IAsyncDisposable
{
    private readonly HttpClient _http;

    private RawBot(BotApiServer server, FakeTimeProvider clock)
    {
        (Server, Clock) = (server, clock);
        _http = new HttpClient { BaseAddress = server.Url, Timeout = TimeSpan.FromSeconds(20) };
        Client = server.AddPerson("Анна", "anna", lastName: "Кузнецова");
    }

    public BotApiServer Server { get; }

    public FakeTimeProvider Clock { get; }

    /// <summary>A person; after <see cref="StartAsync"/> they have not yet written to the bot.</summary>
    public Person Client { get; }

    public static JsonNode Json(string json) => JsonNode.Parse(json)!;

    public static async Task<RawBot> StartAsync(BotApiOptions? options = null)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 9, 30, 0, TimeSpan.Zero));
        return new RawBot(await BotApiServer.StartAsync((options ?? new BotApiOptions()) with { Clock = clock }), clock);
    }

    /// <summary>The same, and the client has written, so that the bot may answer.</summary>
    public static async Task<RawBot> StartWithClientAsync()
    {
        var bot = await StartAsync();
        bot.Client.Chat.SendText("/start");
        return bot;
    }

    public Task<RawAnswer> CallAsync(string method, object? parameters = null, CancellationToken cancellationToken = default) =>
        PostAsync($"/bot{Server.Token}/{method}", JsonContent.Create(parameters ?? new { }), cancellationToken);

    public async Task<RawAnswer> PostAsync(string path, HttpContent? content, CancellationToken cancellationToken = default)
    {
        using (content)
        {
            using var response = await _http.PostAsync(path, content, cancellationToken);
            return await ReadAsync(response);
        }
    }

    public async Task<RawAnswer> GetAsync(string path)
    {
        using var response = await _http.GetAsync(path);
        return await ReadAsync(response);
    }

    /// <summary>Starts a poll and waits until the server holds it open.</summary>
    public async Task<Task<RawAnswer>> StartPollAsync(long offset, int timeout, CancellationToken cancellationToken = default)
    {
        var poll = CallAsync("getUpdates", new { offset, timeout }, cancellationToken);
        await Server.Updates.WaitUntilPolledAsync(cancellationToken: cancellationToken);
        return poll;
    }

    /// <summary>Sends a message to the client, who has written first.</summary>
    public async Task<ChatMessage> SendAsync(string text, object? replyMarkup = null)
    {
        var answer = await CallAsync("sendMessage", new { chat_id = Client.Id, text, reply_markup = replyMarkup ?? new { } });
        return Client.Chat.Messages.Single(message => message.Id == answer.MessageId);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
    }

    private static async Task<RawAnswer> ReadAsync(HttpResponseMessage response) =>
        new(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.RetryAfter?.Delta);
}
