using System.Globalization;
using System.Text;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Reports;

/// <summary>The numbers of a period as a table of fixed width, which fits the screen of a phone. Pure.</summary>
internal static class StatisticsText
{
    /// <summary>In characters of the fixed width.</summary>
    public const int Width = 30;

    // Of a section; the rest is summed up in one row.
    private const int MostRows = 7;

    private const string Indent = "  ";

    /// <summary>All of it.</summary>
    public static Message Full(TicketStatistics statistics, CompanySettings company)
    {
        var (texts, table) = (company.Texts, new StringBuilder());
        AppendTotals(table, statistics, company);
        AppendNamed(table, StatsPhrases.Directions, statistics.Directions, texts, StatsPhrases.Unset);
        AppendNamed(table, StatsPhrases.Cities, statistics.Cities, texts, StatsPhrases.Unset);
        AppendNamed(table, StatsPhrases.Sources, statistics.Sources, texts, StatsPhrases.WithoutSource);
        AppendManagers(table, statistics.Managers, texts);
        AppendShares(table, StatsPhrases.LeftForms, statistics.LeftForms, texts, id => QuestionName(id, company));
        return ToMessage(StatsPhrases.Title, statistics, table, texts);
    }

    /// <summary>The totals only, as the morning's digest.</summary>
    public static Message Digest(TicketStatistics statistics, CompanySettings company)
    {
        var table = new StringBuilder();
        AppendTotals(table, statistics, company);
        return ToMessage(StatsPhrases.Digest, statistics, table, company.Texts);
    }

    public static string Duration(TimeSpan time, FirmTexts texts)
    {
        var minutes = ((long)time.TotalMinutes % 60).ToString(CultureInfo.InvariantCulture);
        return (long)time.TotalHours is > 0 and var hours
            ? texts.With(StatsPhrases.Hours, ("hours", hours.ToString(CultureInfo.InvariantCulture)), ("minutes", minutes))
            : minutes == "0" ? texts[StatsPhrases.LessThanAMinute] : texts.With(StatsPhrases.Minutes, ("minutes", minutes));
    }

    private static Message ToMessage(Phrase title, TicketStatistics statistics, StringBuilder table, FirmTexts texts) => new(
        $"{texts.With(title, ("period", statistics.Period.InWords()))}\n<pre>{Html.Escape(table.ToString().TrimEnd('\n'))}</pre>");

    private static void AppendTotals(StringBuilder table, TicketStatistics statistics, CompanySettings company)
    {
        var texts = company.Texts;
        AppendRow(table, texts[StatsPhrases.Created], Number(statistics.Created));
        AppendRow(table, texts[StatsPhrases.Closed], Number(statistics.Closed));
        // Without any outcome there is nothing to tell apart.
        if (statistics.Outcomes.Any(share => share.Name is not null))
        {
            AppendRows(table, statistics.Outcomes, texts, name => name switch
            {
                null => texts[StatsPhrases.WithoutOutcome],
                Ticket.Withdrawn => texts[StatsPhrases.Withdrawn],
                _ => name,
            });
        }

        AppendRow(table, texts[StatsPhrases.Open], Number(statistics.Open));
        (Phrase Name, TimeSpan? Time)[] medians =
        [
            (StatsPhrases.ToClaim, statistics.ToClaim), (StatsPhrases.ToAnswer, statistics.ToAnswer),
            (StatsPhrases.ToClose, statistics.ToClose),
        ];
        if (medians.All(median => median.Time is null))
            return;
        AppendHeading(table, texts[company.Hours is null ? StatsPhrases.InAnyTime : StatsPhrases.InWorkingTime]);
        foreach (var (name, time) in medians)
            AppendRow(table, Indent + texts[name], time is { } median ? Duration(median, texts) : "—");
    }

    // A form may ask for neither, and nobody may come by a link with a source: then there is nothing to compare.
    private static void AppendNamed(
        StringBuilder table, Phrase heading, IReadOnlyList<Share> shares, FirmTexts texts, Phrase without)
    {
        if (shares.Any(share => share.Name is not null))
            AppendShares(table, heading, shares, texts, name => name ?? texts[without]);
    }

    private static void AppendShares(
        StringBuilder table, Phrase heading, IReadOnlyList<Share> shares, FirmTexts texts, Func<string?, string> nameOf)
    {
        if (shares.Count == 0)
            return;
        AppendHeading(table, texts[heading]);
        AppendRows(table, shares, texts, nameOf);
    }

    private static void AppendRows(
        StringBuilder table, IReadOnlyList<Share> shares, FirmTexts texts, Func<string?, string> nameOf)
    {
        // A single row more takes no more room than its summary.
        var shown = shares.Count > MostRows + 1 ? MostRows : shares.Count;
        foreach (var share in shares.Take(shown))
            AppendRow(table, Indent + nameOf(share.Name), Number(share.Count));
        if (shown < shares.Count)
            AppendRow(table, Indent + texts[StatsPhrases.Others], Number(shares.Skip(shown).Sum(share => share.Count)));
    }

    private static void AppendManagers(StringBuilder table, IReadOnlyList<ManagerShare> managers, FirmTexts texts)
    {
        if (managers.Count == 0)
            return;
        AppendHeading(table, texts[StatsPhrases.Managers]);
        var shown = managers.Count > MostRows + 1 ? MostRows : managers.Count;
        foreach (var manager in managers.Take(shown))
            AppendRow(table, Indent + manager.Name, $"{Number(manager.Taken)}/{Number(manager.Closed)}");
        if (shown < managers.Count)
        {
            var others = managers.Skip(shown).ToList();
            AppendRow(
                table, Indent + texts[StatsPhrases.Others],
                $"{Number(others.Sum(manager => manager.Taken))}/{Number(others.Sum(manager => manager.Closed))}");
        }
    }

    private static string QuestionName(string? id, CompanySettings company) =>
        id == LeftForm.AtReview ? company.Texts[StatsPhrases.Review] : company.Form.Find(id ?? "")?.Label ?? id ?? "";

    private static void AppendHeading(StringBuilder table, string heading) =>
        table.Append('\n').Append(Cut(heading, Width)).Append('\n');

    private static void AppendRow(StringBuilder table, string name, string value)
    {
        var cut = Cut(name, Width - value.Length - 1);
        table.Append(cut).Append(' ', Math.Max(Width - CodePoints.CountIn(cut) - value.Length, 1)).Append(value).Append('\n');
    }

    // A name may have been typed by anybody: one line, without what turns the direction of writing.
    private static string Cut(string name, int width)
    {
        var indent = name.StartsWith(Indent, StringComparison.Ordinal) ? Indent : "";
        var line = indent + AnswerText.SingleLine(name);
        var runes = line.EnumerateRunes().ToList();
        return runes.Count <= width ? line : string.Concat(runes.Take(width - 1)) + "…";
    }

    private static string Number(long count) => count.ToString(CultureInfo.InvariantCulture);
}
