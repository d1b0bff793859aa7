using System.Net;
using System.Text;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.Page;

namespace VizTeh.Actors.Tests.Page;

public sealed class PageGuardTests
{
    [Fact]
    public async Task Only_the_page_itself_may_talk_to_the_sandbox()
    {
        await using var sandbox = await PageUnderTest.StartAsync(startsBot: false);
        var own = sandbox.Server.Url.GetLeftPart(UriPartial.Authority);
        using var http = new HttpClient { BaseAddress = sandbox.Server.Url };

        Assert.Equal(HttpStatusCode.OK, await GetAsync("/", host: null));
        Assert.Equal(HttpStatusCode.OK, await GetAsync("/", host: $"localhost:{sandbox.Server.Url.Port}"));
        foreach (var path in new[] { "/", "/api/events", "/js/main.js" })
        {
            Assert.Equal(HttpStatusCode.BadRequest, await GetAsync(path, host: "evil.example"));
            Assert.Equal(HttpStatusCode.BadRequest, await GetAsync(path, host: "127.0.0.1.evil.example"));
        }

        Assert.Equal(HttpStatusCode.Forbidden, await AddAsync("Origin", "https://evil.example"));
        Assert.Equal(HttpStatusCode.Forbidden, await AddAsync("Origin", "null"));
        Assert.Equal(HttpStatusCode.Forbidden, await AddAsync("Sec-Fetch-Site", "cross-site"));
        Assert.Equal(2, Clients());
        Assert.Equal(HttpStatusCode.OK, await AddAsync("Origin", own));
        Assert.Equal(3, Clients());

        int Clients() => sandbox.World.Chats.All.Count(chat => chat.Key.StartsWith("client", StringComparison.Ordinal));

        async Task<HttpStatusCode> GetAsync(string path, string? host)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = host;
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            return response.StatusCode;
        }

        async Task<HttpStatusCode> AddAsync(string header, string value)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/clients");
            request.Headers.Add(header, value);
            request.Content = new StringContent("""{"name":"Вера"}""", Encoding.UTF8, "application/json");
            using var response = await http.SendAsync(request);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task A_port_that_is_taken_leads_to_the_next_free_one()
    {
        await using var sandbox = await PageUnderTest.StartAsync(startsBot: false);
        await using var second = await PageServer.StartAsync(sandbox.World, sandbox.Server.Url.Port, CancellationToken.None);

        Assert.True(second.Url.Port > sandbox.Server.Url.Port);
        using var http = new HttpClient();
        Assert.Contains("<html", await http.GetStringAsync(second.Url), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_script_but_the_pages_own_files_may_run()
    {
        await using var sandbox = await PageUnderTest.StartAsync(startsBot: false);
        using var http = new HttpClient { BaseAddress = sandbox.Server.Url };
        using var response = await http.GetAsync(new Uri("/", UriKind.Relative));

        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_the_token_nor_the_databases_password_reaches_the_page()
    {
        await using var sandbox = await PageUnderTest.StartAsync();
        // By then the page shows the bot's whole start: its log and its first calls.
        await sandbox.World.Stage.Manager.Chat.NextAsync("менеджер", TimeSpan.FromSeconds(30));
        using var http = new HttpClient { BaseAddress = sandbox.Server.Url };
        await using var events = await http.GetStreamAsync(new Uri("/api/events", UriKind.Relative));
        using var reader = new StreamReader(events);
        var patch = "";
        while (!patch.StartsWith("data:", StringComparison.Ordinal))
            patch = await reader.ReadLineAsync() ?? throw new InvalidOperationException("The stream ended.");

        Assert.Contains("sendMessage", patch, StringComparison.Ordinal);
        Assert.Contains("Connected to Telegram", patch, StringComparison.Ordinal);
        Assert.DoesNotContain(sandbox.World.Stage.Telegram.Token, patch, StringComparison.Ordinal);
        Assert.DoesNotContain(sandbox.World.Stage.Telegram.Token.Split(':')[1], patch, StringComparison.Ordinal);
        Assert.DoesNotContain(sandbox.World.Stage.Database.Password, patch, StringComparison.Ordinal);
    }
}
