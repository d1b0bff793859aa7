using Microsoft.Playwright;

namespace VizTeh.Actors.Tests.Page;

/// <summary>Pictures of the page for the README, taken by the tests when scripts/screenshots.sh runs them.</summary>
internal static class Screenshots
{
    private static readonly string? Folder =
        Environment.GetEnvironmentVariable("VIZTEH_SCREENSHOTS") is { Length: > 0 } folder ? folder : null;

    public static bool AreTaken => Folder is not null;

    /// <summary>Takes a picture of the page in its current state, if pictures were requested.</summary>
    public static async Task TakeAsync(IPage page, string name)
    {
        if (Folder is null)
            return;
        // An element under the mouse looks different.
        await page.Mouse.MoveAsync(0, 0);
        // Pictures that are still loading, and bubbles that are still fading in, would make the file differ between runs.
        await page.EvaluateAsync("Promise.all([...document.images].map(image => image.decode().catch(() => {})))");
        await page.ScreenshotAsync(new PageScreenshotOptions
        {
            Path = Path.Combine(Folder, name + ".png"),
            Animations = ScreenshotAnimations.Disabled,
        });
    }
}
