using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>
/// The log at its most verbose level, that of .NET's HTTP client included: one line each, without secrets and people's words.
/// </summary>
public sealed partial class VerboseLogTests : IAsyncLifetime
{
    private const string ProxyPassword = "p@ss:w0rd+/=geheim";
    private const string Phone = "+79161234567";

    private static readonly TimeSpan Seconds = TimeSpan.FromSeconds(60);

    private static readonly TypedForm Form = TypedForm.Ordinary
        .With("name", "Пелагея Тайная").With("org", "Завод «Секретмаш»").With("city", "Скрытногорск")
        .With("description", "Потаённая вывеска").With("phone", Phone);

    // Everything that a person writes in the test below.
    private static readonly string[] Words =
    [
        "Пелагея", "Тайная", "Секретмаш", "Скрытногорск", "Потаённая", "вывеска", "Негласный", "Сокровенное", "дополнение",
        "Подпись к фото",
    ];

    private readonly ConcurrentQueue<string> _lines = new();
    private ProcessFixture _given = null!;

    public async Task InitializeAsync() => _given = await ProcessFixture.CreateAsync(Seconds);

    public async Task DisposeAsync() => await _given.DisposeAsync();

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task A_whole_form_leaves_no_secret_and_no_word_in_the_log_however_much_is_written(string format)
    {
        await RunAsync(format);

        Assert.Contains(_lines, line => line.Contains("System.Net.Http", StringComparison.Ordinal)
            && line.Contains("RequestStart", StringComparison.Ordinal)
            && line.Contains("/bot…/sendMessage", StringComparison.Ordinal));
        Assert.Contains(_lines, line => line.Contains("RequestFailed", StringComparison.Ordinal));
        Assert.Contains(_lines, line => IsDebugLineOfAkka().IsMatch(line));
        Assert.DoesNotContain(_lines, line => line.Contains("of this log were dropped", StringComparison.Ordinal));
        if (format == "json")
            Assert.All(_lines, AssertIsJson);
        else
            Assert.All(_lines, line => Assert.Matches(TextLine(), line));

        Assert.All(Secrets(), secret => Assert.DoesNotContain(_lines, line => line.Contains(secret, StringComparison.OrdinalIgnoreCase)));
        var digits = _lines.Select(line => string.Concat(line.Where(char.IsAsciiDigit)));
        Assert.DoesNotContain(digits, line => line.Contains(Phone[2..], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/bot123:AAA_b-c/sendMessage", "/bot…/sendMessage")]
    [InlineData("/bot123%3AAAA/getUpdates?offset=1", "/bot…/getUpdates?offset=1")]
    [InlineData("/file/bot123:AAA/photos/1.jpg", "/file/bot…/photos/1.jpg")]
    [InlineData("/bot123:AAA", "/bot…")]
    [InlineData("api.telegram.org", "api.telegram.org")]
    public void An_address_is_shown_without_the_token(string address, string shown) =>
        Assert.Equal(shown, HttpEventLog.WithoutToken(address));

    [Fact]
    public async Task What_keeps_the_program_from_starting_is_json_too()
    {
        _given.Settings["LOG_FORMAT"] = "json";
        _given.Settings["TOKEN"] = "не токен";
        await using var bot = BotProcess.Start(_given.Settings);

        Assert.NotEqual(0, await bot.WaitForExitAsync(Seconds));

        var line = Assert.Single(bot.Lines);
        using var parsed = JsonDocument.Parse(line);
        Assert.Equal("Critical", parsed.RootElement.GetProperty("LogLevel").GetString());
        Assert.Contains("TOKEN", parsed.RootElement.GetProperty("Message").GetString(), StringComparison.Ordinal);
    }

    private async Task RunAsync(string format)
    {
        var manager = _given.Telegram.AddPerson("Пётр", id: 123).Chat;
        manager.SendText("/start");
        var client = _given.Telegram.AddPerson("Клиентка", phone: Phone).Chat;
        await using var dead = TestProxy.Http("anna", ProxyPassword);
        dead.Die();
        await using var proxy = TestProxy.Socks5("anna", ProxyPassword);
        var account = $"anna:{Uri.EscapeDataString(ProxyPassword)}";
        _given.Settings["PROXY"] = $"http://{account}@{dead.Name},socks5://{account}@{proxy.Name}";
        _given.Settings["LOG_LEVEL"] = "trace";
        _given.Settings["LOG_FORMAT"] = format;
        // Failures have lines of their own.
        _given.Telegram.Faults.Inject(Fault.ServerError() with { Method = "sendMessage", Times = 2 });
        _given.Telegram.Faults.Inject(Fault.ResetBeforeExecution() with { Method = "sendMessage", Times = 1 });

        await using var bot = BotProcess.Start(_given.Settings, onLine: _lines.Enqueue);
        var number = await client.OrderAsync(Form);
        var card = await manager.NextAsync($"№{number}");
        manager.SendText("Негласный ответ", replyTo: card);
        await client.NextAsync("Негласный ответ");
        client.SendText("Сокровенное дополнение");
        await client.AddToTicketAsync(number);
        await manager.NextAsync("Сокровенное дополнение");
        client.SendPhoto("Подпись к фото");
        await client.NextAsync(message => message.FromBot);
        manager.SendText("/find вывеска");
        await manager.NextAsync("Поиск: вывеска");
        await manager.Press(card, "Закрыть заявку").AnswerAsync(Seconds);
        await _given.Telegram.Updates.WaitUntilConfirmedAsync(Seconds);
        Assert.Equal(0, await bot.StopAsync());
    }

    private IEnumerable<string> Secrets()
    {
        var token = _given.Telegram.Token;
        string[] whole = [token, token[(token.IndexOf(':', StringComparison.Ordinal) + 1)..], ProxyPassword];
        string[] plain = [.. whole, Phone, .. Words];
        return
        [
            .. plain,
            .. plain.Select(Uri.EscapeDataString),
            // As JSON writes letters that it escapes.
            .. plain.Select(text => JsonSerializer.Serialize(text).Trim('"')),
            .. whole.Append($"anna:{ProxyPassword}").Select(text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=')),
        ];
    }

    private static void AssertIsJson(string line)
    {
        using var parsed = JsonDocument.Parse(line);
        Assert.All(
            ["Timestamp", "LogLevel", "Category", "Message"],
            name => Assert.Equal(JsonValueKind.String, parsed.RootElement.GetProperty(name).ValueKind));
        Assert.DoesNotContain("\\u04", line, StringComparison.OrdinalIgnoreCase);
    }

    [GeneratedRegex(@"^20[2-4]\d-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} (trce|dbug|info|warn|fail): [^\p{Cc}]+$")]
    private static partial Regex TextLine();

    [GeneratedRegex(@" dbug: Akka|""LogLevel"":""Debug"",""Category"":""Akka")]
    private static partial Regex IsDebugLineOfAkka();
}
