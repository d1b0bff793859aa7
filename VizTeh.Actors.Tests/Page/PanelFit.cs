using Microsoft.Playwright;

namespace VizTeh.Actors.Tests.Page;

/// <summary>Whether the panel fits its window.</summary>
internal static class PanelFit
{
    /// <summary>Asserts it in windows of all widths, with each of the panel's tabs.</summary>
    public static async Task FitsEverywhereAsync(IPage page)
    {
        foreach (var width in new[] { 320, 390, 819, 820, 900, 1024, 1199, 1200, 1366, 1700, 1920 })
        {
            await page.SetViewportSizeAsync(width, 768);
            await page.EvaluateAsync("document.getElementById('app').dataset.view = 'panel'");
            foreach (var tab in await page.GetByRole(AriaRole.Tab).AllAsync())
            {
                await tab.ClickAsync();
                await FitsAsync(page, $"{width} pixels, {await tab.TextContentAsync()}");
            }
        }
    }

    /// <summary>Asserts that no part of the panel is wider than the panel, or than its container.</summary>
    public static async Task FitsAsync(IPage page, string what)
    {
        var wide = await page.EvaluateAsync<string[]>(
            """
            () => {
              const panel = document.getElementById("panel");
              const right = Math.min(panel.getBoundingClientRect().right, innerWidth) + 0.5;
              const boxes = ".panel-top, .card, .card-title, .node, .depths, .tab-heads, .tab-body, .scroll, .log";
              const sideways = [panel, ...panel.querySelectorAll(boxes)]
                .filter(box => box.offsetParent !== null && box.scrollWidth > box.clientWidth + 1)
                .map(box => `${box.className}: ${box.scrollWidth} > ${box.clientWidth}`);
              const beyond = [...panel.querySelectorAll("*")]
                .filter(part => part.getClientRects().length > 0 && part.getBoundingClientRect().right > right)
                .map(part => `${part.outerHTML.slice(0, 60)} ends at ${part.getBoundingClientRect().right} of ${right}`);
              return [...sideways, ...beyond];
            }
            """);
        Assert.True(wide.Length == 0, $"{what}: {string.Join('\n', wide)}");
    }
}
