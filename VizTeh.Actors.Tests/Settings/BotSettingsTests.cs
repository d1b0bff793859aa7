using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tests.Settings;

public sealed class BotSettingsTests : IDisposable
{
    private const string Token = "123456789:AAF-abcdefghijklmnopqrstuvwxyz_0123";
    private const string Password = "pass-word-secret";

    private static readonly CompanySettings Company = new("Фирма", "", "", "", ["Другое"], TimeZoneInfo.Utc);

    private readonly string _directory = Directory.CreateTempSubdirectory("vizteh-settings-").FullName;

    private readonly Dictionary<string, string> _environment = new()
    {
        ["TOKEN"] = Token,
        ["MANAGER_CHAT_ID"] = "900",
        ["DB_HOST"] = "db.example",
        ["DB_NAME"] = "bot_db",
        ["DB_USER"] = "bot_user",
        ["DB_PASSWORD"] = Password,
    };

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Only_what_has_no_sensible_default_must_be_set()
    {
        var settings = Load();

        Assert.Equal(Token, settings.Token);
        Assert.Equal([900], settings.ManagerChatIds);
        Assert.Equal(new DatabaseSettings("db.example", 5432, "bot_db", "bot_user", Password), settings.Database);
        Assert.Null(settings.PhotoId);
        Assert.Null(settings.TelegramApiUrl);
        Assert.True(settings.PacesSends);
        Assert.Same(Company, settings.Company);
    }

    [Fact]
    public void Every_setting_is_read()
    {
        Set("MANAGER_CHAT_ID", " 900 , -1001234567890,900");
        Set("PHOTO_ID", "AgACAgIAAxk");
        Set("DB_PORT", "6543");
        Set("TELEGRAM_API_URL", "http://127.0.0.1:8081/");
        Set("TELEGRAM_LIMITS", "Off");

        var settings = Load();

        Assert.Equal([900, -1001234567890], settings.ManagerChatIds);
        Assert.Equal("AgACAgIAAxk", settings.PhotoId);
        Assert.Equal(6543, settings.Database.Port);
        Assert.Equal("http://127.0.0.1:8081", settings.TelegramApiUrl);
        Assert.False(settings.PacesSends);
    }

    [Fact]
    public void The_file_fills_in_and_the_environment_wins()
    {
        _environment.Remove("DB_NAME");
        Set("PHOTO_ID", "  ");
        WriteFile("DB_HOST=other\nDB_NAME=from_file\nPHOTO_ID=from_file\n");

        var settings = Load();

        Assert.Equal("db.example", settings.Database.Host);
        Assert.Equal("from_file", settings.Database.Name);
        Assert.Equal("from_file", settings.PhotoId);
    }

    [Theory]
    [InlineData("DB_PASSWORD=word#1 with blanks", "word#1 with blanks")]
    [InlineData("DB_PASSWORD=\"in double quotes\"", "in double quotes")]
    [InlineData("DB_PASSWORD='in single quotes' # and a remark", "in single quotes")]
    [InlineData("  DB_PASSWORD =  spaced  ", "spaced")]
    [InlineData("export DB_PASSWORD=exported", "exported")]
    [InlineData("\uFEFFDB_PASSWORD=after a byte order mark", "after a byte order mark")]
    [InlineData("# remark\n\nDB_PASSWORD=last\r\n", "last")]
    [InlineData("KEY=\"one\ntwo\"\nDB_PASSWORD=after several lines", "after several lines")]
    [InlineData("DB_PASSWORD=a=b==", "a=b==")]
    public void Values_are_read_as_people_write_them(string file, string password)
    {
        _environment.Remove("DB_PASSWORD");
        WriteFile(file);

        Assert.Equal(password, Load().Database.Password);
    }

