using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using VizTeh.Actors.Sandbox.Demo;
using VizTeh.Actors.Sandbox.Page;
using VizTeh.Actors.Sandbox.Page.Live;
using VizTeh.Actors.Sandbox.Postgres;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Page;

/// <summary>The sandbox with its page, as `demo.sh` starts it: the real bot in a process of its own, and a database of its own.</summary>
internal sealed class PageUnderTest : IAsyncDisposable
{
    private readonly ConcurrentBag<IPage> _pages = [];
    private readonly ConcurrentQueue<string> _mistakes = new();

    private PageUnderTest(SandboxSession world, PageServer server) => (World, Server) = (world, server);

    public SandboxSession World { get; }

    public PageServer Server { get; private set; }

    /// <summary>What went wrong in the pages' scripts, or was against their security policy.</summary>
    public IReadOnlyCollection<string> Mistakes => _mistakes;

    /// <param name="ownsPostgres">Whether PostgreSQL is to be stopped; else it is the test run's.</param>
    /// <param name="startsBot">Whether the bot is run.</param>
    public static async Task<PageUnderTest> StartAsync(bool ownsPostgres = false, bool startsBot = true)
    {
        var options = new DemoOptions
        {
            // The pictures show what a visitor sees, whose PostgreSQL can be stopped.
            Server = ownsPostgres || Screenshots.AreTaken ? null : await PostgresFixture.ServerAsync(),
            Cluster = new PostgresOptions(SurvivesPowerLoss: false),
            DatabaseName = null,
            StartsBot = startsBot,
        };
        var world = await SandboxSession.StartAsync(options, _ => { }, _ => { }, TimeProvider.System, CancellationToken.None);
        return new PageUnderTest(world, await PageServer.StartAsync(world, port: 0, CancellationToken.None));
    }

    public async Task<IPage> OpenAsync(int width = 1280, int height = 800, bool isDark = false)
    {
        var page = await Browser.OpenAsync(Server.Url, width, height, isDark);
        _pages.Add(page);
        page.PageError += (_, error) => _mistakes.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                _mistakes.Enqueue(message.Text);
        };
        await page.Locator(".chat-item").First.WaitForAsync();
        return page;
    }

    /// <summary>Does what a bot could do, where none is run.</summary>
    /// <returns>The answer's status, and the whole answer.</returns>
    public async Task<(HttpStatusCode Status, JsonNode Answer)> CallAsBotAsync(string method, object parameters)
    {
        using var http = new HttpClient { BaseAddress = World.Stage.Telegram.Url };
        using var response = await http.PostAsJsonAsync($"/bot{World.Stage.Telegram.Token}/{method}", parameters);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonNode>())!);
    }

    /// <summary>The page's server goes, and comes back at the same address.</summary>
    public async Task RestartServerAsync(Func<Task> meanwhile)
    {
        var port = Server.Url.Port;
        await Server.DisposeAsync();
        await meanwhile();
        Server = await PageServer.StartAsync(World, port, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var page in _pages)
            await page.Context.CloseAsync();
        await Server.DisposeAsync();
        // A graceful stop takes seconds, and is tested elsewhere.
        await World.Bot.KillAsync();
        await World.DisposeAsync();
    }
}
