using System.Globalization;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace VizTeh.Actors.Operations.Mail;

/// <summary>
/// Why a letter was not sent, in words for the log and the view <c>health</c>. What the server wrote is left out: it may repeat an address
/// or a part of the letter.
/// </summary>
internal static class MailFailure
{
    public static string WordsOf(Exception error) => error switch
    {
        TimeoutException => error.Message,
        SslHandshakeException =>
            "no TLS connection that can be trusted: the certificate is not valid for SMTP_HOST, or SMTP_TLS or SMTP_PORT is wrong",
        AuthenticationException => "the server refuses SMTP_USER and SMTP_PASSWORD",
        ServiceNotAuthenticatedException => "the server asks for SMTP_USER and SMTP_PASSWORD",
        SmtpCommandException refusal => string.Create(
            CultureInfo.InvariantCulture, $"the server refuses {WhatIsRefused(refusal.ErrorCode)} with {(int)refusal.StatusCode}"),
        NotSupportedException =>
            "the server does not offer what SMTP_TLS or SMTP_USER ask for (STARTTLS, or signing in with a password)",
        ServiceNotConnectedException or ProtocolException =>
            "the server hung up, or does not speak SMTP: check SMTP_PORT and SMTP_TLS",
        _ when error.GetBaseException() is SocketException network => $"network: {network.SocketErrorCode}",
        IOException => "the connection broke off",
        _ => error.GetType().Name,
    };

    /// <summary>What to do about it, with the names of the settings.</summary>
    public static string CureOf(Exception error) => error switch
    {
        SslHandshakeException =>
            "SMTP_HOST: use the name that the certificate is made for, or let this machine trust who signed it (SSL_CERT_FILE). "
            + "SMTP_TLS, SMTP_PORT: starttls goes with 587, tls with 465",
        AuthenticationException =>
            "SMTP_USER, SMTP_PASSWORD: copy them anew; many providers want a password of its own for a program",
        NotSupportedException => "SMTP_TLS: try tls; without SMTP_USER and SMTP_PASSWORD nobody signs in",
        SmtpCommandException refusal when IsAboutAccount(refusal) =>
            "SMTP_USER, SMTP_PASSWORD: check them, and with the provider whether programs may sign in",
        ServiceNotConnectedException or ProtocolException => "SMTP_TLS, SMTP_PORT: starttls goes with 587, tls with 465",
        _ => "SMTP_HOST, SMTP_PORT: check them, and whether a firewall or the provider of this machine blocks the port",
    };

    // RFC 4954, 6: the answers to AUTH.
    private static bool IsAboutAccount(SmtpCommandException refusal) =>
        (int)refusal.StatusCode is 432 or 454 or 530 or 534 or 535 or 538;

    private static string WhatIsRefused(SmtpErrorCode code) => code switch
    {
        SmtpErrorCode.RecipientNotAccepted => "every address of MAIL_TO",
        SmtpErrorCode.SenderNotAccepted => "MAIL_FROM",
        SmtpErrorCode.MessageNotAccepted => "the letter",
        _ => "a command",
    };
}
