using System.Globalization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tickets;

/// <summary>
/// The card of a ticket in a manager's chat: pure rendering of its row, whatever the form is now. What a manager needs first stands first,
/// and the first line is all that a list of chats shows.
/// </summary>
public static class TicketCard
{
    private const int LongestPerson = 100;
    private const int LongestCity = 40;
    private const int LongestLabel = 64;

    // An earlier bot may have had a column of this name.
    private const int LongestSource = 64;

    /// <summary>The card as a firm has it.</summary>
    /// <param name="menu">What this copy offers in place of its own buttons; null for these.</param>
    public static Message Render(TicketState state, CompanySettings company, CardStory story, CardMenu? menu = null) => Render(
        state, company.Texts, company.TimeZone, company.Claim, company.Answers, CardMenus.Of(company, menu), company.PhoneMarks, story);

    /// <param name="zone">The time zone of the shown times.</param>
    /// <param name="claim">Whether the card shows who has the ticket in work; null for not.</param>
    /// <param name="answers">Whether managers can answer the client from here.</param>
    /// <param name="menus">What this copy offers; null for a card without menus.</param>
    /// <param name="phoneMarks">Whether a phone number is followed by what Telegram says about it.</param>
    /// <param name="story">What the card of an open ticket tells of its client; null for nothing.</param>
    public static Message Render(
        TicketState state, FirmTexts texts, TimeZoneInfo zone, ClaimSettings? claim = null, bool answers = false, CardMenus? menus = null,
        bool phoneMarks = true, CardStory? story = null)
    {
        claim ??= ClaimSettings.Off;
        menus ??= CardMenus.None;
        var ticket = state.Ticket;
        if (ticket.ErasedAt is not null)
            return new Message(HtmlOf(LinesOfErased(state, texts, zone), texts));
        var phone = PhoneIn(ticket.Answers);
        var button = TicketCardMenu.StatusButton(ticket, texts, menus);
        return new Message(
            HtmlOf(LinesOf(state, phone, texts, zone, claim, phoneMarks, story ?? CardStory.None), texts),
            new Keyboard.Inline(TicketCardMenu.Rows(ticket, texts, menus) ??
            [
                answers && ticket.UserId > 0 ? [button, TicketButton.ToAnswer(texts, ticket)] : [button],
                .. CopyRow(phone, texts),
                .. TicketCardClaim.Row(ticket, texts, claim),
                .. TicketCardSnooze.Row(ticket, texts, zone, menus),
            ]));
    }

    private static string HtmlOf(List<TextLine> lines, FirmTexts texts) =>
        TextLine.ToHtml(lines, TextLine.LongestText, texts[CardPhrases.Shortened], texts[CardPhrases.NotAll]);

    /// <summary>The person and the time, as plain text: «Анна (@anna), 22.11.2026 14:05».</summary>
    /// <param name="change">Null when nobody is known.</param>
    internal static string By(StatusChange? change, DateTimeOffset at, TimeZoneInfo zone) => Joined(
        ", ", PersonOf(change), TimeZoneInfo.ConvertTime(at, zone).ToString("dd.MM.yyyy HH:mm", CultureInfo.InvariantCulture));

    private static IEnumerable<IReadOnlyList<InlineButton>> CopyRow(Answer? phone, FirmTexts texts)
    {
        // A row of an earlier bot may have anything in place of a number.
        if (phone is not null && PhoneText.First(phone.Value) is { Length: <= InlineButton.LongestCopy } number && number.Any(char.IsDigit))
            yield return [InlineButton.Copying(texts[CardPhrases.Copy], number)];
    }

    // No button: nobody is left to work for, and there is no number to call.
    private static List<TextLine> LinesOfErased(TicketState state, FirmTexts texts, TimeZoneInfo zone)
    {
        var ticket = state.Ticket;
        var heading = Joined(
            " · ",
            texts.With(
                ticket.Status == TicketStatus.Closed ? CardPhrases.ClosedNumber : CardPhrases.OpenNumber,
                ("number", ticket.Id.ToString(CultureInfo.InvariantCulture))),
            Above(ticket.Answers.Subject, LongestLabel, []));
        List<TextLine> lines = [new TextLine(heading) { IsHeading = true }, new TextLine(DataErased(ticket, texts))];
        if (StateOf(state, texts, zone) is { } stateLine)
            lines.Add(new TextLine(stateLine));
        return [.. lines, .. EndOf(ticket, texts, zone)];
    }

