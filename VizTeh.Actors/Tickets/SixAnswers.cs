using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Tickets;

/// <summary>
/// The answers of a ticket that has only the columns of the six questions: a row of an earlier bot, and of the versions that had the
/// questions in code.
/// </summary>
internal static class SixAnswers
{
    /// <summary>The columns of table <c>tickets</c>, in the order of <see cref="SixQuestions.InOrder"/>.</summary>
    public static readonly IReadOnlyList<string> Columns = ["name", "org", "city", "direction", "description", "phone"];

    /// <summary>The ids of the answers that the columns keep, in the same order.</summary>
    public static readonly IReadOnlyList<string> Ids = [.. SixQuestions.InOrder.Select(question => question.Id)];

    /// <param name="values">In the order of the columns; answers that are missing or blank are left out.</param>
    public static SentAnswers Of(params IReadOnlyList<string?> values) => new(
        [
            .. SixQuestions.InOrder.Zip(values, (question, value) => new Answer(question, value ?? ""))
                .Where(answer => !string.IsNullOrWhiteSpace(answer.Value)),
        ],
        []);
}
