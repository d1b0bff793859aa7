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

    private static string WhatIsRefused(SmtpErrorCode code) => code switch
    {
        SmtpErrorCode.RecipientNotAccepted => "every address of MAIL_TO",
        SmtpErrorCode.SenderNotAccepted => "MAIL_FROM",
        SmtpErrorCode.MessageNotAccepted => "the letter",
        _ => "a command",
    };
}
