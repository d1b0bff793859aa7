using System.Text.RegularExpressions;

namespace VizTeh.Actors.Texts;

/// <summary>
/// The numbers of tickets that a text for a client names: «№12», «№ 12». By them a reply to the bot's message finds its ticket, so each
/// wording of such a text has to write the number so.
/// </summary>
public static partial class TicketNumbers
{
    /// <summary>The digits of each number, in order.</summary>
    public static IEnumerable<string> In(string text) => Number().Matches(text).Select(match => match.Groups["number"].Value);

    [GeneratedRegex(@"№\s?(?<number>\d{1,19})", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