    [Theory]
    [InlineData("TOKEN " + Token, "line 1 is not NAME=value")]
    [InlineData("# remark\nTOKEN: " + Token, "line 2 is not NAME=value")]
    [InlineData("=" + Token, "line 1 is not NAME=value")]
    [InlineData("A=b\nTOKEN=\"" + Token + "\nDB_NAME=x", "the quote on line 2 has no end")]
    [InlineData("TOKEN=\"123\"" + Token, "line 1 has something after the closing quote")]
    public void A_malformed_file_is_refused_by_its_line_without_showing_it(string file, string reason)
    {
        WriteFile(file);

        var refusal = Refusal();

        Assert.Contains(".env", refusal, StringComparison.Ordinal);
        Assert.Contains(reason, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_place_of_the_file_is_refused()
    {
        Directory.CreateDirectory(Path.Combine(_directory, ".env"));

        Assert.Contains(".env: this is a folder", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TOKEN")]
    [InlineData("MANAGER_CHAT_ID")]
    [InlineData("DB_HOST")]
    [InlineData("DB_NAME")]
    [InlineData("DB_USER")]
    public void A_missing_or_blank_setting_is_named(string name)
    {
        Set(name, " ");
        var blank = Refusal();
        _environment.Remove(name);

        Assert.Equal(blank, Refusal());
        Assert.StartsWith($"Settings: not set: {name} (", blank, StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_are_named_at_once()
    {
        _environment.Remove("DB_HOST");
        _environment.Remove("DB_USER");
        Set("TOKEN", "no");
        Set("DB_PORT", "0");

        var refusal = Refusal();

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
        Set(name, value);

        Assert.StartsWith($"Settings: {name} ", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_longer_than_any_name_or_socket_is_named()
    {
        Set("DB_HOST", string.Join('.', Enumerable.Repeat("abcdefg", 33)));
        Assert.StartsWith("Settings: DB_HOST ", Refusal(), StringComparison.Ordinal);

        Set("DB_HOST", new string('a', 64) + ".example");
        Assert.StartsWith("Settings: DB_HOST ", Refusal(), StringComparison.Ordinal);

        Set("DB_HOST", "/" + new string('a', 200));
        Assert.StartsWith("Settings: DB_HOST ", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost", "localhost", 5432)]
    [InlineData("db_1", "db_1", 5432)]
    [InlineData("db.example.", "db.example.", 5432)]
    [InlineData("база.рф", "база.рф", 5432)]
    [InlineData("10.0.0.7", "10.0.0.7", 5432)]
    [InlineData("db.example:6543", "db.example", 6543)]
    [InlineData("::1", "::1", 5432)]
    [InlineData("[::1]", "::1", 5432)]
    [InlineData("[fe80::1]:6543", "fe80::1", 6543)]
    [InlineData("/var/run/postgresql", "/var/run/postgresql", 5432)]
    public void A_machine_may_be_named_in_any_usual_way(string value, string host, int port)
    {
        Set("DB_HOST", value);

        Assert.Equal((host, port), (Load().Database.Host, Load().Database.Port));
    }

    [Fact]
    public void Two_ports_are_named_unless_they_are_the_same()
    {
        Set("DB_HOST", "localhost:6543");
        Set("DB_PORT", "6543");
        Assert.Equal(6543, Load().Database.Port);

        Set("DB_PORT", "5432");
        Assert.StartsWith("Settings: DB_HOST and DB_PORT name two ports", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_may_be_left_out()
    {
        Set("DB_PASSWORD", " ");

        Assert.Null(Load().Database.Password);
        Assert.DoesNotContain("Password", Load().Database.ToConnectionString().ConnectionString, StringComparison.Ordinal);
    }

    [Fact]
    public void Printed_settings_show_no_secret()
    {
        var printed = Load().ToString();

        Assert.Contains("bot_db", printed, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, printed, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("simple")]
    [InlineData("with;semicolon=and'quotes\" and blanks ")]
    public void Any_password_gets_whole_into_the_connection_string(string password)
    {
        var written = new DatabaseSettings("h", 1, "n", "u", password).ToConnectionString().ConnectionString;

        Assert.Equal(password, new Npgsql.NpgsqlConnectionStringBuilder(written).Password);
    }

    [Fact]
    public void The_example_file_names_every_setting_and_is_readable()
    {
        var example = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, ".env.example"));
        var required = _environment.Keys.ToList();
        _environment.Clear();
        WriteFile(example);

        Assert.Contains("not set: TOKEN, MANAGER_CHAT_ID", Refusal(), StringComparison.Ordinal);
        Assert.All(
            (string[])[.. required, "PHOTO_ID", "DB_PORT", "TELEGRAM_API_URL", "TELEGRAM_LIMITS"],
            name => Assert.Contains($"\n{name}=", example.Replace("\n# ", "\n", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("DB_PASSWORD=geh #eim", "DB_PASSWORD")]
    [InlineData("DB_PASSWORD=geh # eim", "DB_PASSWORD")]
    [InlineData("DB_PASSWORD= #eim", "DB_PASSWORD")]
    [InlineData("export DB_PASSWORD=geh #eim", "DB_PASSWORD")]
    [InlineData("DB_NAME=geh #eim", "DB_NAME")]
    public void A_value_that_the_file_would_cut_off_is_named_and_not_shown(string line, string name)
    {
        WriteFile("# The database.\n" + line + "\n");

        var refusal = Refusal();

        Assert.Contains($"line 2: {name} ", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("eim", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DB_PASSWORD=geh#eim", "geh#eim")]
    [InlineData("DB_PASSWORD=#eim", "#eim")]
    [InlineData("DB_PASSWORD=\"geh #eim\" # of the database", "geh #eim")]
    [InlineData("DB_PASSWORD='geh #eim'\nDB_PORT=5432 # the usual one", "geh #eim")]
    public void A_value_that_the_file_keeps_whole_is_taken(string text, string password)
    {
        _environment.Remove("DB_PASSWORD");
        WriteFile(text);

        Assert.Equal(password, Load().Database.Password);
    }

    private void Set(string name, string value) => _environment[name] = value;

    private void WriteFile(string text) => File.WriteAllText(Path.Combine(_directory, ".env"), text);

    private BotSettings Load() => BotSettings.Load(Company, _environment, _directory);

    private string Refusal()
    {
        var refusal = Assert.Throws<SettingsException>(() => Load()).Message;
        Assert.DoesNotContain('\n', refusal);
        Assert.DoesNotContain(Token, refusal, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, refusal, StringComparison.Ordinal);
        return refusal;
    }
}
