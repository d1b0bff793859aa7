using VizTeh.Actors.Settings;
using static VizTeh.Actors.Tests.Settings.BotSettingsFixture;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>What has to be set, and what is refused.</summary>
public sealed class BotSettingsTests : IDisposable
{
    private readonly BotSettingsFixture _given = new();

    public void Dispose() => _given.Dispose();

    [Fact]
    public void Only_what_has_no_sensible_default_must_be_set()
    {
        var settings = _given.Load();

        Assert.Equal(Token, settings.Token);
        Assert.Equal([900], settings.ManagerChatIds);
        Assert.Equal(new DatabaseSettings("db.example", 5432, "bot_db", "bot_user", Password), settings.Database);
        Assert.Null(settings.PhotoId);
        Assert.Null(settings.TelegramApiUrl);
        Assert.True(settings.PacesSends);
        Assert.Same(Company, settings.Company);
    }

    [Fact]
    public void Without_the_managers_chats_there_are_none()
    {
        _given.Set("MANAGER_CHAT_ID", " ");

        Assert.Empty(_given.Load().ManagerChatIds);
    }

    [Fact]
    public void Every_setting_is_read()
    {
        _given.Set("MANAGER_CHAT_ID", " 900 , -1001234567890,900");
        _given.Set("PHOTO_ID", "AgACAgIAAxk");
        _given.Set("DB_PORT", "6543");
        _given.Set("TELEGRAM_API_URL", "http://127.0.0.1:8081/");
        _given.Set("TELEGRAM_LIMITS", "Off");

        var settings = _given.Load();

        Assert.Equal([900, -1001234567890], settings.ManagerChatIds);
        Assert.Equal("AgACAgIAAxk", settings.PhotoId);
        Assert.Equal(6543, settings.Database.Port);
        Assert.Equal("http://127.0.0.1:8081", settings.TelegramApiUrl);
        Assert.False(settings.PacesSends);
    }

    [Theory]
    [InlineData("TOKEN")]
    [InlineData("DB_HOST")]
    [InlineData("DB_NAME")]
    [InlineData("DB_USER")]
    public void A_missing_or_blank_setting_is_named(string name)
    {
        _given.Set(name, " ");
        var blank = _given.Refusal();
        _given.Environment.Remove(name);

        Assert.Equal(blank, _given.Refusal());
        Assert.StartsWith($"Settings: not set: {name} (", blank, StringComparison.Ordinal);
    }

    [Fact]
    public void The_texts_and_the_form_may_be_in_a_file_elsewhere()
    {
        Assert.Equal(HoconFile.DefaultPath, HoconPath());

        _given.WriteFile("HOCON_FILE=firm.conf\n");
        Assert.Equal(Path.Combine(_given.Folder, "firm.conf"), HoconPath());

        _given.Set("HOCON_FILE", "/etc/vizteh/hocon.conf");
        Assert.Equal("/etc/vizteh/hocon.conf", HoconPath());

        string HoconPath() => BotSettings.FindHoconFile(_given.Environment, _given.Folder);
    }

