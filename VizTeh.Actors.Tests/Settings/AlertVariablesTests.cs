using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>Where alerts go: nothing unless it is set, and nothing half.</summary>
public sealed class AlertVariablesTests : IDisposable
{
    private const string Password = "smtp-pass-word";

    private readonly BotSettingsFixture _given = new();

    public void Dispose() => _given.Dispose();

    [Fact]
    public void Without_any_of_them_there_are_no_alerts()
    {
        Assert.Equal(AlertChannels.None, _given.Load().Alerts);
        Assert.False(_given.Load().Alerts.AreAny);
    }

    [Fact]
    public void An_ops_chat_alone_is_enough()
    {
        _given.Set("OPS_CHAT_ID", " -1001234567890 ");

        Assert.Equal(new AlertChannels(-1001234567890, null), _given.Load().Alerts);
        Assert.True(_given.Load().Alerts.AreAny);
    }

    [Fact]
    public void Every_setting_of_the_mail_server_is_read_and_the_password_is_never_shown()
    {
        _given.Set("SMTP_HOST", "smtp.firm.example");
        _given.Set("SMTP_PORT", "2525");
        _given.Set("SMTP_TLS", "TLS");
        _given.Set("SMTP_USER", "bot");
        _given.Set("SMTP_PASSWORD", Password);
        _given.Set("MAIL_FROM", "bot@firm.example");
        _given.Set("MAIL_TO", "a@firm.example, b@firm.example,A@firm.example");

        var settings = _given.Load();

        var mail = settings.Alerts.Mail!;
        Assert.Equal(
            ("smtp.firm.example", 2525, MailSecurity.Tls, "bot", Password, "bot@firm.example", "firm.example"),
            (mail.Host, mail.Port, mail.Security, mail.User, mail.Password, mail.From, mail.Domain));
        Assert.Equal(["a@firm.example", "b@firm.example"], mail.To);
        Assert.Contains("smtp.firm.example", settings.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Password, settings.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Password, mail.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 587, MailSecurity.StartTls)]
    [InlineData("starttls", 587, MailSecurity.StartTls)]
    [InlineData("tls", 465, MailSecurity.Tls)]
    [InlineData("Off", 25, MailSecurity.Off)]
    public void The_port_goes_with_the_protection(string? tls, int port, MailSecurity security)
    {
        SetMail();
        if (tls is not null)
            _given.Set("SMTP_TLS", tls);

        var mail = _given.Load().Alerts.Mail!;

        Assert.Equal((port, security), (mail.Port, mail.Security));
    }

    [Fact]
    public void The_account_is_the_sender_if_it_is_an_address()
    {
        SetMail();
        _given.Environment.Remove("MAIL_FROM");
        _given.Set("SMTP_USER", "bot@firm.example");
        _given.Set("SMTP_PASSWORD", Password);

        Assert.Equal("bot@firm.example", _given.Load().Alerts.Mail!.From);

        _given.Set("SMTP_USER", "bot");
        Assert.StartsWith("Settings: MAIL_FROM is not set", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OPS_CHAT_ID", "ops")]
    [InlineData("OPS_CHAT_ID", "0")]
    [InlineData("OPS_CHAT_ID", "1,2")]
    [InlineData("SMTP_HOST", "smtp://mail.example")]
    [InlineData("SMTP_HOST", "mail.example:25")]
    [InlineData("SMTP_HOST", "/var/run/smtp")]
    [InlineData("SMTP_HOST", "mail example")]
    [InlineData("SMTP_PORT", "0")]
    [InlineData("SMTP_PORT", "65536")]
    [InlineData("SMTP_PORT", "smtp")]
    [InlineData("SMTP_TLS", "yes")]
    [InlineData("MAIL_FROM", "bot")]
    [InlineData("MAIL_FROM", "Bot <bot@firm.example>")]
    [InlineData("MAIL_FROM", "a@firm.example,b@firm.example")]
    [InlineData("MAIL_FROM", "бот@firm.example")]
    [InlineData("MAIL_TO", "admin")]
    [InlineData("MAIL_TO", "a@firm.example;b@firm.example")]
    [InlineData("MAIL_TO", "a@firm.example,")]
    [InlineData("MAIL_TO", "a@@firm.example")]
    [InlineData("MAIL_TO", "a@firm.example b@firm.example")]
    public void A_malformed_setting_is_named(string name, string value)
    {
        SetMail();
        _given.Set(name, value);

        Assert.StartsWith($"Settings: {name} ", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SMTP_HOST", "MAIL_TO")]
    [InlineData("MAIL_TO", "SMTP_HOST")]
    [InlineData("MAIL_FROM", "SMTP_HOST")]
    [InlineData("SMTP_PORT", "SMTP_HOST")]
    public void Half_of_a_mail_server_is_refused_with_what_is_missing(string set, string missing)
    {
        _given.Set(set, set == "SMTP_HOST" ? "mail.example" : set == "SMTP_PORT" ? "25" : "a@firm.example");

        Assert.Contains($"{missing} is not set, but {set} is", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SMTP_USER", "SMTP_PASSWORD")]
    [InlineData("SMTP_PASSWORD", "SMTP_USER")]
    public void Half_of_an_account_is_refused(string set, string missing)
    {
        SetMail();
        _given.Set(set, Password);

        Assert.StartsWith($"Settings: {missing} is not set, but {set} is", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_is_not_sent_unprotected_over_a_network()
    {
        SetMail();
        _given.Set("SMTP_TLS", "off");
        _given.Set("SMTP_USER", "bot@firm.example");
        _given.Set("SMTP_PASSWORD", Password);

        Assert.StartsWith("Settings: SMTP_TLS=off would send SMTP_PASSWORD unprotected", Refusal(), StringComparison.Ordinal);
        _given.Set("SMTP_HOST", "localhost");
        Assert.NotNull(_given.Load().Alerts.Mail);
        _given.Set("SMTP_HOST", "127.0.0.1");
        Assert.NotNull(_given.Load().Alerts.Mail);
    }

    [Fact]
    public void A_list_of_everybody_is_refused()
    {
        SetMail();
        _given.Set("MAIL_TO", string.Join(',', Enumerable.Range(0, 21).Select(number => $"a{number}@firm.example")));

        Assert.StartsWith("Settings: MAIL_TO has 21 addresses; 20 are possible", Refusal(), StringComparison.Ordinal);
    }

    private void SetMail()
    {
        _given.Set("SMTP_HOST", "mail.example");
        _given.Set("MAIL_FROM", "bot@firm.example");
        _given.Set("MAIL_TO", "admin@firm.example");
    }

    private string Refusal()
    {
        var refusal = _given.Refusal();
        Assert.DoesNotContain(Password, refusal, StringComparison.Ordinal);
        return refusal;
    }
}
