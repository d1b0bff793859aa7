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

/// <summary>The sandbox with its page, as `demo.sh` starts it: the real bot as a separate process, with its own database.</summary>
internal sealed class PageUnderTest : IAsyncDisposable
{
    private readonly ConcurrentBag<IPage> _pages = [];
    private readonly ConcurrentQueue<string> _mistakes = new();

    private PageUnderTest(SandboxSession world, PageServer server) => (World, Server) = (world, server);

    public SandboxSession World { get; }

    public PageServer Server { get; private set; }

    /// <summary>Errors of the pages' scripts, and violations of their security policy.</summary>
    public IReadOnlyCollection<string> Mistakes => _mistakes;

    /// <param name="ownsPostgres">Whether the test stops PostgreSQL; otherwise the test run's server is used.</param>
    /// <param name="startsBot">Whether the bot is started.</param>
    /// <param name="form">A file of examples/; null for the form of hocon.conf.</param>
    /// <param name="nodes">How many processes work as the bot.</param>
    /// <param name="port">The port of the page's server; 0 for any, which a connection may take while the server is restarted.</param>
    public static async Task<PageUnderTest> StartAsync(
        bool ownsPostgres = false, bool startsBot = true, string? form = null, int nodes = 1, int port = 0)
    {
        var options = new DemoOptions
        {
            // The pictures show the demo as a visitor sees it, with a PostgreSQL that can be stopped.
            Server = ownsPostgres || Screenshots.AreTaken ? null : await PostgresFixture.ServerAsync(),
            Cluster = new PostgresOptions(SurvivesPowerLoss: false),
            DatabaseName = null,
            StartsBot = startsBot,
            FormFile = form is null ? null : Path.Combine(Repository.Root, "examples", form),
        };
        var world = await SandboxSession.StartAsync(
            options, nodes, _ => { }, (_, _) => { }, TimeProvider.System, CancellationToken.None);
        return new PageUnderTest(world, await PageServer.StartAsync(world, port, CancellationToken.None));
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

    /// <summary>Calls a method in place of the bot, which is not running.</summary>
    /// <returns>The status and the body of the response.</returns>
    public async Task<(HttpStatusCode Status, JsonNode Answer)> CallAsBotAsync(string method, object parameters)
    {
        using var http = new HttpClient { BaseAddress = World.Stage.Telegram.Url };
        using var response = await http.PostAsJsonAsync($"/bot{World.Stage.Telegram.Token}/{method}", parameters);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonNode>())!);
    }

    /// <summary>Stops the page's server and restarts it at the same address.</summary>
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
        // A graceful stop takes seconds, and has its own tests.
        await Task.WhenAll(World.Nodes?.All.Select(node => node.Bot.KillAsync()) ?? [World.Bot.KillAsync()]);
        await World.DisposeAsync();
    }
}