    [Fact]
    public void All_faults_are_named_at_once()
    {
        _given.Environment.Remove("DB_HOST");
        _given.Environment.Remove("DB_USER");
        _given.Set("TOKEN", "no");
        _given.Set("DB_PORT", "0");

        var refusal = _given.Refusal();

        Assert.Contains("not set: DB_HOST, DB_USER", refusal, StringComparison.Ordinal);
        Assert.Contains("TOKEN does not look like", refusal, StringComparison.Ordinal);
        Assert.Contains("DB_PORT must be", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TOKEN", "123456789")]
    [InlineData("TOKEN", "bot" + Token)]
    [InlineData("TOKEN", Token + " x")]
    [InlineData("TOKEN", "123:short")]
    [InlineData("TOKEN", "\"" + Token + "\"")]
    [InlineData("MANAGER_CHAT_ID", "@manager")]
    [InlineData("MANAGER_CHAT_ID", "0")]
    [InlineData("MANAGER_CHAT_ID", "900,")]
    [InlineData("MANAGER_CHAT_ID", "900;901")]
    [InlineData("MANAGER_CHAT_ID", "1.5")]
    [InlineData("MANAGER_CHAT_ID", "99999999999999999999")]
    [InlineData("MANAGER_CHAT_ID", Token)]
    [InlineData("DB_HOST", "tcp://db.example")]
    [InlineData("DB_HOST", "postgres://user:" + Password + "@db.example/bot")]
    [InlineData("DB_HOST", "db.example:abc")]
    [InlineData("DB_HOST", "localhost:")]
    [InlineData("DB_HOST", ":5432")]
    [InlineData("DB_HOST", "localhost:0")]
    [InlineData("DB_HOST", "localhost:65536")]
    [InlineData("DB_HOST", "db.example/bot")]
    [InlineData("DB_HOST", "db example")]
    [InlineData("DB_HOST", "db1.example,db2.example")]
    [InlineData("DB_HOST", "user@db.example")]
    [InlineData("DB_HOST", "db..example")]
    [InlineData("DB_HOST", ".")]
    [InlineData("DB_HOST", "[::1")]
    [InlineData("DB_HOST", "[localhost]")]
    [InlineData("DB_HOST", "[::1]:")]
    [InlineData("DB_HOST", "1:2:3")]
    [InlineData("DB_HOST", "\"localhost\"")]
    [InlineData("DB_HOST", "C:\\sockets")]
    [InlineData("DB_HOST", "/")]
    [InlineData("HEALTH_PORT", "65536")]
    [InlineData("HEALTH_PORT", "-1")]
    [InlineData("HEALTH_PORT", "off")]
    [InlineData("DB_CONNECTIONS", "11")]
    [InlineData("DB_CONNECTIONS", "1001")]
    [InlineData("DB_CONNECTIONS", "-30")]
    [InlineData("DB_CONNECTIONS", "many")]
    [InlineData("DB_PORT", "65536")]
    [InlineData("DB_PORT", "-1")]
    [InlineData("DB_PORT", "postgres")]
    [InlineData("TELEGRAM_API_URL", "127.0.0.1:8081")]
    [InlineData("TELEGRAM_API_URL", "ftp://127.0.0.1")]
    [InlineData("TELEGRAM_API_URL", "http://127.0.0.1:8081/bot" + Token)]
    [InlineData("TELEGRAM_API_URL", "http://127.0.0.1:8081/?a=b")]
    [InlineData("TELEGRAM_API_URL", "http://user:" + Password + "@127.0.0.1")]
    [InlineData("TELEGRAM_LIMITS", "0")]
    public void A_malformed_setting_is_named(string name, string value)
    {
        _given.Set(name, value);

        Assert.StartsWith($"Settings: {name} ", _given.Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 8085)]
    [InlineData(" ", 8085)]
    [InlineData("0", 0)]
    [InlineData("65535", 65535)]
    public void Health_has_a_port_unless_it_is_switched_off(string? text, int port)
    {
        if (text is not null)
            _given.Set("HEALTH_PORT", text);

        Assert.Equal(port, _given.Load().HealthPort);
        Assert.Equal(port, BotSettings.FindHealthPort(_given.Environment, _given.Folder));
    }

    [Theory]
    [InlineData(null, null, 80, 0)]
    [InlineData("12", null, 12, 0)]
    [InlineData("1000", null, 1000, 0)]
    [InlineData(null, "127.0.0.1", 30, 2)]
    [InlineData("12", "127.0.0.1", 12, 2)]
    public void Fewer_connections_are_opened_by_one_of_several_nodes_unless_a_number_is_set(
        string? text, string? clusterHost, int connections, int keptForNode)
    {
        if (text is not null)
            _given.Set("DB_CONNECTIONS", text);
        if (clusterHost is not null)
        {
            _given.Set("CLUSTER_HOST", clusterHost);
            _given.Set("CLUSTER_PORT", "4053");
        }

        var database = _given.Load().Database;

        Assert.Equal((connections, keptForNode), (database.Connections, database.KeptForNode));
    }

    [Fact]
    public void The_port_of_health_is_found_without_any_other_setting()
    {
        _given.Environment.Clear();
        _given.WriteFile("HEALTH_PORT=9000\n");

        Assert.Equal(9000, BotSettings.FindHealthPort(_given.Environment, _given.Folder));
    }

    [Fact]
    public void Printed_settings_show_no_secret()
    {
        var printed = _given.Load().ToString();

        Assert.Contains("bot_db", printed, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, printed, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, printed, StringComparison.Ordinal);
    }
}
