using System.Buffers;
using System.Text;
using System.Xml;

namespace VizTeh.Actors.Reports;

/// <summary>A cell of an exported table: a text, a number or a moment of the firm's clock; or nothing.</summary>
internal readonly record struct ExportCell(string? Text = null, long? Number = null, DateTime? Moment = null);

/// <summary>The rules for texts in cells, which strangers have typed. Pure.</summary>
internal static class CellText
{
    /// <summary>The most that a cell of Excel takes, in UTF-16 units.</summary>
    public const int Longest = 32_767;

    // Excel and its like take a cell for a formula that begins so (OWASP, CSV injection); some also by the full-width forms.
    private const string FormulaSigns = "=+-@\t\r\n＝＋－＠";

    private static readonly SearchValues<char> AnyFormulaSign = SearchValues.Create(FormulaSigns);

    private const string Separators = ",;\t\r\n";

    /// <summary>Whether a program that opens the table as text, or a person who edits the cell, could make a formula of it.</summary>
    public static bool CouldBeFormula(string text) => text.Length > 0 && FormulaSigns.Contains(text[0], StringComparison.Ordinal);

    /// <summary>
    /// The text with an apostrophe before each sign that could begin a formula: at its beginning, and after each sign at which some program
    /// begins a new cell or row, whatever the file separates them by (OWASP, CSV injection). Quotes between the two do not count: a program
    /// that splits within a quoted text takes them for those of a cell.
    /// </summary>
    public static string WithoutFormulas(string text)
    {
        if (!text.AsSpan().ContainsAny(AnyFormulaSign))
            return text;
        var safe = new StringBuilder(text.Length + 8);
        var isBeginning = true;
        foreach (var sign in text)
        {
            if (isBeginning && FormulaSigns.Contains(sign, StringComparison.Ordinal) && (safe.Length == 0 || !char.IsControl(sign)))
                safe.Append('\'');
            safe.Append(sign);
            isBeginning = Separators.Contains(sign, StringComparison.Ordinal) || (isBeginning && sign == '"');
        }

        return safe.ToString();
    }

    /// <summary>The text without what no XML may hold, at most as long as a cell takes.</summary>
    public static string Clean(string text)
    {
        var length = Math.Min(text.Length, Longest);
        var isClean = true;
        for (var at = 0; at < length && isClean; at++)
            isClean = XmlConvert.IsXmlChar(text[at]);
        if (isClean)
            return length == text.Length ? text : text[..length];
        var clean = new char[length];
        var count = 0;
        for (var at = 0; at < text.Length && count < length; at++)
        {
            if (XmlConvert.IsXmlChar(text[at]))
            {
                clean[count++] = text[at];
            }
            else if (at + 1 < text.Length && count + 1 < length && char.IsSurrogatePair(text[at], text[at + 1]))
            {
                clean[count++] = text[at++];
                clean[count++] = text[at];
            }
        }

        return new string(clean, 0, count);
    }
}
