using System.Data;
using Npgsql;
using NpgsqlTypes;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Reports;

/// <summary>Reads the numbers of a period. Tickets are streamed: none is kept.</summary>
/// <param name="deadline">How long the numbers of a period may take; null for half a minute.</param>
internal sealed class StatisticsStore(NpgsqlDataSource database, BotSettings settings, TimeSpan? deadline = null)
{
    /// <summary>The longest period.</summary>
    public const int MostDays = 366;

    private static readonly TimeSpan ReadDeadline = TimeSpan.FromSeconds(30);

    // Longer than the deadline, which cancels the statement: PostgreSQL then stops working on it.
    private const int CommandTimeout = 60;

    private const string Created =
        $"""
        select ticket.created_at, ticket.direction::text, ticket.city::text, ticket.source,
               (select min(past.at) from ticket_history past
                 where past.ticket_id = ticket.id and past.action in ('claim', 'take-over')),
               coalesce(
                   ticket.erased_answered_at,
                   (select min(said.sent_at) from ticket_messages said
                     where said.ticket_id = ticket.id and {ClientWaiting.IsAnswer})),
               ticket.owner_id, ticket.owner_name
          from tickets ticket
         where ticket.created_at >= $1 and ticket.created_at < $2
        """;

    private const string Closed =
        """
        select ticket.created_at, ticket.close_at, ticket.outcome::text, changed.actor_id, changed.actor_name
          from tickets ticket
          left join lateral (
               select past.actor_id, past.actor_name from ticket_history past
                where past.ticket_id = ticket.id and past.actor_id is not null and past.action = 'status'
                order by past.id desc limit 1) changed on true
         where ticket.status = 'closed' and ticket.close_at >= $1 and ticket.close_at < $2
        """;

    private const string Open = "select count(*) from tickets where tickets.status <> 'closed'";

    // The row of a form that was sent since goes only when it is due.
    private const string LeftForms =
        """
        select forms.question, sum(forms.count)::bigint
          from (select gone.question, gone.forms as count from abandoned_forms gone where gone.day >= $1 and gone.day <= $2
                union all
                select waiting.question, 1 from form_reminders waiting
                 where waiting.question is not null and waiting.left_on >= $1 and waiting.left_on <= $2
                   and (select true from tickets sent where sent.submission_id = waiting.form_id limit 1) is null) forms
         group by forms.question
        """;

    /// <exception cref="TimeoutException">It takes too long.</exception>
    public Task<TicketStatistics> ReadAsync(ReportPeriod period, CancellationToken cancellationToken) =>
        Deadline.RunAsync(token => ReadAllAsync(period, token), deadline ?? ReadDeadline, cancellationToken);

    private async Task<TicketStatistics> ReadAllAsync(ReportPeriod period, CancellationToken cancellationToken)
    {
        var sum = new StatisticsSum(period, settings.Company.Hours);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        // All numbers are of the same moment.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await EachAsync(
            Created, period, connection, transaction,
            row => sum.Add(new CreatedTicket(
                Moment(row, 0)!.Value, Text(row, 1), Text(row, 2), Text(row, 3), Moment(row, 4), Moment(row, 5), Id(row, 6), Text(row, 7))),
            cancellationToken);
        await EachAsync(
            Closed, period, connection, transaction,
            row => sum.Add(new ClosedTicket(Moment(row, 0), Moment(row, 1)!.Value, Text(row, 2), Id(row, 3), Text(row, 4))),
            cancellationToken);
        var left = new List<Share>();
        await EachAsync(
            LeftForms, period, connection, transaction, row => left.Add(new Share(row.GetString(0), row.GetInt64(1))), cancellationToken,
            byDays: true);
        await using var open = new NpgsqlCommand(Open, connection, transaction) { CommandTimeout = CommandTimeout };
        return sum.Sum((long)(await open.ExecuteScalarAsync(cancellationToken))!, left);
    }

    private async Task EachAsync(
        string sql, ReportPeriod period, NpgsqlConnection connection, NpgsqlTransaction transaction, Action<NpgsqlDataReader> add,
        CancellationToken cancellationToken, bool byDays = false)
    {
        var zone = settings.Company.TimeZone;
        await using var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = CommandTimeout };
        if (byDays)
        {
            command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = period.First });
            command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = period.Last });
        }
        else
        {
            command.Parameters.Add(MomentOf(period.From(zone)));
            command.Parameters.Add(MomentOf(period.Until(zone)));
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            add(reader);
    }

    private static NpgsqlParameter<DateTime> MomentOf(DateTimeOffset at) =>
        new() { TypedValue = at.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    private static DateTimeOffset? Moment(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static long? Id(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}
