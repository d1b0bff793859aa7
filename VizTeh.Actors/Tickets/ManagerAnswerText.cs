using System.Globalization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tickets;

/// <summary>What a manager's answer looks like to the client, and what managers read about it. Pure.</summary>
public static class ManagerAnswerText
{
    /// <summary>How an answer that never leaves begins.</summary>
    private const string NoteMark = "//";

    // Bot API: sendMessage.text, sendPhoto.caption; in code points, of which a string has at most as many as UTF-16 units.
    private const int LongestText = 4096;
    private const int LongestCaption = 1024;

    // The line that names the ticket and what separates it: a firm may word it anew, within this.
    private const int LongestHeading = 104;

    /// <summary>Whether it is a note among managers, whatever cannot be seen comes before its mark.</summary>
    public static bool IsNote(string? words) => words is not null && Visible(words).StartsWith(NoteMark, StringComparison.Ordinal);

    /// <summary>The note without the mark; whole when there is nothing else.</summary>
    public static string NoteIn(string words) =>
        Visible(words)[NoteMark.Length..].Trim() is { Length: > 0 } note ? note.ToString() : words.Trim();

    // From the first sign that can be seen. Apps put signs of the format in front of pasted texts, such as U+200B, U+200E and U+FEFF.
    private static ReadOnlySpan<char> Visible(string words)
    {
        var start = 0;
        while (start < words.Length
               && (char.IsWhiteSpace(words[start]) || char.GetUnicodeCategory(words[start]) == UnicodeCategory.Format))
        {
            start++;
        }

        return words.AsSpan(start);
    }

    /// <summary>Whether the words fit into one caption, with the line that names the ticket.</summary>
    public static bool FitsCaption(string? words) => (words?.Length ?? 0) + LongestHeading <= LongestCaption;

    /// <summary>Whether the words fit into one message, with the line that names the ticket.</summary>
    public static bool FitsText(string words) => words.Length + LongestHeading <= LongestText;

    /// <summary>Whether the words fit into one caption, without that line.</summary>
    public static bool FitsCaptionAlone(string words) => CodePoints.CountIn(words) <= LongestCaption;

    /// <summary>Whether Telegram shows words under a file of this kind.</summary>
    public static bool HasCaption(AttachmentKind kind) =>
        kind is not (AttachmentKind.VideoNote or AttachmentKind.Location or AttachmentKind.Venue);

    /// <param name="words">Empty for the line that names the ticket alone.</param>
    public static Message ToClient(long ticketId, string words, FirmTexts texts)
    {
        var heading = Html.Bold(HeadingOf(ticketId, texts));
        var shown = CodePoints.Cut(words, LongestText - LongestHeading);
        return new Message(shown.Length == 0 ? heading : $"{heading}\n\n{Html.Escape(shown)}");
    }

    /// <summary>The words without the line that names the ticket, which was sent before.</summary>
    public static Message Alone(string words) => new(Html.Escape(words));

    /// <summary>Plain text under a file.</summary>
    public static string Caption(long ticketId, string words, FirmTexts texts)
    {
        var heading = HeadingOf(ticketId, texts);
        return words.Length == 0 ? heading : $"{heading}\n\n{CodePoints.Cut(words, LongestCaption - LongestHeading)}";
    }

    /// <summary>Plain text under a file that is not the first of its album.</summary>
    public static string CaptionAlone(string words) => FitsCaptionAlone(words) ? words : CodePoints.Cut(words, LongestCaption);

    /// <summary>Why an answer did not reach the client, and the client's phone.</summary>
    /// <param name="reason">As in column <c>ticket_messages.undelivered</c>.</param>
    /// <param name="ticket">Null when it is not known.</param>
    public static Message Undelivered(long ticketId, string? reason, Attachment? file, Ticket? ticket, FirmTexts texts)
    {
        var number = Number(ticketId);
        var why = reason switch
        {
            "voice" when file is not null => texts.With(
                AnswerPhrases.VoiceForbidden, ("number", number), ("file", TicketFilesText.NameOf(file, texts))),
            "content" when file is not null => texts.With(
                AnswerPhrases.FileNotPassed, ("number", number), ("file", TicketFilesText.NameOf(file, texts))),
            "blocked" => texts.With(AnswerPhrases.Blocked, ("number", number)),
            "gone" => texts.With(AnswerPhrases.Gone, ("number", number)),
            "no-client" => texts.With(AnswerPhrases.NoClient, ("number", number)),
            _ => texts.With(AnswerPhrases.Refused, ("number", number)),
        };
        return new Message(why + PhoneOf(ticket, texts));
    }

