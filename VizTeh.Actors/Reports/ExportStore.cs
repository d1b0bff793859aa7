using System.Globalization;
using Dapper;
using Npgsql;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Reports;

/// <summary>A file of an export.</summary>
/// <param name="File">Null when there is no ticket in the period, or when its file would be too large.</param>
/// <param name="IsTooLarge">Whether the period has to be split.</param>
internal sealed record ExportPart(ReportPeriod Period, long Tickets, PartBuffer? File, bool IsTooLarge = false)
{
    /// <summary>How many of the tickets name nobody, because their clients had their data erased.</summary>
    public long Erased { get; init; }
}

/// <summary>The limits of an export; the program runs with the default.</summary>
/// <param name="MostBytes">Of a file. Telegram takes up to 50 MB from a bot (Bot API, sendDocument).</param>
/// <param name="SendDeadline">Of a file, with all tries.</param>
/// <param name="TurnPatience">How long an export waits for the one before to end; then the manager is told that one is under way.</param>
internal sealed record ExportOptions(long MostBytes, TimeSpan WriteDeadline, TimeSpan SendDeadline, TimeSpan TurnPatience)
{
    public static ExportOptions Default { get; } =
        new(45 << 20, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TurnPatience: TimeSpan.FromSeconds(5));
}

/// <summary>
/// Writes the tickets of a period into a file. They are read one by one while they are sent by PostgreSQL, so that memory holds one of them
/// beside the file.
/// </summary>
internal sealed class ExportStore(NpgsqlDataSource database, BotSettings settings, ExportOptions options)
{
    /// <summary>The longest period: about ten years.</summary>
    public const int MostDays = 3660;

    // Excel has 1,048,576 rows.
    private const long MostRows = 1_000_000;

    private static readonly string Select =
        $"""
        select {TicketRow.Columns}
          from {TicketRow.Tables}
         where ticket.created_at >= @from and ticket.created_at < @until
         order by ticket.created_at, ticket.id
        """;

    private const string CountErased =
        """
        select count(*) from tickets ticket
         where ticket.created_at >= @from and ticket.created_at < @until and ticket.erased_at is not null
        """;

    private readonly CompanySettings _company = settings.Company;

    /// <exception cref="TimeoutException">It takes too long.</exception>
    public Task<ExportPart> WriteAsync(ReportPeriod period, ExportFormat format, CancellationToken cancellationToken) =>
        Deadline.RunAsync(token => WriteAllAsync(period, format, token), options.WriteDeadline, cancellationToken);

    /// <summary>Whether the data of a client who is in the file was erased since it was written.</summary>
    public async Task<bool> IsOutdatedAsync(ExportPart part, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return part.Erased != await connection.QuerySingleAsync<long>(new CommandDefinition(
            CountErased, EndsOf(part.Period), commandTimeout: (int)options.WriteDeadline.TotalSeconds,
            cancellationToken: cancellationToken));
    }

    public static string FileNameOf(ReportPeriod period, ExportFormat format) => string.Create(
        CultureInfo.InvariantCulture,
        $"tickets_{period.First:yyyy-MM-dd}_{period.Last:yyyy-MM-dd}.{(format == ExportFormat.Csv ? "csv" : "xlsx")}");

    private async Task<ExportPart> WriteAllAsync(ReportPeriod period, ExportFormat format, CancellationToken cancellationToken)
    {
        var file = new PartBuffer(options.MostBytes);
        var (tickets, erased) = (0L, 0L);
        try
        {
            await using IExportSheet sheet = format == ExportFormat.Csv
                ? new CsvSheet(file)
                : await XlsxSheet.CreateAsync(file, _company.Texts[ExportPhrases.Sheet], cancellationToken);
            var table = new ExportTable(_company);
            await sheet.AddRowAsync(table.Heading, cancellationToken);
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            var rows = connection.QueryUnbufferedAsync<TicketRow>(
                Select, EndsOf(period), commandTimeout: (int)options.WriteDeadline.TotalSeconds + 30);
            await foreach (var row in rows.WithCancellation(cancellationToken))
            {
                if (++tickets > MostRows)
                    return new ExportPart(period, tickets, null, IsTooLarge: true);
                erased += row.ErasedAt is null ? 0 : 1;
                await sheet.AddRowAsync(table.RowOf(row.ToState()), cancellationToken);
            }

            await sheet.FinishAsync(cancellationToken);
        }
        catch (PartTooLargeException)
        {
            return new ExportPart(period, tickets, null, IsTooLarge: true);
        }

        return new ExportPart(period, tickets, tickets == 0 ? null : file) { Erased = erased };
    }

    private object EndsOf(ReportPeriod period) =>
        new { from = period.From(_company.TimeZone).UtcDateTime, until = period.Until(_company.TimeZone).UtcDateTime };
}
