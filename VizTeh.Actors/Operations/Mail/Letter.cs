using System.Text;
using MimeKit;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Operations.Mail;

/// <summary>An e-mail.</summary>
/// <param name="Id">
/// The part of its Message-ID before the @: ASCII letters, digits, dots and dashes. The same letter has the same id, by which a mail server
/// or program may drop a copy (RFC 5322, 3.6.4).
/// </param>
/// <param name="Body">Plain text.</param>
internal sealed record Letter(string Id, string Subject, string Body)
{
    /// <param name="sender">The name that stands before the sender's address.</param>
    public MimeMessage ToMime(MailSettings settings, string sender, DateTimeOffset now)
    {
        var message = new MimeMessage
        {
            MessageId = $"{Id}@{settings.Domain}",
            Subject = Subject,
            Date = now,
            Body = new TextPart("plain") { Text = Body },
        };
        message.From.Add(new MailboxAddress(Encoding.UTF8, sender, settings.From));
        message.To.AddRange(settings.To.Select(address => new MailboxAddress("", address)));
        // Asks programs that answer letters by themselves to leave this one alone (RFC 3834, 5).
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return message;
    }

    // A log must not hold what a client wrote.
    public override string ToString() => $"letter {Id}";
}
