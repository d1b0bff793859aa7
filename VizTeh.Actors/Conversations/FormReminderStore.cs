using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Reports;

namespace VizTeh.Actors.Conversations;

/// <summary>A form that is open, for table <c>form_reminders</c>.</summary>
/// <param name="TouchedAt">The client's input.</param>
/// <param name="DueAt">When to look at it.</param>
internal sealed record OpenForm(long UserId, Guid FormId, DateTimeOffset TouchedAt, DateTimeOffset DueAt)
{
    /// <summary>
    /// Whether the client has cancelled it since: only the input is noted then, so that a reminder that is owed already is not sent.
    /// </summary>
    public bool IsCancelled { get; init; }
}

/// <summary>A due row that this process has claimed.</summary>
/// <param name="LeaseEnd">
/// When the row is due again if nothing is stored before: it tells whether somebody changed the row meanwhile.
/// </param>
internal sealed record DueForm(LookAtForm Look, DateTimeOffset LeaseEnd)
{
    /// <summary>Where the form was left, as of the look before; null when it was not left then, or was touched since.</summary>
    public LeftForm? LeftBefore { get; init; }

    /// <summary>Where the form was left, as of the look; null when it was not left.</summary>
    public LeftForm? Left { get; init; }
}

/// <param name="IsAll">False when more rows are due.</param>
internal sealed record DueForms(IReadOnlyList<DueForm> Forms, bool IsAll);

/// <summary>Table <c>form_reminders</c>: when to look at the forms that are open.</summary>
internal sealed class FormReminderStore(NpgsqlDataSource database)
{
    private const int MostDue = 200;

    // Whatever is there of another form, or of an earlier input, is outdated; another form that was left, and not sent since, is counted
    // first: the rows are read by the insertion, so the count comes before it. Written in the order of the keys, so that two processes
    // cannot wait for each other.
    private const string Upsert =
        """
        with replaced as (
            select waiting.form_id, waiting.left_on, waiting.question from form_reminders waiting
             where waiting.user_id = any($1::bigint[]) and waiting.form_id <> all($2::uuid[])
               and waiting.question is not null and waiting.left_on is not null
             order by waiting.user_id for update
        ), counted as (
            insert into abandoned_forms (day, question, forms)
            select replaced.left_on, replaced.question, count(*) from replaced
             where (select true from tickets sent where sent.submission_id = replaced.form_id limit 1) is null
             group by replaced.left_on, replaced.question order by replaced.left_on, replaced.question
            on conflict (day, question) do update set forms = abandoned_forms.forms + excluded.forms
            returning true
        )
        insert into form_reminders (user_id, form_id, touched_at, due_at)
        select user_id, form_id, touched_at, due_at
          from unnest($1::bigint[], $2::uuid[], $3::timestamptz[], $4::timestamptz[]) as open (user_id, form_id, touched_at, due_at)
         cross join (select count(*) from counted) done
         order by user_id
        on conflict (user_id) do update
           set form_id = excluded.form_id, touched_at = excluded.touched_at, due_at = excluded.due_at, looks = 0, question = null,
               left_on = null, is_reminded = form_reminders.is_reminded and form_reminders.form_id = excluded.form_id
        """;

    // Only of the form that was cancelled. Where it was left stays, to be counted when the row is due.
    private const string Touch =
        """
        with cancelled as (
            select waiting.user_id, ended.touched_at
              from unnest($1::bigint[], $2::uuid[], $3::timestamptz[]) as ended (user_id, form_id, touched_at)
              join form_reminders waiting on waiting.user_id = ended.user_id and waiting.form_id = ended.form_id
             order by waiting.user_id for update of waiting
        )
        update form_reminders set touched_at = cancelled.touched_at from cancelled where form_reminders.user_id = cancelled.user_id
        """;

    // The form of a banned client stays as it is. Rows of forms that were sent go without a look. A row that is claimed is due again after
    // two minutes, and later from time to time, if its conversation cannot answer.
    private const string Claim =
        """
        with due as materialized (
            select waiting.user_id,
                   (select true from tickets sent where sent.submission_id = waiting.form_id limit 1) as is_sent
              from form_reminders waiting
             where waiting.due_at <= $1 and (select true from bans ban where ban.user_id = waiting.user_id limit 1) is null
               and (select poller.term from poller where poller.only_row) = $2
             order by waiting.due_at limit $3 for update skip locked
        ), gone as (
            delete from form_reminders where form_reminders.user_id = any(array(select due.user_id from due where due.is_sent))
        ), claimed as (
            update form_reminders
               set looks = form_reminders.looks + 1,
                   due_at = $1 + interval '2 minutes' * (2 ^ least(form_reminders.looks, 9))
             where form_reminders.user_id = any(array(select due.user_id from due where due.is_sent is null))
            returning form_reminders.user_id, form_reminders.form_id, form_reminders.touched_at, form_reminders.is_reminded,
                      form_reminders.due_at, form_reminders.question, form_reminders.left_on
        )
        select (select count(*) from due), claimed.* from (select) as once left join claimed on true
        """;

    // The claim's row, unless its client has touched the form meanwhile.
    private const string Claimed = "user_id = $1 and form_id = $2 and due_at = $3";

