using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using VizTeh.Actors.Operations.Mail;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Sandbox.Network;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Operations;

/// <summary>Letters over a socket: to a mail server as it should be, and to every other kind.</summary>
public sealed class SmtpMailTests : IDisposable
{
    private static readonly Letter Hello = new("alert-1", "Бот «Фирма»: нужна помощь", "⚠️ База данных не отвечает.\n\nВторая строка.");
    private static readonly Backoff AtOnce = new(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1));

    private readonly Troubles _troubles = new(TimeProvider.System);
    private readonly LogLines _log = new();
    private readonly ILoggerFactory _logging;

    public SmtpMailTests() => _logging = LoggerFactory.Create(builder => builder.AddProvider(_log));

    public void Dispose()
    {
        Assert.DoesNotContain(_log.All, line => line.Contains(MailServer.Password, StringComparison.Ordinal));
        Assert.DoesNotContain(_log.All, line => line.Contains("База данных", StringComparison.Ordinal));
        _logging.Dispose();
    }

    [Fact]
    public async Task A_letter_comes_whole_to_all_recipients_and_asks_for_no_automatic_answer()
    {
        await using var server = await MailServer.StartAsync();

        Assert.Null(await MailTo(server.Settings with { To = [MailServer.Recipient, "second@firm.example"] }).SendAsync(Hello, 1, default));

        var letter = Assert.Single(server.Letters);
        Assert.Equal([MailServer.Recipient, "second@firm.example"], letter.To);
        Assert.Equal(Hello.Subject, letter.Subject);
        Assert.Equal(Hello.Body, letter.Text.TrimEnd('\n'));
        Assert.Equal("alert-1@firm.example", letter.Message.MessageId);
        Assert.Equal($"\"Фирма, ООО\" <{MailServer.User}>", letter.Message.From.ToString());
        Assert.Equal("auto-generated", letter.Message.Headers["Auto-Submitted"]);
        Assert.Empty(_troubles.Current);
    }

    [Fact]
    public async Task Who_signs_in_is_let_in()
    {
        await using var server = await MailServer.StartAsync(wantsSignIn: true);

        Assert.Null(await MailTo(SigningIn(server)).SendAsync(Hello, 1, default));

        Assert.Equal(MailServer.User, Assert.Single(server.Letters).User);
    }

    [Fact]
    public async Task A_wrong_password_is_named_as_such_and_not_shown()
    {
        await using var server = await MailServer.StartAsync(wantsSignIn: true);

        var failure = await MailTo(SigningIn(server) with { Password = "another-word" }).SendAsync(Hello, 1, default);

        Assert.Equal("the server refuses SMTP_USER and SMTP_PASSWORD", failure);
        Assert.Empty(server.Letters);
    }

    [Fact]
    public async Task A_server_that_wants_a_password_names_the_settings()
    {
        await using var server = await MailServer.StartAsync(wantsSignIn: true);

        Assert.Equal("the server asks for SMTP_USER and SMTP_PASSWORD", await MailTo(server.Settings).SendAsync(Hello, 1, default));
    }

    [Theory]
    [InlineData(MailSecurity.StartTls)]
    [InlineData(MailSecurity.Tls)]
    public async Task A_certificate_that_nobody_vouches_for_gets_neither_the_password_nor_the_letter(MailSecurity security)
    {
        using var certificate = MailServer.MakeCertificate();
        await using var server = await MailServer.StartAsync(certificate, isTls: security == MailSecurity.Tls, wantsSignIn: true);

        var failure = await MailTo(SigningIn(server) with { Security = security }).SendAsync(Hello, 2, default);

        Assert.StartsWith("no TLS connection that can be trusted", failure, StringComparison.Ordinal);
        Assert.Empty(server.Letters);
    }

    [Fact]
    public async Task A_server_without_starttls_gets_neither_the_password_nor_the_letter()
    {
        await using var server = await MailServer.StartAsync(wantsSignIn: true);

        var failure = await MailTo(SigningIn(server) with { Security = MailSecurity.StartTls }).SendAsync(Hello, 1, default);

        Assert.StartsWith("the server does not offer what SMTP_TLS", failure, StringComparison.Ordinal);
        Assert.Empty(server.Letters);
    }

    [Fact]
    public async Task A_recipient_whom_the_server_refuses_does_not_keep_the_letter_from_the_others()
    {
        await using var server = await MailServer.StartAsync();
        server.UnknownRecipients.Add("gone@firm.example");

        Assert.Null(await MailTo(server.Settings with { To = ["gone@firm.example", MailServer.Recipient] }).SendAsync(Hello, 1, default));

        Assert.Equal([MailServer.Recipient], Assert.Single(server.Letters).To);
        Assert.Contains(_log.All, line => line.Contains("refused 1 of the addresses in MAIL_TO", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.All, line => line.Contains("gone@", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_refuses_every_recipient_is_tried_a_few_times_and_no_more()
    {
        await using var server = await MailServer.StartAsync();
        server.UnknownRecipients.Add(MailServer.Recipient);

        Assert.StartsWith(
            "the server refuses every address of MAIL_TO with 5", await MailTo(server.Settings).SendAsync(Hello, 3, default),
            StringComparison.Ordinal);

        Assert.Empty(server.Letters);
        Assert.Single(_log.All);
    }

    [Fact]
    public async Task A_letter_that_is_refused_is_tried_again_under_the_same_id_and_its_trouble_ends_with_success()
    {
        await using var server = await MailServer.StartAsync();
        server.RefusesLetters = true;
        var mail = MailTo(server.Settings);

        Assert.Equal("the server refuses the letter with 554", await mail.SendAsync(Hello, 2, default));
        Assert.Equal(2, server.RefusedLetters);
        Assert.Equal(SmtpMail.Matter, Assert.Single(_troubles.Current).Matter);

        server.RefusesLetters = false;
        Assert.Null(await mail.SendAsync(Hello, 1, default));
        Assert.Equal("alert-1@firm.example", Assert.Single(server.Letters).Message.MessageId);
        Assert.Empty(_troubles.Current);
    }

    [Fact]
    public async Task Nobody_listens()
    {
        var port = FreePort.Find();

        Assert.Equal("network: ConnectionRefused", await MailTo(At(port)).SendAsync(Hello, 2, default));
    }

    [Theory]
    [InlineData(MailSecurity.Off)]
    [InlineData(MailSecurity.StartTls)]
    [InlineData(MailSecurity.Tls)]
    public async Task A_server_that_never_says_a_word_is_left_after_the_time_limit(MailSecurity security)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        var failure = await MailTo(At(PortOf(silent)) with { Security = security }, TimeSpan.FromMilliseconds(300))
            .SendAsync(Hello, 2, default).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal("no answer within 0.3 s", failure);
    }

    [Fact]
    public async Task Something_else_than_a_mail_server_is_named_as_such()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, "HTTP/1.1 400 Bad Request\r\n\r\n");

        var failure = await MailTo(At(PortOf(listener))).SendAsync(Hello, 1, default);

        Assert.StartsWith("the server hung up, or does not speak SMTP", failure, StringComparison.Ordinal);
        await serving;
    }

    [Fact]
    public async Task A_server_that_says_nothing_after_it_has_accepted_the_letter_has_it()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        // Answers the greeting, MAIL, RCPT, DATA and the letter, and nothing that follows.
        var serving = ServeAsync(
            listener, "220 mail.test\r\n", "250 mail.test\r\n", "250 ok\r\n", "250 ok\r\n", "354 go on\r\n", "250 taken\r\n");

        Assert.Null(await MailTo(At(PortOf(listener))).SendAsync(Hello, 1, default).WaitAsync(TimeSpan.FromSeconds(20)));

        await serving;
    }

    [Fact]
    public async Task A_stop_ends_the_waiting_at_once()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var stopping = new CancellationTokenSource();

        var sending = MailTo(At(PortOf(silent))).SendAsync(Hello, 3, stopping.Token);
        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task A_letter_that_is_under_way_at_the_stop_is_brought_to_its_end()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var stopping = new CancellationTokenSource();
        // The stop comes while the server thinks about the letter.
        var serving = ServeAsync(
            listener, stopping.Cancel, "220 mail.test\r\n", "250 mail.test\r\n", "250 ok\r\n", "250 ok\r\n", "354 go on\r\n",
            "250 taken\r\n", "221 bye\r\n");

        Assert.Null(await MailTo(At(PortOf(listener))).SendAsync(Hello, 1, stopping.Token).WaitAsync(TimeSpan.FromSeconds(20)));

        Assert.True(stopping.IsCancellationRequested);
        await serving;
    }

    private static MailSettings At(int port) =>
        new("127.0.0.1", port, MailSecurity.Off, null, null, MailServer.User, [MailServer.Recipient]);

    private static MailSettings SigningIn(MailServer server) =>
        server.Settings with { User = MailServer.User, Password = MailServer.Password };

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Says each answer as soon as something came in; the first one at once.</summary>
    private static Task ServeAsync(TcpListener listener, params string[] answers) => ServeAsync(listener, () => { }, answers);

    /// <param name="onLetter">Called when the letter has come, before it is answered.</param>
    private static async Task ServeAsync(TcpListener listener, Action onLetter, params string[] answers)
    {
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.Latin1);
        foreach (var (index, answer) in answers.Index())
        {
            // The letter ends with a dot on a line of its own.
            var isLetter = index > 0 && answers[index - 1].StartsWith("354", StringComparison.Ordinal);
            while (index > 0 && await reader.ReadLineAsync() is { } line && isLetter && line != ".")
            {
            }

            if (isLetter)
                onLetter();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
        }

        // Until the other side gives up.
        while (await reader.ReadLineAsync() is not null)
        {
        }
    }

    private SmtpMail MailTo(MailSettings settings, TimeSpan? limit = null) => new(
        settings, "Фирма, ООО", new MailOptions(limit ?? TimeSpan.FromSeconds(15), AtOnce, Grace: TimeSpan.FromSeconds(3)), _troubles,
        TimeProvider.System, _logging.CreateLogger<SmtpMail>());
}
