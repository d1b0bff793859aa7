using System.Globalization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Manager.Lists;

/// <summary>A list of the managers' chats that is shown page by page in one message.</summary>
public abstract record ManagerList
{
    private ManagerList()
    {
    }

    /// <summary>The open tickets.</summary>
    public sealed record Open : ManagerList;

    /// <summary>The open tickets that a manager has in work.</summary>
    public sealed record Mine(long OwnerId) : ManagerList;

    /// <summary>All that happened to a ticket and was said about it.</summary>
    /// <param name="Check">The ticket's check; null for none.</param>
    public sealed record History(long TicketId, string? Check) : ManagerList;

    /// <summary>What a search finds.</summary>
    /// <param name="Words">As they were written, in one line: untrusted.</param>
    public sealed record Find(string Words) : ManagerList
    {
        /// <summary>Null when nothing is searched for.</summary>
        public static Find? Of(string? written)
        {
            var words = CodePoints.Cut(AnswerText.SingleLine(written ?? ""), TicketSearch.Longest).Trim();
            return AnswerText.IsBlank(words) ? null : new Find(words);
        }

        // A log must not hold whom a manager looks for.
        public override string ToString() => nameof(Find);
    }
}

/// <summary>
/// A page of a list, as the data of a button encodes it: <c>list:open:{page}</c>, <c>list:mine:{manager}:{page}</c>,
/// <c>list:history:{ticket}:{check}:{page}</c>, <c>list:find:{page}</c>. Whoever knows the format may send any data for any message of the
/// bot: a page is drawn in a message only if that shows the same list.
/// </summary>
/// <param name="Number">From zero.</param>
public sealed record ListPage(ManagerList List, int Number)
{
    private const string Prefix = "list";

    // A page is asked for by its number, and the last one is shown for any number beyond it.
    private const int LongestNumber = 5;

    // The digits of the largest number of a ticket.
    private const int LongestId = 19;

    /// <summary>Whether the data claims to be that of a list's button.</summary>
    public static bool IsMeant(string? data) => data?.StartsWith(Prefix + ":", StringComparison.Ordinal) == true;

    public static string DataOf(ManagerList list, int number) => string.Create(
        CultureInfo.InvariantCulture, $"{Prefix}:{NameOf(list)}:{number}");

    /// <summary>Reads the data of a press.</summary>
    /// <param name="words">What is searched for, as the message shows it; null when it shows nothing like that.</param>
    /// <returns>Null for any other button.</returns>
    public static ListPage? Parse(string? data, string? words = null)
    {
        if (!IsMeant(data) || data!.Split(':') is not [_, var kind, .. var values, var last] || Number(last) is not { } page)
            return null;
        ManagerList? list = (kind, values) switch
        {
            ("open", []) => new ManagerList.Open(),
            ("mine", [var owner]) when Id(owner) is { } id => new ManagerList.Mine(id),
            ("history", [var ticket, ""]) when Id(ticket) is { } id => new ManagerList.History(id, null),
            ("history", [var ticket, var check]) when TicketButton.IsCheck(check) && Id(ticket) is { } id =>
                new ManagerList.History(id, check),
            ("find", []) => ManagerList.Find.Of(words),
            _ => null,
        };
        return list is null ? null : new ListPage(list, page);

        static int? Number(string text) =>
            text.Length <= LongestNumber && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : null;
    }

    /// <summary>The row of buttons that turns the pages; none for a single page.</summary>
    /// <param name="page">The page that is shown, from zero.</param>
    public static IReadOnlyList<IReadOnlyList<InlineButton>> Turns(ManagerList list, int page, int pages, FirmTexts texts)
    {
        if (pages == 1)
            return [];
        var title = texts.With(ListPhrases.PageOf, ("page", Written(page + 1)), ("count", Written(pages)));
        return
        [
            [
                new InlineButton("‹", DataOf(list, page == 0 ? pages - 1 : page - 1)),
                // Shows the same page, as it is now.
                new InlineButton(title, DataOf(list, page)),
                new InlineButton("›", DataOf(list, page == pages - 1 ? 0 : page + 1)),
            ],
        ];

        static string Written(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    private static string NameOf(ManagerList list) => list switch
    {
        ManagerList.Open => "open",
        ManagerList.Mine mine => string.Create(CultureInfo.InvariantCulture, $"mine:{mine.OwnerId}"),
        ManagerList.History history => string.Create(CultureInfo.InvariantCulture, $"history:{history.TicketId}:{history.Check}"),
        ManagerList.Find => "find",
        _ => throw new ArgumentOutOfRangeException(nameof(list), list.GetType().Name, "an unknown list"),
    };

    private static long? Id(string text) =>
        text.Length <= LongestId && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0
            ? id
            : null;
}