    // After a line break; empty when there is none.
    private static string PhoneOf(Ticket? ticket, FirmTexts texts) =>
        (ticket is null ? null : TicketCard.PhoneIn(ticket.Answers)) is { } given && !string.IsNullOrWhiteSpace(given.Value)
            ? "\n" + texts.With(AnswerPhrases.Phone, ("number", PhoneText.ToCall(given.Value)))
            : "";

    /// <summary>Tells a manager that the client has no message to which an edit could be passed on.</summary>
    /// <param name="ticket">Null when it is not known.</param>
    public static Message EditLost(long ticketId, Ticket? ticket, FirmTexts texts) =>
        new(texts.With(AnswerPhrases.EditLost, ("number", Number(ticketId))) + PhoneOf(ticket, texts));

    /// <summary>Tells a manager that an edit was not passed on.</summary>
    public static Message EditTooLong(long ticketId, FirmTexts texts) =>
        new(texts.With(AnswerPhrases.EditTooLong, ("number", Number(ticketId))));

    /// <summary>Tells a manager that the client keeps the file that was sent before.</summary>
    public static Message FileKept(FirmTexts texts) => new(texts[AnswerPhrases.FileKept]);

    /// <summary>Tells a manager that an answer cannot become a note any more.</summary>
    public static Message HasLeft(FirmTexts texts) => new(texts[AnswerPhrases.HasLeft]);

    /// <summary>Asks a manager for the answer; the mention opens the reply in that manager's app only.</summary>
    public static Message Prompt(long ticketId, long managerId, string managerName, FirmTexts texts)
    {
        var mention = string.Create(CultureInfo.InvariantCulture, $"<a href=\"tg://user?id={managerId}\">{Html.Escape(managerName)}</a>");
        return new Message($"{mention}, {texts.With(AnswerPhrases.Prompt, ("number", Number(ticketId)))}", new Keyboard.Reply());
    }

    /// <summary>What a manager said as the other managers' chats see it, under the card.</summary>
    /// <param name="words">Empty for the line above them alone; shortened to what a message has room for.</param>
    public static Message ToManagers(long ticketId, ShownSaying said, string words, FirmTexts texts)
    {
        var phrase = said switch
        {
            { IsNote: true } => AnswerPhrases.ManagerNotes,
            { IsUndelivered: true, HasWordsOnly: true } => AnswerPhrases.ManagerAnswersWithoutFile,
            { IsUndelivered: true } => AnswerPhrases.ManagerAnswersInVain,
            _ => AnswerPhrases.ManagerAnswers,
        };
        var heading = Html.Bold(texts.With(
            phrase, ("manager", CodePoints.Cut(AccountName.Visible(said.Name) ?? texts[AnswerPhrases.Manager], 64)),
            ("number", Number(ticketId))));
        var shown = CodePoints.Cut(words, LongestText - TicketMessageText.LongestHeading);
        return new Message(shown.Length == 0 ? heading : $"{heading}\n{Html.Escape(shown)}");
    }

    private static string HeadingOf(long ticketId, FirmTexts texts) => texts.With(AnswerPhrases.Heading, ("number", Number(ticketId)));

    private static string Number(long ticketId) => ticketId.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What is known of a manager's words, beside them.</summary>
/// <param name="Name">The manager's name in Telegram: untrusted; null for none.</param>
/// <param name="HasWordsOnly">Of what did not reach the client: whether the words did.</param>
public readonly record struct ShownSaying(string? Name, bool IsNote = false, bool IsUndelivered = false, bool HasWordsOnly = false);
