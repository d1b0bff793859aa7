using System.Globalization;
using System.Text;

namespace VizTeh.Actors.Settings;

/// <summary>How the connection to the mail server is protected.</summary>
public enum MailSecurity
{
    /// <summary>The connection begins unprotected and has to be upgraded (STARTTLS) before anything else is sent.</summary>
    StartTls,

    /// <summary>TLS from the first byte on.</summary>
    Tls,

    /// <summary>None: for a server on the same machine.</summary>
    Off,
}

/// <summary>
/// The mail server and the letters' addresses: SMTP_HOST, SMTP_PORT, SMTP_TLS, SMTP_USER, SMTP_PASSWORD, MAIL_FROM, MAIL_TO. The text form
/// never shows the password.
/// </summary>
/// <param name="User">Null together with the password, for a server that asks for neither.</param>
/// <param name="From">The address of the sender.</param>
/// <param name="To">The recipients, distinct, at least one.</param>
public sealed record MailSettings(
    string Host, int Port, MailSecurity Security, string? User, string? Password, string From, IReadOnlyList<string> To)
{
    /// <summary>The part of an address after the @.</summary>
    public string Domain => From[(From.LastIndexOf('@') + 1)..];

    private bool PrintMembers(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"Host = {Host}, Port = {Port}, Security = {Security}, Recipients = {To.Count}");
        return true;
    }
}
