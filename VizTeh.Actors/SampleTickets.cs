using VizTeh.Actors.Questions;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors;

/// <summary>Tickets of the shapes that the form accepts, for a trial insert into the table.</summary>
internal static class SampleTickets
{
    // Above 32 bits, as clients' ids are by now.
    private const long UserId = 7_000_000_001;

    // First and last name of up to 64 characters each, and a space.
    private const int LongestAccountName = 129;

    /// <summary>
    /// An ordinary ticket for each direction, one of a client from abroad without a username, and the longest possible one, of emoji.
    /// </summary>
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

    // The length is in code points; each emoji has two UTF-16 units and four bytes of UTF-8.
    private static string Emoji(int length) => string.Concat(Enumerable.Repeat("🙂", length));
}
