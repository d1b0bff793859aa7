using SpreadCheetah;
using SpreadCheetah.Styling;
using SpreadCheetah.Worksheets;

namespace VizTeh.Actors.Reports;

/// <summary>
/// A workbook with one sheet. Texts are stored as texts, never as formulas; one that would become a formula when a person edits its cell
/// has the format of a text besides.
/// </summary>
internal sealed class XlsxSheet : IExportSheet
{
    private readonly Spreadsheet _workbook;
    private readonly StyleId _heading;
    private readonly StyleId _text;
    private readonly StyleId _moment;
    private Cell[] _cells = [];
    private bool _hasHeading;

    private XlsxSheet(Spreadsheet workbook)
    {
        _workbook = workbook;
        _heading = workbook.AddStyle(new Style { Font = { Bold = true } });
        _text = workbook.AddStyle(new Style { Format = NumberFormat.Custom("@") });
        _moment = workbook.AddStyle(new Style { Format = NumberFormat.Custom("dd\\.mm\\.yyyy hh:mm") });
    }

    /// <param name="name">The name of the sheet.</param>
    public static async Task<XlsxSheet> CreateAsync(Stream file, string name, CancellationToken cancellationToken)
    {
        var workbook = await Spreadsheet.CreateNewAsync(file, new SpreadCheetahOptions(), cancellationToken);
        var sheet = new XlsxSheet(workbook);
        await workbook.StartWorksheetAsync(name, new WorksheetOptions { FrozenRows = 1 }, cancellationToken);
        return sheet;
    }

    public async Task AddRowAsync(IReadOnlyList<ExportCell> row, CancellationToken cancellationToken)
    {
        if (_cells.Length != row.Count)
            _cells = new Cell[row.Count];
        for (var column = 0; column < row.Count; column++)
            _cells[column] = ToCell(row[column]);
        _hasHeading = true;
        await _workbook.AddRowAsync(_cells, cancellationToken);
    }

    public async Task FinishAsync(CancellationToken cancellationToken) => await _workbook.FinishAsync(cancellationToken);

    public ValueTask DisposeAsync() => _workbook.DisposeAsync();

    private Cell ToCell(ExportCell cell) => cell switch
    {
        { Text: { } typed } => ToCell(CellText.Clean(typed)),
        { Number: { } number } => new Cell(number),
        { Moment: { } moment } => new Cell(moment, _moment),
        _ => new Cell((string?)null),
    };

    private Cell ToCell(string text) =>
        !_hasHeading ? new Cell(text, _heading) : CellText.CouldBeFormula(text) ? new Cell(text, _text) : new Cell(text);
}
