using System.Buffers;
using System.Globalization;
using System.Text;

namespace VizTeh.Actors.Reports;

/// <summary>
/// Comma-separated values as RFC 4180 has them, but with semicolons. A text that could be a formula gets an apostrophe before it, and so
/// does each part of a text that a program which splits at other signs would take for a cell.
/// </summary>
internal sealed class CsvSheet(Stream file) : IExportSheet
{
    private static readonly SearchValues<char> ToQuote = SearchValues.Create("\";,\r\n\t");

    // The byte order mark is written with the first characters.
    private readonly StreamWriter _writer = new(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 16 * 1024, leaveOpen: true);
    private readonly StringBuilder _line = new();

    public Task AddRowAsync(IReadOnlyList<ExportCell> row, CancellationToken cancellationToken)
    {
        _line.Clear();
        for (var column = 0; column < row.Count; column++)
        {
            if (column > 0)
                _line.Append(';');
            Append(row[column]);
        }

        return _writer.WriteAsync(_line.Append("\r\n"), cancellationToken);
    }

    public Task FinishAsync(CancellationToken cancellationToken) => _writer.FlushAsync(cancellationToken);

    // A flush would write on when the file has outgrown its limit.
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Append(ExportCell cell)
    {
        switch (cell)
        {
            case { Text: { } typed }:
                AppendText(CellText.Clean(typed));
                break;
            case { Number: { } number }:
                _line.Append(number.ToString(CultureInfo.InvariantCulture));
                break;
            case { Moment: { } moment }:
                _line.Append(moment.ToString("dd.MM.yyyy HH:mm", CultureInfo.InvariantCulture));
                break;
        }
    }

    private void AppendText(string text)
    {
        var safe = CellText.WithoutFormulas(text);
        var isQuoted = safe.AsSpan().ContainsAny(ToQuote);
        if (isQuoted)
            _line.Append('"');
        _line.Append(isQuoted ? safe.Replace("\"", "\"\"", StringComparison.Ordinal) : safe);
        if (isQuoted)
            _line.Append('"');
    }
}
