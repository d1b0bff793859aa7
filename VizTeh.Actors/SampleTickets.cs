using System.Collections.Immutable;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors;

/// <summary>Tickets of the shapes that the form accepts, for a trial insert into the table.</summary>
internal static class SampleTickets
{
    // Above 32 bits, as clients' ids are by now.
    private const long UserId = 7_000_000_001;

    // First and last name of up to 64 characters each, and a space.
    private const int LongestAccountName = 129;

    private const string Words = "ООО «Ромашка» 🙂";

    private static readonly Attachment[] Files =
    [
        new(AttachmentKind.Document, new string('f', 100), "unique") { Name = $"{Words}.pdf" },
        .. Enumerable.Repeat(
            new Attachment(AttachmentKind.Venue) { Place = new Place(55.75, 37.62, Words, Words) }, Attachment.Most - 1),
    ];

    /// <summary>
    /// An ordinary ticket for each direction, one of a client from abroad without a username, and the longest possible one, of emoji, with
    /// an answer that the form no longer asks for.
    /// </summary>
    public static IReadOnlyList<CreateTicket> For(CompanySettings company, DateTimeOffset now)
    {
        var form = company.Form.Questions;
        // The direction has a column of its own, on which an adopted table may have a check.
        var directions = company.Form.Find("direction")?.Choices ?? [Words];
        var removed = new Answer("removed", "🙂", QuestionKind.Text, Emoji(Question.MaxParagraph));
        var longest = new SentAnswers(Answers(form, Longest), [removed]);
        return
        [
            .. directions.Select(direction =>
                Sample(Answers(form, question => question.Id == "direction" ? direction : Ordinary(question)), now)),
            Sample(Answers(form, question => question.Kind == QuestionKind.Phone ? "+49301234567" : Ordinary(question)), now) with
            {
                Username = null, AccountName = Emoji(LongestAccountName),
            },
            Sample([], now) with
            {
                Answers = longest, Username = new string('u', 32), Source = new string('s', StartPayload.Longest),
                Consent = new Consent(Emoji(ConsentTerms.LongestVersion), Consent.HashOf(Words), now, int.MaxValue),
            },
        ];
    }

    private static CreateTicket Sample(ImmutableArray<Answer> answers, DateTimeOffset now) =>
        new(Guid.CreateVersion7(), UserId, "username", new SentAnswers(answers, []), now);

    private static ImmutableArray<Answer> Answers(IEnumerable<Question> questions, Func<Question, string> answerTo) =>
        [.. questions.Select(question => new Answer(question, answerTo(question)) { Files = question.AcceptsFiles ? Files : null })];

    private static string Ordinary(Question question) => question.Kind switch
    {
        QuestionKind.Choice or QuestionKind.Choices => question.Choices is [var first, ..] ? first : Words,
        QuestionKind.Date => "2026-11-25",
        QuestionKind.Number => "12",
        QuestionKind.Phone => "+79161234567",
        QuestionKind.YesNo => Answer.Yes,
        _ => Words,
    };

    private static string Longest(Question question) => question.Kind switch
    {
        QuestionKind.Choice => question.Choices?.MaxBy(choice => choice.Length) ?? Words,
        QuestionKind.Choices => string.Join('\n', question.Choices ?? [Words]),
        QuestionKind.Number => "-2147483648.123456",
        QuestionKind.Phone => "+1 (23) 4-5-6-7-8-9-0-1-2-3-4-5",
        QuestionKind.Date or QuestionKind.YesNo => Ordinary(question),
        _ => Emoji(question.Limit),
    };

    // The length is in code points; each emoji has two UTF-16 units and four bytes of UTF-8.
    private static string Emoji(int length) => string.Concat(Enumerable.Repeat("🙂", length));
}
