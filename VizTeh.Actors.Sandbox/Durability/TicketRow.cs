using System.Collections.Immutable;
using System.Text.Json;
using Npgsql;
using VizTeh.Actors.Sandbox.Clients;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>An answer in column <c>answers</c> of a ticket.</summary>
/// <param name="Removed">Whether the form had lost its question, or asked it as another kind, when it was sent.</param>
internal sealed record KeptAnswer(string Id, string Label, string Kind, string Value, bool Removed = false);

/// <summary>A row of table <c>tickets</c>, as far as the audit looks at it.</summary>
/// <param name="Columns">The columns that single answers have, by the id of the question.</param>
internal sealed record TicketRow(
    long Id, long UserId, ImmutableDictionary<string, string> Columns, ImmutableArray<KeptAnswer> Answers, bool IsClosed)
{
    private static readonly ImmutableArray<ScriptedQuestion> Questions = FormScript.Questions;

    /// <summary>With what it was closed; null for nothing, and while it is open.</summary>
    public string? Outcome { get; private init; }

    /// <summary>Whether a manager is to be reminded of it.</summary>
    public bool IsSnoozed { get; private init; }

    /// <summary>Whether each column has the answer that the form still had, and nothing without one.</summary>
    public bool ColumnsRepeatAnswers => Questions.All(question =>
        Columns[question.Id] == (Answers.FirstOrDefault(answer => answer.Id == question.Id && !answer.Removed)?.Value ?? ""));

    public static async Task<List<TicketRow>> ReadAllAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var columns = string.Join(", ", Questions.Select(question => question.Column));
        await using var command = database.CreateCommand(
            $"select id::bigint, user_id::bigint, status = 'closed', answers::text, outcome, snoozed_until is not null, {columns} "
            + "from tickets where erased_at is null order by id");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<TicketRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(new TicketRow(
                reader.GetInt64(0), reader.GetInt64(1),
                Questions.Index().ToImmutableDictionary(question => question.Item.Id, question => reader.GetString(6 + question.Index)),
                [.. JsonSerializer.Deserialize<KeptAnswer[]>(reader.GetString(3), JsonSerializerOptions.Web)!], reader.GetBoolean(2))
            {
                Outcome = await reader.IsDBNullAsync(4, cancellationToken) ? null : reader.GetString(4),
                IsSnoozed = reader.GetBoolean(5),
            });
        }

        return rows;
    }
}