    /// <summary>Stores that these forms are open, or that they were cancelled. Idempotent.</summary>
    /// <param name="forms">One a user.</param>
    public async Task NoteAsync(IReadOnlyCollection<OpenForm> forms, CancellationToken cancellationToken)
    {
        OpenForm[] open = [.. forms.Where(form => !form.IsCancelled)];
        if (open.Length > 0)
        {
            await using var command = database.CreateCommand(Upsert);
            AddInputs(command, open);
            command.Parameters.Add(Column(open, form => form.DueAt.UtcDateTime));
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        OpenForm[] cancelled = [.. forms.Where(form => form.IsCancelled)];
        if (cancelled.Length > 0)
        {
            await using var command = database.CreateCommand(Touch);
            AddInputs(command, cancelled);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>Claims due rows, if this process holds the term.</summary>
    public async Task<DueForms> ClaimAsync(DateTimeOffset now, long term, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Claim);
        command.Parameters.Add(Moment(now));
        command.Parameters.Add(Value(term));
        command.Parameters.Add(Value(MostDue));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var forms = new List<DueForm>();
        long found = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            found = reader.GetInt64(0);
            if (await reader.IsDBNullAsync(1, cancellationToken))
                continue;
            forms.Add(new DueForm(
                new LookAtForm(
                    reader.GetInt64(1), reader.GetGuid(2), reader.GetFieldValue<DateTimeOffset>(3), reader.GetBoolean(4), term),
                reader.GetFieldValue<DateTimeOffset>(5))
            {
                LeftBefore = await reader.IsDBNullAsync(6, cancellationToken) || await reader.IsDBNullAsync(7, cancellationToken)
                    ? null
                    : new LeftForm(reader.GetString(6), reader.GetFieldValue<DateOnly>(7)),
            });
        }

        return new DueForms(forms, IsAll: found < MostDue);
    }

    /// <summary>Stores when to look again.</summary>
    /// <param name="isReminded">Whether no reminder is to come any more.</param>
    public async Task LookAgainAsync(DueForm due, DateTimeOffset at, bool isReminded, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await PostponeAsync(due, at, isReminded, connection, null, cancellationToken);
    }

    /// <summary>There is nothing to look for any more. Counts where the form was left, in one transaction.</summary>
    public async Task ForgetAsync(DueForm due, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await DeleteAsync(due, connection, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>
    /// Owes the reminder in one transaction with the row's change, and only if the form was not touched since the claim. Its key names the
    /// form, so that there is one reminder of it, however often this is called.
    /// </summary>
    /// <param name="next">When to look again; null for never.</param>
    public async Task RemindAsync(
        DueForm due, DateTimeOffset? next, OwedMessage.Notice reminder, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var isUntouched = next is { } at
            ? await PostponeAsync(due, at, isReminded: true, connection, transaction, cancellationToken)
            : await DeleteAsync(due, connection, transaction, cancellationToken);
        if (!isUntouched)
            return;
        await OutboxRows.OweAsync(
            $"reminder/{due.Look.FormId}", due.Look.UserId, reminder, connection, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>
    /// Owes what is said about a form that was cancelled, once for each time, deletes the row, and counts where the form was left, in one
    /// transaction. Without the claimed row nothing is owed: its client has come back, another look has claimed it, or the client's data
    /// was erased meanwhile.
    /// </summary>
    /// <param name="cancelledAt">Tells two cancellations of one form apart: its client may take it up again.</param>
    public async Task ExpireAsync(
        DueForm due, DateTimeOffset cancelledAt, IReadOnlyList<OwedMessage.Notice> messages, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await DeleteAsync(due, connection, transaction, cancellationToken))
            return;
        var key = string.Create(CultureInfo.InvariantCulture, $"form-expired/{due.Look.FormId}/{cancelledAt.ToUnixTimeMilliseconds()}");
        for (var at = 0; at < messages.Count; at++)
        {
            await OutboxRows.OweAsync(
                at == 0 ? key : string.Create(CultureInfo.InvariantCulture, $"{key}/{at}"), due.Look.UserId, messages[at], connection,
                transaction, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<bool> PostponeAsync(
        DueForm due, DateTimeOffset at, bool isReminded, NpgsqlConnection connection, NpgsqlTransaction? transaction,
        CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"update form_reminders set due_at = $4, is_reminded = $5, looks = 0, question = $6, left_on = $7 where {Claimed}", connection,
            transaction);
        AddClaim(command, due);
        command.Parameters.Add(Moment(at));
        command.Parameters.Add(Value(isReminded));
        command.Parameters.Add(Value(due.Left?.Question));
        command.Parameters.Add(Value(due.Left?.Day));
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    private static async Task CountAsync(
        LeftForm left, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into abandoned_forms (day, question, forms) values ($1, $2, 1)
            on conflict (day, question) do update set forms = abandoned_forms.forms + 1
            """,
            connection, transaction);
        command.Parameters.Add(Value(left.Day));
        command.Parameters.Add(Value(left.Question));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // The row of a form that was left is counted: a past period keeps its number.
    private static async Task<bool> DeleteAsync(
        DueForm due, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"delete from form_reminders where {Claimed}", connection, transaction);
        AddClaim(command, due);
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
            return false;
        if (due.Left is { } left)
            await CountAsync(left, connection, transaction, cancellationToken);
        return true;
    }

    private static void AddInputs(NpgsqlCommand command, OpenForm[] forms)
    {
        command.Parameters.Add(Column(forms, form => form.UserId));
        command.Parameters.Add(Column(forms, form => form.FormId));
        command.Parameters.Add(Column(forms, form => form.TouchedAt.UtcDateTime));
    }

    private static NpgsqlParameter<T[]> Column<T>(OpenForm[] forms, Func<OpenForm, T> value) =>
        new() { TypedValue = [.. forms.Select(value)] };

    private static void AddClaim(NpgsqlCommand command, DueForm due)
    {
        command.Parameters.Add(Value(due.Look.UserId));
        command.Parameters.Add(Value(due.Look.FormId));
        command.Parameters.Add(Moment(due.LeaseEnd));
    }

    private static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };

    private static NpgsqlParameter<DateTime> Moment(DateTimeOffset at) =>
        new() { TypedValue = at.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz };
}
