using System.Globalization;
using System.Net;
using System.Net.Mail;

namespace VizTeh.Actors.Settings;

/// <summary>Reads from the environment where alerts go: OPS_CHAT_ID and the mail server.</summary>
/// <param name="optional">The value of a variable; null when it is not set.</param>
/// <param name="faults">Gets a sentence for each mistake, which names its variable and shows no value.</param>
internal sealed class AlertVariables(Func<string, string?> optional, List<string> faults)
{
    public const string OpsChat = "OPS_CHAT_ID";
    public const string Host = "SMTP_HOST";
    public const string Port = "SMTP_PORT";
    public const string Tls = "SMTP_TLS";
    public const string User = "SMTP_USER";
    public const string Password = "SMTP_PASSWORD";
    public const string From = "MAIL_FROM";
    public const string To = "MAIL_TO";

    private const int StartTlsPort = 587;
    private const int TlsPort = 465;
    private const int PlainPort = 25;

    // A list of all employees does not belong here: each letter goes to all of them.
    private const int MostRecipients = 20;

    private static readonly string[] OfMail = [Host, Port, Tls, User, Password, From, To];

    public AlertChannels Read() => new(OpsChatId(), Mail());

    private long? OpsChatId()
    {
        if (optional(OpsChat) is not { } text)
            return null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) && id != 0)
            return id;
        faults.Add($"{OpsChat} must be the number of one chat, such as -1001234567890; leave it out for no alerts in Telegram");
        return null;
    }

    private MailSettings? Mail()
    {
        string[] set = [.. OfMail.Where(name => optional(name) is not null)];
        if (set.Length == 0)
            return null;
        var before = faults.Count;
        foreach (var needed in (string[])[Host, To])
        {
            if (!set.Contains(needed))
                faults.Add($"{needed} is not set, but {set[0]} is: e-mail needs {Host} and {To}; for none, leave out all of {Listed()}");
        }

        var security = Security();
        var (user, password) = Account(security);
        var port = PortOf(security);
        var host = HostOf();
        var from = FromOf(user);
        var to = Recipients();
        return faults.Count == before && host is not null && from is not null
            ? new MailSettings(host, port, security, user, password, from, to)
            : null;
    }

    private string? HostOf()
    {
        if (optional(Host) is not { } text)
            return null;
        // A folder is an address of PostgreSQL's only.
        if (!text.StartsWith('/') && !text.StartsWith('@') && DatabaseAddress.Parse(text) is { Port: null } address)
            return address.Host;
        faults.Add(
            $"{Host} must be the name or address of one machine, such as smtp.example.com, without a scheme; a port goes into {Port}");
        return null;
    }

    private int PortOf(MailSecurity security)
    {
        var usual = security switch
        {
            MailSecurity.Tls => TlsPort,
            MailSecurity.Off => PlainPort,
            _ => StartTlsPort,
        };
        if (optional(Port) is not { } text)
            return usual;
        if (HostAndPort.TryParsePort(text, out var port))
            return port;
        faults.Add($"{Port} must be a number from 1 to 65535; without it {StartTlsPort} is used, or {TlsPort} with {Tls}=tls");
        return usual;
    }

    private MailSecurity Security()
    {
        switch (optional(Tls)?.ToUpperInvariant())
        {
            case null or "STARTTLS":
                return MailSecurity.StartTls;
            case "TLS":
                return MailSecurity.Tls;
            case "OFF":
                return MailSecurity.Off;
            default:
                faults.Add($"{Tls} must be starttls, tls or off; without it the server has to offer STARTTLS");
                return MailSecurity.StartTls;
        }
    }

    private (string? User, string? Password) Account(MailSecurity security)
    {
        var (user, password) = (optional(User), optional(Password));
        if ((user is null) != (password is null))
        {
            var (set, missing) = user is null ? (Password, User) : (User, Password);
            faults.Add($"{missing} is not set, but {set} is: set both, or neither for a server that asks for none");
        }
        else if (password is not null && security == MailSecurity.Off && !IsThisMachine(optional(Host)))
        {
            faults.Add($"{Tls}=off would send {Password} unprotected: use starttls or tls, or name a server on this machine");
        }

        return (user, password);
    }

    private string? FromOf(string? user)
    {
        if (optional(From) is not { } text)
        {
            if (user is not null && IsAddress(user))
                return user;
            faults.Add($"{From} is not set: write the address that the letters come from; {User} takes its place only if it is an address");
            return null;
        }

        if (IsAddress(text))
            return text;
        faults.Add($"{From} must be one e-mail address, such as bot@example.com, without a name");
        return null;
    }

    private List<string> Recipients()
    {
        var recipients = new List<string>();
        if (optional(To) is not { } text)
            return recipients;
        foreach (var part in text.Split(',').Select(part => part.Trim()))
        {
            if (!IsAddress(part))
            {
                faults.Add($"{To} must be an e-mail address, or several separated by commas, such as a@example.com,b@example.com");
                return recipients;
            }

            if (!recipients.Contains(part, StringComparer.OrdinalIgnoreCase))
                recipients.Add(part);
        }

        if (recipients.Count > MostRecipients)
            faults.Add($"{To} has {recipients.Count} addresses; {MostRecipients} are possible");
        return recipients;
    }

    // The class also takes addresses with a name before them. Others than ASCII need an extension of SMTP that few servers have.
    private static bool IsAddress(string text) =>
        text.All(char.IsAscii) && MailAddress.TryCreate(text, out var address) && address.Address == text;

    private static bool IsThisMachine(string? host) =>
        host is "localhost" || (IPAddress.TryParse(host?.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static string Listed() => string.Join(", ", OfMail);
}
