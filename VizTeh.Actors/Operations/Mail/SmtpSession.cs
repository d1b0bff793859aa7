using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Operations.Mail;

/// <summary>
/// A connection to the mail server, for one letter or for a look whether it would be taken. A refused recipient does not keep a letter from
/// the others.
/// </summary>
internal sealed class SmtpSession : SmtpClient
{
    private static readonly TimeSpan QuitLimit = TimeSpan.FromSeconds(2);

    private SmtpResponse? _refusal;

    public SmtpSession()
    {
        // The lists of revoked certificates come from other servers, whose outage must not keep a letter back.
        CheckCertificateRevocation = false;
    }

    /// <summary>How many recipients the server refused.</summary>
    public int Refused { get; private set; }

    /// <summary>Returns when the server has accepted the letter.</summary>
    public async Task DeliverAsync(MimeMessage message, MailSettings settings, CancellationToken cancellationToken)
    {
        await OpenAsync(settings, cancellationToken);
        await SendAsync(message, cancellationToken);
        await QuitAsync();
    }

    /// <summary>Returns when the server would take a letter of this account; sends none.</summary>
    public async Task TryAsync(MailSettings settings, CancellationToken cancellationToken)
    {
        await OpenAsync(settings, cancellationToken);
        await QuitAsync();
    }

    private async Task OpenAsync(MailSettings settings, CancellationToken cancellationToken)
    {
        var protection = settings.Security switch
        {
            MailSecurity.StartTls => SecureSocketOptions.StartTls,
            MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
            _ => SecureSocketOptions.None,
        };
        try
        {
            await ConnectAsync(settings.Host, settings.Port, protection, cancellationToken);
        }
        catch (SslHandshakeException)
        {
            // A handshake that was cancelled is reported as one that failed.
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }

        if (settings is { User: { } user, Password: { } password })
            await AuthenticateAsync(user, password, cancellationToken);
    }

    protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
    {
        Refused++;
        _refusal = response;
    }

    protected override void OnNoRecipientsAccepted(MimeMessage message) => throw new SmtpCommandException(
        SmtpErrorCode.RecipientNotAccepted, _refusal?.StatusCode ?? SmtpStatusCode.TransactionFailed, "no recipient was accepted");

    // The letter is accepted, whatever the server says, or does not say, to the end of the session.
    private async Task QuitAsync()
    {
        using var limit = new CancellationTokenSource(QuitLimit);
        await DisconnectAsync(quit: true, limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
