namespace VizTeh.Actors.Reports;

/// <summary>The kinds of file that an export can be.</summary>
public enum ExportFormat
{
    /// <summary>A workbook of Excel.</summary>
    Xlsx,

    /// <summary>UTF-8 with a byte order mark, fields separated by semicolons: what Excel with Russian settings opens by itself.</summary>
    Csv,
}

/// <summary>A table that is written row by row, none of which it keeps.</summary>
internal interface IExportSheet : IAsyncDisposable
{
    Task AddRowAsync(IReadOnlyList<ExportCell> row, CancellationToken cancellationToken);

    /// <summary>Writes what is left. No row may follow.</summary>
    Task FinishAsync(CancellationToken cancellationToken);
}
