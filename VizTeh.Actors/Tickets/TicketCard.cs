using System.Globalization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Tickets;

/// <summary>The card of a ticket in a manager's chat: pure rendering of its row.</summary>
public static class TicketCard
{
    // Telegram's limit (Bot API, sendMessage.text); the labels, the closing line and the note have to fit as well.
    private const int LongestText = 4096;
    private const int LongestPerson = 100;
    private const string Shortened = "… (сокращено: полный текст хранится в базе)";

    /// <param name="zone">The time zone of the shown times.</param>
    public static Message Render(TicketState state, TimeZoneInfo zone)
    {
        var ticket = state.Ticket;
        var isClosed = ticket.Status == TicketStatus.Closed;
        var last = state.LastChange is { } change && change.Status == ticket.Status ? change : null;

        var (account, address) = AccountOf(ticket);
        List<(string Label, string Value)> fields =
        [
            .. FormQuestions.InOrder.Select(question => (question.Label, question.Shown(ticket.Answers[question.Field] ?? ""))),
            ("Telegram", account),
        ];
        var footer = (isClosed, last) switch
        {
            (true, _) => "✅ Закрыта: " + By(last, ticket.ClosedAt, zone),
            (false, not null) => "↩️ Открыта снова: " + By(last, null, zone),
            (false, null) => null,
        };

        var html = Shorten(fields, fixedLength: 40 + (footer?.Length ?? 0))
            .Select((field, index) => $"<b>{field.Label}:</b> {Linked(
                Html.Escape(field.Value.Length == 0 ? "—" : field.Value), index == fields.Count - 1 ? address : null)}")
            .Prepend(string.Create(CultureInfo.InvariantCulture, $"<b>Заявка №{ticket.Id}</b>"));
        var body = string.Join('\n', html);
        if (isClosed)
            body = $"<s>{body}</s>";
        if (footer is not null)
            body += "\n\n" + Html.Escape(footer);
        return new Message(body, new Keyboard.Inline(
            [[TicketButton.For(
                ticket.Id, isClosed ? TicketStatus.Open : TicketStatus.Closed, TicketButton.CheckOf(ticket.SubmissionId))]]));
    }

    // The account is a link in the text: if the bot does not know the person, or may not name them, Telegram drops the link and sends the
    // text. A button with the same address would make Telegram refuse the whole card (BUTTON_USER_PRIVACY_RESTRICTED).
    private static (string Shown, string? Address) AccountOf(Ticket ticket) => ticket switch
    {
        _ when !string.IsNullOrWhiteSpace(ticket.Username) => ("@" + ticket.Username.TrimStart('@'), null),
        { UserId: > 0 and var id } => (
            Cut(AccountName.Shown(ticket.AccountName, id), LongestPerson),
            string.Create(CultureInfo.InvariantCulture, $"tg://user?id={id}")),
        _ => ("отсутствует", null),
    };

    private static string Linked(string html, string? address) => address is null ? html : $"<a href=\"{address}\">{html}</a>";

    /// <summary>The person and the time, as plain text: «Анна (@anna), 22.11.2026 14:05».</summary>
    internal static string By(StatusChange? change, DateTimeOffset? knownAt, TimeZoneInfo zone)
    {
        var name = change switch
        {
            { ActorId: { } id } => Cut(AccountName.Shown(change.ActorName, id), LongestPerson),
            _ => AccountName.Visible(change?.ActorName) is { } known ? Cut(known, LongestPerson) : null,
        };
        var at = (change?.At ?? knownAt) is { } moment
            ? TimeZoneInfo.ConvertTime(moment, zone).ToString("dd.MM.yyyy HH:mm", CultureInfo.InvariantCulture)
            : null;
        return string.Join(", ", new[] { name, at }.OfType<string>()) is { Length: > 0 } text ? text : "неизвестно кем и когда";
    }

    // The longest field is shortened first, so that one long field leaves the others whole.
    private static List<(string Label, string Value)> Shorten(List<(string Label, string Value)> fields, int fixedLength)
    {
        while (true)
        {
            var length = fixedLength + fields.Sum(field => field.Label.Length + 3 + field.Value.Length);
            if (length <= LongestText)
                return fields;
            var longest = fields.Index().MaxBy(field => field.Item.Value.Length);
            var keep = Math.Max(0, longest.Item.Value.Length - (length - LongestText) - Shortened.Length);
            fields[longest.Index] = (longest.Item.Label, Cut(longest.Item.Value, keep) + Shortened);
        }
    }

    // The limit is in code points; a string has at least as many UTF-16 units, so cutting by units is safe. A surrogate pair is never
    // split.
    internal static string Cut(string value, int length) =>
        value.Length <= length ? value : value[..(length > 0 && char.IsHighSurrogate(value[length - 1]) ? length - 1 : length)];
}