    /// <summary>What stands in place of all that was the client's.</summary>
    internal static string DataErased(Ticket ticket, FirmTexts texts) =>
        texts[ticket.IsExpired ? CardPhrases.DataExpired : CardPhrases.DataErased];

    private static List<TextLine> LinesOf(
        TicketState state, Answer? phone, FirmTexts texts, TimeZoneInfo zone, ClaimSettings claim, bool phoneMarks, CardStory story)
    {
        var (ticket, answers) = (state.Ticket, state.Ticket.Answers);
        // Answers that stand whole above the others are not repeated among them.
        var shown = new HashSet<string>();
        var stateAndNumber = texts.With(
            ticket.IsWithdrawn ? CardPhrases.WithdrawnNumber
            : ticket.Status == TicketStatus.Closed ? CardPhrases.ClosedNumber
            : CardPhrases.OpenNumber,
            ("number", ticket.Id.ToString(CultureInfo.InvariantCulture)));
        var stateLine = StateOf(state, texts, zone);
        // Of a withdrawn ticket the number says so already.
        var isInHeading = ticket is { Status: TicketStatus.Closed, IsWithdrawn: false };
        var heading = Joined(
            " · ", stateAndNumber,
            Above(answers.Subject, LongestLabel, shown), Above(answers["city"], LongestCity, shown), isInHeading ? stateLine : null);
        var who = Joined(", ", Above(answers["name"], Question.MaxLine, shown), Above(answers["organization"], Question.MaxLine, shown));

        List<TextLine> lines = [new TextLine(heading) { IsHeading = true }];
        if (stateLine is not null && !isInHeading)
            lines.Add(new TextLine(stateLine));
        if (claim.IsOn && TicketCardClaim.Line(state, texts, zone) is { } owner)
            lines.Add(new TextLine(owner));
        if (TicketCardSnooze.Line(ticket, texts, zone) is { } reminder)
            lines.Add(new TextLine(reminder));
        if (TicketCardStory.Unanswered(ticket, story, texts) is { } unanswered)
            lines.Add(new TextLine(unanswered));
        if (who.Length > 0)
            lines.Add(new TextLine(who));
        if (Above(phone, Question.MaxLine, shown) is { } number)
            lines.Add(new TextLine(WithMark(number, phoneMarks ? phone : null, texts)));
        lines.Add(AccountOf(ticket, texts));
        if (TicketCardStory.Returning(ticket, story, texts) is { } returning)
            lines.Add(new TextLine(returning));
        if (ticket.Files is { Count: > 0 } files)
            lines.Add(new TextLine(FileWords.Line(files, texts)));
        AddAnswers(lines, null, answers.Given.Where(answer => !shown.Contains(answer.Id)), texts, phoneMarks);
        AddAnswers(lines, texts[CardPhrases.Former], answers.Removed, texts, phoneMarks);
        TextLine[] end = [.. EndOf(ticket, texts, zone)];
        return end is [] ? lines : [.. lines, new TextLine(""), .. end];
    }

    private static IEnumerable<TextLine> EndOf(Ticket ticket, FirmTexts texts, TimeZoneInfo zone)
    {
        if (!string.IsNullOrWhiteSpace(ticket.Source))
            yield return new TextLine(CodePoints.Cut(OneLine(ticket.Source), LongestSource)) { Label = texts[CardPhrases.Source] };
        if (ticket.CreatedAt is { } filled)
            yield return new TextLine(texts.With(CardPhrases.Filled, ("when", Moment(filled, texts, zone, withYear: true))));
    }

    private static void AddAnswers(
        List<TextLine> lines, string? heading, IEnumerable<Answer> answers, FirmTexts texts, bool phoneMarks)
    {
        List<TextLine> added =
        [
            .. answers.Select(answer => new TextLine(WithMark(Words(answer, texts), phoneMarks ? answer : null, texts))
            {
                Label = CodePoints.Cut(OneLine(answer.Label), LongestLabel),
                GivesWay = true,
            }),
        ];
        if (added.Count == 0)
            return;
        lines.Add(new TextLine("") { GivesWay = true });
        if (heading is not null)
            lines.Add(new TextLine(heading) { IsHeading = true, GivesWay = true });
        lines.AddRange(added);
    }

    // Files alone are an answer too.
    private static string Words(Answer answer, FirmTexts texts) => answer is { Value: "", Files: { Count: > 0 } files }
        ? FileWords.Line(files, texts)
        : answer.Words;

    /// <summary>The client's phone; null when the form asked for none.</summary>
    internal static Answer? PhoneIn(SentAnswers answers) => answers["phone"] is { Kind: QuestionKind.Phone } phone
        ? phone
        : answers.Given.FirstOrDefault(answer => answer.Kind == QuestionKind.Phone);

