using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>The bot in a process of its own, behind proxies.</summary>
public sealed class ProxyTests : IAsyncLifetime
{
    private const string Password = "p@ss:w0rd";

    private static readonly TimeSpan Seconds = TimeSpan.FromSeconds(30);

    private ProcessFixture _given = null!;
    private Person _manager = null!;

    public async Task InitializeAsync()
    {
        _given = await ProcessFixture.CreateAsync(patience: TimeSpan.FromSeconds(60));
        _manager = _given.Telegram.AddPerson("Пётр", id: 123);
        _manager.Chat.SendText("/start");
    }

    public async Task DisposeAsync() => await _given.DisposeAsync();

    [Fact]
    public async Task A_form_goes_on_while_the_first_proxy_dies_and_the_operator_sees_it()
    {
        await using var first = TestProxy.Socks5("anna", Password);
        await using var second = TestProxy.Http("anna", Password);
        _given.Settings["PROXY"] = $"socks5://anna:{Password}@{first.Name},http://anna:p%40ss%3Aw0rd@{second.Name}";
        await using var bot = BotProcess.Start(_given.Settings);
        await bot.WaitForLineAsync(BotProcess.ReadyLine, Seconds);
        var client = _given.Telegram.AddPerson("Анна").Chat;
        var steps = ClientDialogue.Steps(TypedForm.Ordinary);
        foreach (var (_, act, answer) in steps.Take(3))
            await DoAsync(act, answer);
        await _given.Telegram.Updates.WaitUntilPolledAsync(Seconds);
        Assert.NotEmpty(first.Targets);
        Assert.Empty(second.Targets);

        first.Die();
        foreach (var (_, act, answer) in steps.Skip(3))
            await DoAsync(act, answer);
        client.SendText("Отправить");
        var number = ClientDialogue.NumberIn(await client.NextAsync("№"));

        Assert.Contains($"№{number}", (await _manager.Chat.NextAsync($"№{number}")).Text, StringComparison.Ordinal);
        Assert.NotEmpty(second.Targets);
        Assert.Equal([$"{number}"], await _given.Database.ReadAsync("select id::text from tickets"));
        await Eventually.BecomesAsync(
            () => _given.Database.ReadAsync("select last_error from health where matter = 'telegram proxy'"),
            rows => rows is [var row] && row.Contains($"asked through {second.Name}, entry 2 of PROXY", StringComparison.Ordinal)
                && row.Contains($"{first.Name}: ", StringComparison.Ordinal) && !row.Contains(Password, StringComparison.Ordinal),
            "health names both proxies");
        Assert.Equal(0, await bot.StopAsync());
        Assert.Single(bot.Lines, line => line.Contains($"Telegram is asked through {first.Name} (1 of 2)", StringComparison.Ordinal));
        Assert.Single(
            bot.Lines, line => line.Contains($"cannot be reached through {first.Name} (1 of 2)", StringComparison.Ordinal)
                && line.Contains($"{second.Name} (2 of 2)", StringComparison.Ordinal));
        AssertNoPassword(bot);

        async Task DoAsync(Func<ChatParticipant, Task> act, string answer)
        {
            await act(client);
            await client.NextAsync(answer);
        }
    }

    [Fact]
    public async Task A_bot_that_starts_while_all_its_proxies_are_dead_waits_for_one_of_them()
    {
        await using var first = TestProxy.Socks5("anna", Password);
        await using var second = TestProxy.Socks5("anna", Password);
        first.Die();
        second.Die();
        _given.Settings["PROXY"] = $"socks5://anna:{Password}@{first.Name},socks5://anna:{Password}@{second.Name}";
        await using var bot = BotProcess.Start(_given.Settings);
        // Each entry is given up after three attempts, whose waits grow.
        await bot.WaitForLineAsync("Telegram through any entry of PROXY could not be reached", TimeSpan.FromSeconds(90));

        second.ComeBack();
        await bot.WaitForLineAsync("Connected to Telegram", TimeSpan.FromSeconds(90));

        await bot.WaitForLineAsync(BotProcess.ReadyLine, Seconds);
        Assert.Contains(
            bot.Lines, line => line.Contains($"{first.Name}: Connection refused; {second.Name}: ", StringComparison.Ordinal));
        AssertNoPassword(bot);
    }

    [Fact]
    public async Task Telegram_is_reached_by_tls_through_an_http_proxy_and_its_certificate_is_checked()
    {
        using var certificate = TlsRelay.MakeCertificate("localhost");
        var folder = Directory.CreateTempSubdirectory("vizteh-proxy-");
        try
        {
            var trusted = Path.Combine(folder.FullName, "trusted.pem");
            await File.WriteAllTextAsync(trusted, certificate.ExportCertificatePem());
            await using var tls = new TlsRelay(_given.Telegram.Url.Port, certificate);
            await using var proxy = TestProxy.Http("anna", Password);
            _given.Settings["TELEGRAM_API_URL"] = $"https://localhost:{tls.Port}";
            _given.Settings["PROXY"] = $"http://anna:{Password}@{proxy.Name}";
            await using var distrusting = BotProcess.Start(_given.Settings);
            await distrusting.WaitForLineAsync("no TLS connection that can be trusted", Seconds);
            await distrusting.KillAsync();
            Assert.Empty(_given.Telegram.Calls.All);

            // OpenSSL takes it for the list of all authorities (SSL_CTX_set_default_verify_paths).
            _given.Settings["SSL_CERT_FILE"] = trusted;
            await using var bot = BotProcess.Start(_given.Settings);
            await bot.WaitForLineAsync("Connected to Telegram", Seconds);

            await _given.Telegram.Updates.WaitUntilPolledAsync(Seconds);
            Assert.Equal([$"localhost:{tls.Port}"], proxy.Targets.Distinct());
            AssertNoPassword(distrusting);
            AssertNoPassword(bot);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Without_the_setting_the_systems_variable_names_the_proxy()
    {
        await using var proxy = TestProxy.Http("anna", Password);
        _given.Settings["http_proxy"] = $"http://anna:{Uri.EscapeDataString(Password)}@{proxy.Name}";
        await using var bot = BotProcess.Start(_given.Settings);

        await bot.WaitForLineAsync("Connected to Telegram", Seconds);

        Assert.NotEmpty(proxy.Targets);
        AssertNoPassword(bot);
    }

    [Fact]
    public async Task With_the_setting_the_systems_variables_mean_nothing()
    {
        _given.Settings["http_proxy"] = $"http://127.0.0.1:{await TestProxy.DeadPortAsync()}";
        _given.Settings["PROXY"] = "direct";
        await using var bot = BotProcess.Start(_given.Settings);

        await bot.WaitForLineAsync("Connected to Telegram", Seconds);
    }

    private static void AssertNoPassword(BotProcess bot)
    {
        Assert.DoesNotContain(bot.Lines, line => line.Contains(Password, StringComparison.Ordinal));
        Assert.DoesNotContain(bot.Lines, line => line.Contains(Uri.EscapeDataString(Password), StringComparison.Ordinal));
    }
}
