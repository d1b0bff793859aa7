using Microsoft.Playwright;

namespace VizTeh.Actors.Tests.Page;

/// <summary>
/// The machine's own Chromium or Chrome, headless: one for the whole run, started by the first test that needs it. Every page has its own
/// profile. Playwright's driver ends the browser when this process ends.
/// </summary>
internal static class Browser
{
    /// <summary>The environment variable with the browser's path, if it is in no usual place.</summary>
    private const string Setting = "VIZTEH_BROWSER";

    private const int Patience = 40_000;

    private static readonly string[] Names =
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge"];

    private static readonly string[] Arguments =
    [
        // A container often has no sandbox to offer; the only pages are this test's own.
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private static readonly Lazy<Task<IBrowser>> Started = new(StartAsync);

    /// <param name="width">The window's width in CSS pixels.</param>
    /// <param name="height">The window's height in CSS pixels.</param>
    public static async Task<IPage> OpenAsync(Uri url, int width = 1280, int height = 800, bool isDark = false)
    {
        var browser = await Started.Value;
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            Locale = "ru-RU",
            TimezoneId = "Europe/Moscow",
        });
        context.SetDefaultTimeout(Patience);
        var page = await context.NewPageAsync();
        await page.GotoAsync(url.ToString());
        return page;
    }

    private static async Task<IBrowser> StartAsync()
    {
        var program = Find() ?? throw new InvalidOperationException(
            "No browser was found, so the page's tests cannot run: install Chromium (on Debian: apt-get install chromium; scripts/test.sh "
            + $"does it), or name one by {Setting}=/path/to/chrome.");
        // The machine may be busy with other tests; an element that appears at all appears long before.
        Assertions.SetDefaultExpectTimeout(Patience);
        var playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = program, Headless = true, Args = Arguments, Timeout = 60_000 });
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } named)
            return named;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }
}