    /// <summary>An answer as it stands above the others, in one line; null when there is none, or it stands there already.</summary>
    private static string? Above(Answer? answer, int longest, HashSet<string> shown)
    {
        if (answer is null or { Value: "" } || shown.Contains(answer.Id))
            return null;
        // Telegram's apps find a number to call best without spaces.
        var text = OneLine(answer.Kind == QuestionKind.Phone ? PhoneText.ToCall(answer.Value) : answer.Words);
        if (text.Length > longest)
            return CodePoints.Cut(text, longest - 1) + "…";
        shown.Add(answer.Id);
        return text;
    }

    // What Telegram says about a number stands after it, so that the number is still found by the apps and by a search.
    private static string WithMark(string shown, Answer? answer, FirmTexts texts) => answer is not { Kind: QuestionKind.Phone }
        ? shown
        : Joined(
            " · ", shown, PhoneText.IsAnonymous(answer.Value) ? texts[CardPhrases.PhoneAnonymous] : null,
            answer.IsVerified ? texts[CardPhrases.PhoneVerified] : null);

    // A press changed the status, or an earlier bot closed the ticket; otherwise there is nothing to say.
    private static string? StateOf(TicketState state, FirmTexts texts, TimeZoneInfo zone)
    {
        var ticket = state.Ticket;
        var last = state.LastChange is { } change && change.Status == ticket.Status ? change : null;
        var isClosed = ticket.Status == TicketStatus.Closed;
        if (!isClosed && last is null)
            return null;
        var at = last?.At ?? ticket.ClosedAt;
        var changed = ticket switch
        {
            { IsWithdrawn: true } => texts[CardPhrases.Withdrawn],
            { ChosenOutcome: { } outcome } => texts.With(OutcomePhrases.ClosedAs, ("outcome", outcome)),
            _ => texts[isClosed ? CardPhrases.Closed : CardPhrases.Reopened],
        };
        var what = Joined(" ", changed, at is { } moment ? MomentOf(moment, ticket, texts, zone) : null);
        return Joined(" — ", what, PersonOf(last));
    }

    // The account is a link in the text: if the bot does not know the person, or may not name them, Telegram drops the link and sends the
    // text. A button with the same address would make Telegram refuse the whole card (BUTTON_USER_PRIVACY_RESTRICTED).
    private static TextLine AccountOf(Ticket ticket, FirmTexts texts) => ticket switch
    {
        _ when !string.IsNullOrWhiteSpace(ticket.Username) =>
            new TextLine("@" + CodePoints.Cut(OneLine(ticket.Username).TrimStart('@'), LongestPerson)),
        { UserId: > 0 and var id } => new TextLine(CodePoints.Cut(AccountName.Shown(ticket.AccountName, id), LongestPerson))
        {
            Label = texts[CardPhrases.Account],
            Address = string.Create(CultureInfo.InvariantCulture, $"tg://user?id={id}"),
        },
        _ => new TextLine(texts[CardPhrases.NoAccount]) { Label = texts[CardPhrases.Account] },
    };

    // Null when nobody is known.
    private static string? PersonOf(StatusChange? change) => change switch
    {
        { ActorId: { } id } => Person(change.ActorName, id),
        _ => AccountName.Visible(change?.ActorName) is { } known ? CodePoints.Cut(known, LongestPerson) : null,
    };

    internal static string Person(string? name, long id) => CodePoints.Cut(AccountName.Shown(name, id), LongestPerson);

    /// <summary>The moment of a change: with its year when that is not the year of the ticket.</summary>
    internal static string MomentOf(DateTimeOffset at, Ticket ticket, FirmTexts texts, TimeZoneInfo zone) => Moment(
        at, texts, zone,
        withYear: ticket.CreatedAt is not { } created
            || TimeZoneInfo.ConvertTime(at, zone).Year != TimeZoneInfo.ConvertTime(created, zone).Year);

    private static string Moment(DateTimeOffset at, FirmTexts texts, TimeZoneInfo zone, bool withYear)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return texts.With(
            CardPhrases.Moment,
            ("date", local.ToString(withYear ? "dd.MM.yyyy" : "dd.MM", CultureInfo.InvariantCulture)),
            ("time", local.ToString("HH:mm", CultureInfo.InvariantCulture)));
    }

    private static string Joined(string separator, params IEnumerable<string?> parts) =>
        string.Join(separator, parts.Where(part => !string.IsNullOrEmpty(part)));

    private static string OneLine(string text) => string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
