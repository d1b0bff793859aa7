using System.Globalization;
using System.Text.RegularExpressions;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tickets;

/// <summary>
/// States by which tickets are searched; a ticket in any of them is found. But open tickets in work are no other than those in work.
/// </summary>
[Flags]
public enum SearchedStates
{
    None = 0,
    Open = 1,
    Closed = 2,
    Withdrawn = 4,

    /// <summary>Open, and some manager has it in work.</summary>
    InWork = 8,

    /// <summary>Open, and nobody has it in work.</summary>
    Free = 16,
}

/// <summary>Digits that may be a phone number.</summary>
/// <param name="Key">As in <c>tickets.search_words</c>: <c>tel:</c> and the last digits of the number.</param>
/// <param name="Words">The digits as they were written.</param>
public sealed record SearchedPhone(string Key, string Words)
{
    // A log must not hold whom a manager looks for.
    public override string ToString() => nameof(SearchedPhone);
}

/// <summary>What a manager searches for: a ticket has to match all of it. Pure.</summary>
/// <param name="Words">Words of the answers or of a name, in any form; may be empty.</param>
/// <param name="Keys">Names of accounts, as in <c>tickets.search_words</c>: <c>@username</c>.</param>
/// <param name="Phones">Digits that may be a phone number, or words like any other: a date, a sum, the number of a contract.</param>
/// <param name="Number">A ticket's number; null for none.</param>
/// <param name="IsNumberOnly">Whether the number is meant as nothing else.</param>
public sealed partial record TicketSearch(
    string Words, IReadOnlyList<string> Keys, IReadOnlyList<SearchedPhone> Phones, long? Number, bool IsNumberOnly, SearchedStates States)
{
    /// <summary>What is written is read up to this length, in UTF-16 units.</summary>
    public const int Longest = 100;

    private const int MostDigitsOfNumber = 18;

    /// <summary>Whether words or keys are searched for.</summary>
    public bool HasText => Words.Length > 0 || Keys.Count > 0 || Phones.Count > 0;

    public static TicketSearch Read(string written)
    {
        var rest = AnswerText.SingleLine(CodePoints.Cut(written, Longest)).Trim();
        if (Numbered().Match(rest) is { Success: true } numbered)
            return new TicketSearch("", [], [], Parse(numbered.Groups["number"].Value), IsNumberOnly: true, SearchedStates.None);

        long? number = rest.Length <= MostDigitsOfNumber && rest.Length > 0 && rest.All(char.IsAsciiDigit) ? Parse(rest) : null;
        var (keys, phones, quoted) = (new List<string>(), new List<SearchedPhone>(), new List<string>());
        rest = Quoted().Replace(rest, words => Taken(quoted, words.Groups["words"].Value));
        rest = Usernames().Replace(rest, name => Taken(keys, "@" + name.Groups["name"].Value.ToLowerInvariant()));
        rest = Extensions().Replace(rest, " ");
        rest = DigitRuns().Replace(
            rest, run => KeyOf(run.Value) is { } key ? Taken(phones, new SearchedPhone(key, run.Value)) : run.Value);
        var states = SearchedStates.None;
        foreach (var (words, state) in AllStates)
        {
            rest = words.Replace(rest, _ =>
            {
                states |= state;
                return " ";
            });
        }

        var all = AnswerText.SingleLine(string.Join(' ', quoted.Prepend(rest))).Trim();
        return new TicketSearch(all.Any(char.IsLetterOrDigit) ? all : "", keys, phones, number, IsNumberOnly: false, states);

        static string Taken<T>(List<T> list, T one)
        {
            list.Add(one);
            return " ";
        }
    }

    /// <summary>The keys as PostgreSQL reads a <c>tsquery</c>.</summary>
    public string KeysAsQuery => string.Join(" & ", Keys.Select(key => $"'{key}'"));

    // A log must not hold whom a manager looks for.
    public override string ToString() => nameof(TicketSearch);

    // The last ten digits are the same in all notations of a number; one without the code of its city has seven.
    private static string? KeyOf(string phone)
    {
        var digits = string.Concat(phone.Where(char.IsAsciiDigit));
        return digits.Length switch
        {
            < 7 or > 15 => null,
            < 10 => "tel:" + digits[^7..],
            _ => "tel:" + digits[^10..],
        };
    }

    private static long? Parse(string digits) => long.Parse(digits, CultureInfo.InvariantCulture);

    private static (Regex Words, SearchedStates State)[] AllStates =>
    [
        (InWorkWords(), SearchedStates.InWork), (OpenWords(), SearchedStates.Open), (ClosedWords(), SearchedStates.Closed),
        (WithdrawnWords(), SearchedStates.Withdrawn), (FreeWords(), SearchedStates.Free),
    ];

    private const RegexOptions AnyCase = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    [GeneratedRegex(@"^[№#]\s*(?<number>[0-9]{1,18})$", RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();

    [GeneratedRegex(@"(?<!\S)@(?<name>[A-Za-z][A-Za-z0-9_]{0,31})(?![\w@])", RegexOptions.CultureInvariant)]
    private static partial Regex Usernames();

    [GeneratedRegex(@"(?<=[0-9])\s*[,;]?\s*(доб\.?|ext[.=]?)\s*[0-9]{1,6}(?![\w])", AnyCase)]
    private static partial Regex Extensions();

    // Between quotation marks nothing but words is meant: «Открытые двери» is the name of a firm.
    [GeneratedRegex("[\"«„“](?<words>[^\"«»„“”]*)[\"»“”]", RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();

    // With spaces and dashes of any kind.
    [GeneratedRegex(@"(?<![\w№#])[+(]?[0-9][0-9\s().\u2010-\u2015\u2212\-]{5,}[0-9](?!\w)", RegexOptions.CultureInvariant)]
    private static partial Regex DigitRuns();

    [GeneratedRegex(@"(?<!\w)в\s+работе(?!\w)", AnyCase)]
    private static partial Regex InWorkWords();

    [GeneratedRegex(@"(?<!\w)открыт(а|ая|ую|ы|ые|ых)(?!\w)", AnyCase)]
    private static partial Regex OpenWords();

    [GeneratedRegex(@"(?<!\w)закрыт(а|ая|ую|ы|ые|ых)(?!\w)", AnyCase)]
    private static partial Regex ClosedWords();

    [GeneratedRegex(@"(?<!\w)отозван(а|ная|ную|ы|ные|ных)(?!\w)", AnyCase)]
    private static partial Regex WithdrawnWords();

    [GeneratedRegex(@"(?<!\w)свободн(а|ая|ую|ы|ые|ых)(?!\w)", AnyCase)]
    private static partial Regex FreeWords();
}
