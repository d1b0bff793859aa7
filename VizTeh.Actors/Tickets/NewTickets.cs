using Dapper;
using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Tickets;

/// <summary>The rows of new tickets as parameters of a statement: one row each, named <c>batch</c>.</summary>
internal static class NewTickets
{
    private static readonly string[] AnswerColumns = [.. FormQuestions.InOrder.Select(question => question.Column)];

    /// <summary>The columns of table <c>tickets</c> that <see cref="Values"/> fills.</summary>
    public static readonly string Columns =
        $"submission_id, user_id, username, {string.Join(", ", AnswerColumns)}, status, created_at, account_name";

    /// <summary>The values to select from <see cref="Rows"/>.</summary>
    public static readonly string Values =
        $"batch.submission_id, batch.user_id, batch.username, {string.Join(", ", AnswerColumns.Select(column => $"batch.{column}"))}, "
        + "'open', batch.submitted_at, batch.account_name";

    /// <summary>Needs <see cref="Parameters"/>; <c>batch.position</c> numbers the rows in the order given.</summary>
    public static readonly string Rows =
        $"""
        unnest(@submissionIds::uuid[], @userIds::bigint[], @usernames::text[],
               {string.Concat(AnswerColumns.Select(column => $"@answers_{column}::text[], "))}
               @submitted::timestamptz[], @accountNames::text[])
               with ordinality as batch (submission_id, user_id, username, {string.Join(", ", AnswerColumns)},
                                         submitted_at, account_name, position)
        """;

    public static DynamicParameters Parameters(IReadOnlyCollection<CreateTicket> tickets)
    {
        var parameters = new DynamicParameters(new
        {
            submissionIds = Column(ticket => ticket.SubmissionId),
            userIds = Column(ticket => ticket.UserId),
            usernames = Column(ticket => ticket.Username),
            submitted = Column(ticket => ticket.SubmittedAt),
            accountNames = Column(ticket => ticket.AccountName),
        });
        foreach (var question in FormQuestions.InOrder)
            parameters.Add($"answers_{question.Column}", Column(ticket => ticket.Answers[question.Field] ?? ""));
        return parameters;

        T[] Column<T>(Func<CreateTicket, T> value) => [.. tickets.Select(value)];
    }
}
