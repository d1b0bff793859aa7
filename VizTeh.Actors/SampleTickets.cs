using VizTeh.Actors.Questions;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors;

/// <summary>Tickets of the shapes that the form lets through, for trying whether the table takes them.</summary>
internal static class SampleTickets
{
    // Above what fits into four bytes: clients' ids have outgrown them.
    private const long UserId = 7_000_000_001;

    // First and last name have up to 64 characters each.
    private const int LongestAccountName = 129;

    /// <summary>An ordinary one for each direction, one of a client without a username from abroad, and the longest, of emoji.</summary>
    public static IReadOnlyList<CreateTicket> For(CompanySettings company, DateTimeOffset now)
    {
        var any = company.Directions[0];
        return
        [
            .. company.Directions.Select(direction => Sample(Ordinary(direction), now)),
            Sample(Ordinary(any, phone: "+49 30 1234567"), now) with { Username = null, AccountName = Emoji(LongestAccountName) },
            Sample(Longest(any), now) with { Username = new string('u', 32) },
        ];
    }

    private static CreateTicket Sample(Func<Question, string> answerTo, DateTimeOffset now) => new(
        Guid.CreateVersion7(), UserId, "username",
        Answers.Of(FormQuestions.InOrder.Select(question => (question.Field, (string?)answerTo(question)))), now);

    private static Func<Question, string> Ordinary(string choice, string phone = "+79161234567") => question => question.Kind switch
    {
        QuestionKind.Choice => choice,
        QuestionKind.Phone => phone,
        _ => "ООО «Ромашка» 🙂",
    };

    private static Func<Question, string> Longest(string choice) => question => question.Kind switch
    {
        QuestionKind.Choice => choice,
        QuestionKind.Phone => "+1 (23) 4-5-6-7-8-9-0-1-2-3-4-5",
        _ => Emoji(question.Limit),
    };

    // In code points, each of two UTF-16 units and four bytes.
    private static string Emoji(int length) => string.Concat(Enumerable.Repeat("🙂", length));
}
