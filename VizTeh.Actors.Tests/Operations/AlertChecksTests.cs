using System.Globalization;
using System.Net;
using System.Net.Sockets;
using VizTeh.Actors.Operations.Checks;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Operations;

/// <summary>What the check says of the ways that alerts go: the ops chat and the mail server.</summary>
public sealed class AlertChecksTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vizteh-doctor-").FullName;
    private TestDatabase _database = null!;
    private BotApiServer _telegram = null!;
    private Group _group = null!;
    private Dictionary<string, string> _environment = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateMigratedAsync();
        _telegram = await BotApiServer.StartAsync();
        _group = _telegram.AddSupergroup("Заявки", _telegram.AddPerson("Ольга"));
        _environment = BotEnvironment.Of(_database.Details, _telegram, [_group.Id]);
    }

    public async Task DisposeAsync()
    {
        await _telegram.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_ops_chat_and_the_mail_server_are_tried_and_nobody_gets_anything()
    {
        await using var mail = await MailServer.StartAsync(wantsSignIn: true);
        UseMail(mail);
        _environment["OPS_CHAT_ID"] = _group.Id.ToString(CultureInfo.InvariantCulture);

        var checks = await ExamineAsync();

        Assert.All(checks, check => Assert.True(check.Outcome == CheckOutcome.Well, check.ToString()));
        Assert.Contains("«Заявки»", Of(checks, "ops chat").Found, StringComparison.Ordinal);
        Assert.Contains("it takes SMTP_USER and SMTP_PASSWORD", Of(checks, "e-mail").Found, StringComparison.Ordinal);
        Assert.Empty(mail.Letters);
        Assert.Empty(_telegram.Calls.Of("sendMessage"));
    }

    [Fact]
    public async Task An_ops_chat_that_the_bot_cannot_write_to_is_named_with_its_setting()
    {
        var stranger = _telegram.AddPerson("Пётр");
        _environment["OPS_CHAT_ID"] = stranger.Id.ToString(CultureInfo.InvariantCulture);

        var checks = await ExamineAsync();

        var chat = Of(checks, "ops chat");
        Assert.Equal(CheckOutcome.Failed, chat.Outcome);
        Assert.StartsWith("OPS_CHAT_ID: ", chat.Advice, StringComparison.Ordinal);
        Assert.Equal(CheckOutcome.Well, Of(checks, $"chat {_group.Id}").Outcome);
    }

    [Fact]
    public async Task A_mail_server_that_refuses_the_account_is_told_with_what_to_do_and_without_the_password()
    {
        await using var mail = await MailServer.StartAsync(wantsSignIn: true);
        UseMail(mail);
        _environment["SMTP_PASSWORD"] = "another-word";

        var check = Of(await ExamineAsync(), "e-mail");

        Assert.Equal(CheckOutcome.Failed, check.Outcome);
        Assert.Contains("the server refuses SMTP_USER and SMTP_PASSWORD", check.Found, StringComparison.Ordinal);
        Assert.StartsWith("SMTP_USER, SMTP_PASSWORD: ", check.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("another-word", check.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(MailServer.User, check.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_server_whose_certificate_nobody_vouches_for_is_told_and_gets_no_password()
    {
        using var certificate = MailServer.MakeCertificate();
        await using var mail = await MailServer.StartAsync(certificate, wantsSignIn: true);
        UseMail(mail);
        _environment["SMTP_TLS"] = "starttls";

        var check = Of(await ExamineAsync(), "e-mail");

        Assert.Equal(CheckOutcome.Failed, check.Outcome);
        Assert.Contains("no TLS connection that can be trusted", check.Found, StringComparison.Ordinal);
        Assert.StartsWith("SMTP_HOST: ", check.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_server_that_says_nothing_does_not_keep_the_check()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var settings = new MailSettings(
            "127.0.0.1", ((IPEndPoint)silent.LocalEndpoint).Port, MailSecurity.Off, null, null, MailServer.User, [MailServer.Recipient]);

        var check = await MailChecks.RunAsync(settings, default, TimeSpan.FromMilliseconds(300)).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(CheckOutcome.Failed, check.Outcome);
        Assert.Contains("no answer within 0.3 s", check.Found, StringComparison.Ordinal);
        Assert.StartsWith("SMTP_HOST, SMTP_PORT: ", check.Advice, StringComparison.Ordinal);
    }

    private static Check Of(IReadOnlyList<Check> checks, string subject) => Assert.Single(checks, check => check.Subject == subject);

    private void UseMail(MailServer mail)
    {
        _environment["SMTP_HOST"] = "127.0.0.1";
        _environment["SMTP_PORT"] = mail.Port.ToString(CultureInfo.InvariantCulture);
        _environment["SMTP_TLS"] = "off";
        _environment["SMTP_USER"] = MailServer.User;
        _environment["SMTP_PASSWORD"] = MailServer.Password;
        _environment["MAIL_TO"] = MailServer.Recipient;
    }

    private async Task<IReadOnlyList<Check>> ExamineAsync()
    {
        var checks = new List<Check>();
        await foreach (var check in new Doctor(_environment, _folder, TimeProvider.System).ExamineAsync(CheckScope.Everything, default))
            checks.Add(check);
        return checks;
    }
}
