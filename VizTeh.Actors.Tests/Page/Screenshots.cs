using Microsoft.Playwright;

namespace VizTeh.Actors.Tests.Page;

/// <summary>Pictures of the page for the README: taken on the way by the tests when scripts/screenshots.sh runs them.</summary>
internal static class Screenshots
{
    private static readonly string? Folder =
        Environment.GetEnvironmentVariable("VIZTEH_SCREENSHOTS") is { Length: > 0 } folder ? folder : null;

    public static bool AreTaken => Folder is not null;

    /// <summary>Keeps a picture of the page as it is now, unless nobody asked for pictures.</summary>
    public static async Task TakeAsync(IPage page, string name)
    {
        if (Folder is null)
            return;
        // What the mouse points at looks different.
        await page.Mouse.MoveAsync(0, 0);
        // Pictures that have not arrived, and bubbles that are still fading in, would make every run's file another one.
        await page.EvaluateAsync("Promise.all([...document.images].map(image => image.decode().catch(() => {})))");
        await page.ScreenshotAsync(new PageScreenshotOptions
        {
            Path = Path.Combine(Folder, name + ".png"),
            Animations = ScreenshotAnimations.Disabled,
        });
    }
}
