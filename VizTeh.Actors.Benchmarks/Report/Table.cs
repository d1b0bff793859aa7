using System.Text;

namespace VizTeh.Actors.Benchmarks.Report;

/// <summary>Results as a table, with the charts to draw from them.</summary>
internal sealed record Table(string Title, IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    public Bars? Bars { get; init; }

    public Lines? Lines { get; init; }

    /// <summary>A sentence below the table; null for none.</summary>
    public string? Note { get; init; }

    /// <summary>As Markdown, with columns aligned for a terminal.</summary>
    public override string ToString()
    {
        var widths = Header.Select((name, column) => Math.Max(name.Length, Rows.Max(row => row[column].Length))).ToArray();
        var text = new StringBuilder($"### {Title}\n\n");
        Append(Header);
        var rules = widths.Select((width, column) => new string('-', width + 1) + (column == 0 ? "-" : ":"));
        text.Append('|').AppendJoin('|', rules).Append("|\n");
        foreach (var row in Rows)
            Append(row);
        if (Note is not null)
            text.Append('\n').Append(Note).Append('\n');
        return text.ToString();

        void Append(IReadOnlyList<string> cells) => text
            .Append("| ")
            .AppendJoin(" | ", cells.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column])))
            .Append(" |\n");
    }
}

/// <summary>A bar for each contender.</summary>
internal sealed record Bars(string Title, IReadOnlyList<(string Name, double Value)> Values);

/// <summary>A line for each contender, over a logarithmic axis.</summary>
internal sealed record Lines(string Title, IReadOnlyList<int> Steps, IReadOnlyList<(string Name, double[] Values)> Values);
