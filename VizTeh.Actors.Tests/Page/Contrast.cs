using System.Text.Json;
using Microsoft.Playwright;

namespace VizTeh.Actors.Tests.Page;

/// <summary>Measures in the browser the contrast between every text of a page and its background.</summary>
internal static class Contrast
{
    /// <summary>For text of any size (Web Content Accessibility Guidelines 2.2, 1.4.3, which asks less of large text).</summary>
    private const double Least = 4.5;

    // The definitions of relative luminance and contrast ratio are those of the guidelines. The painted colours are computed from the text
    // outwards: the background of each element around it (of a gradient, each of its colours), then the opacity of that element.
    private const string Measure =
        """
        least => {
          const parse = text => {
            const numbers = (text.match(/[\d.]+%?/g) ?? []).map(number => number.endsWith("%") ? parseFloat(number) / 100 : Number(number));
            const scale = text.startsWith("rgb") ? 255 : 1;
            if (!/^(rgba?\(|color\(srgb )/.test(text)) throw new Error(`The colour ${text} is not understood.`);
            return { rgb: numbers.slice(0, 3).map(number => number / scale), a: numbers[3] ?? 1 };
          };
          // Both with premultiplied alpha.
          const layer = ({ rgb, a }) => ({ rgb: rgb.map(value => value * a), a });
          const over = (top, below) => ({
            rgb: top.rgb.map((value, at) => value + below.rgb[at] * (1 - top.a)), a: top.a + below.a * (1 - top.a),
          });
          const fade = (painted, opacity) => ({ rgb: painted.rgb.map(value => value * opacity), a: painted.a * opacity });
          const luminance = ({ rgb }) => {
            const [red, green, blue] = rgb.map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
            return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
          };
          const ratio = (one, other) => {
            const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
            return (light + 0.05) / (dark + 0.05);
          };
          const canvas = layer(parse(getComputedStyle(document.documentElement).colorScheme === "dark"
            || matchMedia("(prefers-color-scheme: dark)").matches ? "rgb(18, 18, 18)" : "rgb(255, 255, 255)"));
          const backgrounds = style => {
            const colour = layer(parse(style.backgroundColor));
            const stops = style.backgroundImage.match(/rgba?\([^)]*\)|color\(srgb [^)]*\)/g) ?? [];
            return stops.length === 0 ? [colour] : stops.map(stop => over(layer(parse(stop)), colour));
          };
          const worst = (colour, element) => {
            let choices = [{ text: layer(parse(colour)), behind: { rgb: [0, 0, 0], a: 0 } }];
            for (let at = element; at; at = at.parentElement) {
              const style = getComputedStyle(at);
              choices = choices.flatMap(({ text, behind }) => backgrounds(style).map(below => ({
                text: fade(over(text, below), Number(style.opacity)), behind: fade(over(behind, below), Number(style.opacity)),
              })));
              // A dialog lies above the page, not inside it.
              if (at.matches("dialog")) break;
            }
            return Math.min(...choices.map(({ text, behind }) => ratio(over(text, canvas), over(behind, canvas))));
          };
          const isSeen = element => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
            && [...element.getClientRects()].some(box => box.width > 1 && box.height > 1)
            && !element.closest(".spoiler:not(.open)");
          const path = element => element.closest("[class]")?.outerHTML.slice(0, 70) ?? element.tagName;
          const found = [];
          const check = (words, colour, element) => {
            const contrast = worst(colour, element);
            found.push({ words: words.trim().slice(0, 40), contrast, path: path(element) });
          };
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const element = walker.currentNode.parentElement;
            if (walker.currentNode.data.trim() !== "" && !element.matches("script, noscript, option") && isSeen(element))
              check(walker.currentNode.data, getComputedStyle(element).color, element);
          }
          for (const field of document.querySelectorAll("input, textarea, select")) {
            if (!isSeen(field)) continue;
            check(`field ${field.value}`, getComputedStyle(field).color, field);
            if (field.placeholder) check(`placeholder ${field.placeholder}`, getComputedStyle(field, "::placeholder").color, field);
          }
          return { measured: found.length, weak: found.filter(({ contrast }) => contrast < least) };
        }
        """;

    // A copy of every :hover rule for a class instead.
    private const string HoverAll =
        """
        () => {
          const copy = rules => {
            for (let at = rules.cssRules.length - 1; at >= 0; at--) {
              const rule = rules.cssRules[at];
              if (rule.cssRules?.length > 0 && !rule.selectorText) copy(rule);
              else if (rule.selectorText?.includes(":hover")) rules.insertRule(rule.cssText.replaceAll(":hover", ".hovered"), at + 1);
            }
          };
          [...document.styleSheets].forEach(copy);
        }
        """;

    public static async Task PrepareAsync(IPage page)
    {
        // Without animations: a bubble that arrives or is edited just before the measurement would be measured while it fades in.
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await page.EvaluateAsync(HoverAll);
    }

    /// <summary>Checks every visible text, without and with the mouse over it.</summary>
    /// <param name="page">A prepared page.</param>
    /// <param name="what">The name of this state of the page for a failure message.</param>
    /// <returns>The number of measured texts.</returns>
    public static async Task<int> IsEnoughAsync(IPage page, string what)
    {
        var measured = 0;
        foreach (var isHovered in new[] { false, true })
        {
            // Waits for running animations, whose colours are not final.
            await page.EvaluateAsync("Promise.all(document.getAnimations().map(animation => animation.effect.getTiming().iterations === "
                + "Infinity ? null : animation.finished.catch(() => {})))");
            await page.EvaluateAsync($"document.querySelectorAll('body *').forEach(element => element.classList.toggle('hovered', "
                + $"{(isHovered ? "true" : "false")}))");
            var seen = (await page.EvaluateAsync<JsonElement?>(Measure, Least))!.Value;
            measured = seen.GetProperty("measured").GetInt32();
            var weak = seen.GetProperty("weak").EnumerateArray()
                .Select(text => $"{text.GetProperty("contrast").GetDouble():F2} «{text.GetProperty("words")}» {text.GetProperty("path")}")
                .Distinct().Order();
            Assert.True(!weak.Any(), $"{what}{(isHovered ? ", the mouse on it" : "")}: {string.Join('\n', weak)}");
        }

        await page.EvaluateAsync("document.querySelectorAll('.hovered').forEach(element => element.classList.remove('hovered'))");
        return measured;
    }
}
