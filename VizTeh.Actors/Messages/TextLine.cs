namespace VizTeh.Actors.Messages;

/// <summary>
/// A line of a message that lists answers. Its texts are plain, and are escaped when it is drawn; a value may have several lines itself.
/// </summary>
internal sealed record TextLine(string Value)
{
    /// <summary>
    /// Telegram's limit of a message (Bot API, sendMessage.text), in code points. A string has at least as many UTF-16 units, so counting
    /// those is safe.
    /// </summary>
    public const int LongestText = 4096;

    // Values are not shortened below this length: a message of very many answers loses the last of them instead.
    private const int ShortEnough = 100;

    /// <summary>What the value is, in bold before it; null for none.</summary>
    public string? Label { get; init; }

    /// <summary>The address to which the value is a link; null for none.</summary>
    public string? Address { get; init; }

    /// <summary>Whether the line is a heading, in bold.</summary>
    public bool IsHeading { get; init; }

    /// <summary>Whether it is shortened, or left out in the end, when the card is too long.</summary>
    public bool GivesWay { get; init; }

    private int Length => (Label is null ? 0 : Label.Length + 2) + Value.Length + 1;

    // Not an answer by itself.
    private bool IsBare => IsHeading || Value.Length == 0;

    /// <summary>
    /// The lines as the text of a message. When they are too long, the longest value is shortened first, so that one long answer leaves the
    /// others whole.
    /// </summary>
    /// <param name="limit">The longest text, in UTF-16 units after parsing.</param>
    /// <param name="shortened">Plain text at the end of a value that was shortened.</param>
    /// <param name="notAll">Plain text of the line that stands for lines that were left out.</param>
    public static string ToHtml(IEnumerable<TextLine> lines, int limit, string shortened, string notAll)
    {
        List<TextLine> kept = [.. lines];
        while (Excess(kept, limit) is > 0 and var excess)
        {
            var (at, longest) = kept.Index().MaxBy(line => line.Item.GivesWay ? line.Item.Value.Length : 0);
            if (!longest.GivesWay || longest.Value.Length <= ShortEnough)
                break;
            var length = Math.Max(ShortEnough, longest.Value.Length - excess) - shortened.Length;
            kept[at] = longest with { Value = CodePoints.Cut(longest.Value, length) + shortened };
        }

        if (Excess(kept, limit) > 0)
            LeaveOut(kept, limit, notAll);
        return string.Join('\n', kept.Select(line => line.ToHtml()));
    }

    private static int Excess(IEnumerable<TextLine> lines, int limit) => lines.Sum(line => line.Length) - limit;

    private static void LeaveOut(List<TextLine> lines, int limit, string notAll)
    {
        lines.Insert(lines.FindLastIndex(line => line.GivesWay) + 1, new TextLine(notAll));
        while (lines.FindLastIndex(line => line.GivesWay) is >= 0 and var last && (Excess(lines, limit) > 0 || lines[last].IsBare))
            lines.RemoveAt(last);
    }

    private string ToHtml()
    {
        var value = IsHeading ? Html.Bold(Value) : Html.Escape(Value);
        var linked = Address is null ? value : $"<a href=\"{Address}\">{value}</a>";
        return Label is null ? linked : $"{Html.Bold(Label + ":")} {linked}";
    }
}
