using System.Globalization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tickets;

/// <summary>The message that reminds a manager of a ticket. Pure.</summary>
public static class SnoozeReminderText
{
    private const int LongestName = 64;

    /// <param name="managerId">Zero when nobody is known.</param>
    /// <param name="name">As Telegram shows it: untrusted.</param>
    public static Message Render(long ticketId, long managerId, string? name, FirmTexts texts)
    {
        var what = texts.With(SnoozePhrases.Reminder, ("number", ticketId.ToString(CultureInfo.InvariantCulture)));
        return new Message(managerId == 0 ? $"⏰ {what}" : $"⏰ {Mention(managerId, name)}, {what}");
    }

    /// <summary>A manager's name as a link to the person, who is notified by it.</summary>
    /// <param name="name">As Telegram shows it: untrusted.</param>
    /// <returns>HTML.</returns>
    internal static string Mention(long managerId, string? name)
    {
        var shown = Html.Escape(CodePoints.Cut(AccountName.Shown(name, managerId), LongestName));
        // A group that writes in its own name is no person, and is not linked.
        return managerId > 0
            ? string.Create(CultureInfo.InvariantCulture, $"<a href=\"tg://user?id={managerId}\">{shown}</a>")
            : shown;
    }
}
