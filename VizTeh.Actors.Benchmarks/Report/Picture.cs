using System.Globalization;
using System.Net;
using System.Text;

namespace VizTeh.Actors.Benchmarks.Report;

/// <summary>Draws the results as one SVG, legible on light and dark backgrounds.</summary>
internal static class Picture
{
    private const int Width = 760;
    private const int LabelWidth = 170;
    private const int BarHeight = 22;
    private const int PlotHeight = 220;
    private static readonly string[] Colours = ["#2563eb", "#9ca3af", "#6b7280", "#f59e0b", "#b45309", "#10b981"];

    /// <returns>Null if there is nothing to draw.</returns>
    public static string? Draw(IReadOnlyList<Table> tables)
    {
        var body = new StringBuilder();
        var top = 10;
        foreach (var bars in tables.Select(table => table.Bars).OfType<Bars>())
            top = DrawBars(body, bars, top);
        foreach (var lines in tables.Select(table => table.Lines).OfType<Lines>())
            top = DrawLines(body, lines, top);
        return body.Length == 0
            ? null
            : Text(
                $"""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {top}" width="{Width}" height="{top}"
                     font-family="sans-serif" font-size="13">
                <rect width="100%" height="100%" fill="#ffffff"/>
                {body}</svg>

                """);
    }

    private static int DrawBars(StringBuilder body, Bars bars, int top)
    {
        Title(body, bars.Title, top);
        var most = bars.Values.Max(bar => bar.Value);
        foreach (var (index, (name, value)) in bars.Values.Index())
        {
            var y = top + 30 + (index * (BarHeight + 6));
            var width = value / most * (Width - LabelWidth - 90);
            body.AppendLine(Text($"""<text x="{LabelWidth - 8}" y="{y + 16}" text-anchor="end">{WebUtility.HtmlEncode(name)}</text>"""));
            var colour = Colours[index % Colours.Length];
            var figure = value.ToString(value < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);
            body.AppendLine(Text(
                $"""<rect x="{LabelWidth}" y="{y}" width="{width:0.0}" height="{BarHeight}" rx="3" fill="{colour}"/>"""));
            body.AppendLine(Text($"""<text x="{LabelWidth + width + 6:0.0}" y="{y + 16}">{figure}</text>"""));
        }

        return top + 30 + (bars.Values.Count * (BarHeight + 6)) + 24;
    }

    private static int DrawLines(StringBuilder body, Lines lines, int top)
    {
        Title(body, lines.Title, top);
        var (plotTop, plotBottom) = (top + 34, top + 34 + PlotHeight);
        var most = lines.Values.Max(line => line.Values.Max());
        var (least, range) = (Math.Log(lines.Steps[0]), Math.Log(lines.Steps[^1]) - Math.Log(lines.Steps[0]));
        double X(int step) => 60 + ((Math.Log(step) - least) / range * (Width - 60 - 190));
        double Y(double value) => plotBottom - (value / most * PlotHeight);

        for (var line = 0; line <= 4; line++)
        {
            var value = most * line / 4;
            body.AppendLine(Text($"""<line x1="60" x2="{Width - 190}" y1="{Y(value):0.0}" y2="{Y(value):0.0}" stroke="#e5e7eb"/>"""));
            body.AppendLine(Text($"""<text x="52" y="{Y(value) + 4:0.0}" text-anchor="end" fill="#6b7280">{value:0}</text>"""));
        }

        foreach (var step in lines.Steps)
            body.AppendLine(Text($"""<text x="{X(step):0.0}" y="{plotBottom + 18}" text-anchor="middle" fill="#6b7280">{step}</text>"""));
        foreach (var (index, (name, values)) in lines.Values.Index())
        {
            var colour = Colours[index % Colours.Length];
            var points = string.Join(' ', lines.Steps.Select((step, at) => Text($"{X(step):0.0},{Y(values[at]):0.0}")));
            body.AppendLine(Text($"""<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.5"/>"""));
            body.AppendLine(Text(
                $"""<rect x="{Width - 176}" y="{plotTop + (index * 22)}" width="12" height="12" rx="2" fill="{colour}"/>"""));
            body.AppendLine(Text($"""<text x="{Width - 158}" y="{plotTop + 11 + (index * 22)}">{WebUtility.HtmlEncode(name)}</text>"""));
        }

        return plotBottom + 36;
    }

    private static void Title(StringBuilder body, string title, int top) =>
        body.AppendLine(Text($"""<text x="12" y="{top + 16}" font-weight="bold">{WebUtility.HtmlEncode(title)}</text>"""));

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
