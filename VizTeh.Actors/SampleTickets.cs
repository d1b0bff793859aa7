using VizTeh.Actors.Forms;
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
        CreateTicket Ordinary(string direction) => new(
            Guid.CreateVersion7(), UserId, "username", "Иван Петров", "ООО «Ромашка»", "Москва", direction,
            "Въездная стела, 6 метров 🙂", "+79161234567", now);

        var other = company.Directions[0];
        return
        [
            .. company.Directions.Select(Ordinary),
            Ordinary(other) with { Username = null, AccountName = Longest(LongestAccountName), Phone = "+49 30 1234567" },
            Ordinary(other) with
            {
                Username = new string('u', 32), Name = Longest(AnswerReader.MaxLine), Organization = Longest(AnswerReader.MaxLine),
                City = Longest(AnswerReader.MaxLine), Description = Longest(AnswerReader.MaxDescription),
                Phone = "+1 (23) 4-5-6-7-8-9-0-1-2-3-4-5",
            },
        ];
    }

    // In code points, each of two UTF-16 units and four bytes.
    private static string Longest(int length) => string.Concat(Enumerable.Repeat("🙂", length));
}
