using System.Globalization;
using VizTeh.Actors.Operations.Mail;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Operations.Checks;

/// <summary>The mail server: whether it answers, is protected as the settings say, and takes the account. No letter is sent.</summary>
internal static class MailChecks
{
    private const string Subject = "e-mail";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    /// <param name="limit">How long it may take altogether; null for a quarter of a minute.</param>
    public static async Task<Check> RunAsync(MailSettings settings, CancellationToken cancellationToken, TimeSpan? limit = null)
    {
        var where = string.Create(CultureInfo.InvariantCulture, $"{settings.Host}:{settings.Port}");
        if (await SmtpProbe.TryAsync(settings, limit ?? Limit, cancellationToken) is { } fault)
            return Check.Failed(Subject, $"{where} takes no letters ({fault.Reason})", fault.Cure);
        var protection = settings.Security switch
        {
            MailSecurity.StartTls => "with STARTTLS",
            MailSecurity.Tls => "with TLS",
            _ => "unprotected",
        };
        var account = settings.User is null ? "no account is set" : "it takes SMTP_USER and SMTP_PASSWORD";
        return Check.Well(Subject, $"{where} answers {protection}; {account}; no letter was sent");
    }
}
