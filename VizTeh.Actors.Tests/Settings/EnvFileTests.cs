using static VizTeh.Actors.Tests.Settings.BotSettingsFixture;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>The file .env beside the program.</summary>
public sealed class EnvFileTests : IDisposable
{
    private readonly BotSettingsFixture _given = new();

    public void Dispose() => _given.Dispose();

    [Fact]
    public void The_file_fills_in_and_the_environment_wins()
    {
        _given.Environment.Remove("DB_NAME");
        _given.Set("PHOTO_ID", "  ");
        _given.WriteFile("DB_HOST=other\nDB_NAME=from_file\nPHOTO_ID=from_file\n");

        var settings = _given.Load();

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
        _given.Environment.Remove("DB_PASSWORD");
        _given.WriteFile(file);

        Assert.Equal(password, _given.Load().Database.Password);
    }

    [Theory]
    [InlineData("TOKEN " + Token, "line 1 is not NAME=value")]
    [InlineData("# remark\nTOKEN: " + Token, "line 2 is not NAME=value")]
    [InlineData("=" + Token, "line 1 is not NAME=value")]
    [InlineData("A=b\nTOKEN=\"" + Token + "\nDB_NAME=x", "the quote on line 2 has no end")]
    [InlineData("TOKEN=\"123\"" + Token, "line 1 has something after the closing quote")]
    public void A_malformed_file_is_refused_by_its_line_without_showing_it(string file, string reason)
    {
        _given.WriteFile(file);

        var refusal = _given.Refusal();

        Assert.Contains(".env", refusal, StringComparison.Ordinal);
        Assert.Contains(reason, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_place_of_the_file_is_refused()
    {
        Directory.CreateDirectory(Path.Combine(_given.Folder, ".env"));

        Assert.Contains(".env: this is a folder", _given.Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DB_PASSWORD=geh #eim", "DB_PASSWORD")]
    [InlineData("DB_PASSWORD=geh # eim", "DB_PASSWORD")]
    [InlineData("DB_PASSWORD= #eim", "DB_PASSWORD")]
    [InlineData("export DB_PASSWORD=geh #eim", "DB_PASSWORD")]
    [InlineData("DB_NAME=geh #eim", "DB_NAME")]
    public void A_value_that_the_file_would_cut_off_is_named_and_not_shown(string line, string name)
    {
        _given.WriteFile("# The database.\n" + line + "\n");

        var refusal = _given.Refusal();

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
        _given.Environment.Remove("DB_PASSWORD");
        _given.WriteFile(text);

        Assert.Equal(password, _given.Load().Database.Password);
    }

    [Fact]
    public void A_proxys_password_with_a_hash_is_read_whole_or_refused()
    {
        _given.WriteFile("PROXY=socks5://anna:geh#eim@10.0.0.1:1080,direct");
        Assert.Equal("geh#eim", _given.Load().Proxies[0].Password);

        _given.WriteFile("PROXY=socks5://anna:geh #eim@10.0.0.1:1080,direct");
        Assert.Contains("PROXY is cut off", _given.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_about_the_file_names_the_one_that_a_person_edits()
    {
        _given.Environment.Remove("TOKEN");
        Assert.EndsWith($"not set: TOKEN (in the environment or in {Path.Combine(_given.Folder, ".env")}).", _given.Refusal(),
            StringComparison.Ordinal);

        // As in the package.
        var edited = Path.Combine(_given.Folder, "vizteh.env");
        File.WriteAllText(edited, "DB_PORT=1\n");
        File.CreateSymbolicLink(Path.Combine(_given.Folder, ".env"), "vizteh.env");
        Assert.EndsWith($"not set: TOKEN (in the environment or in {edited}).", _given.Refusal(), StringComparison.Ordinal);

        File.WriteAllText(edited, "no setting\n");
        Assert.StartsWith($"{edited}: line 1 is not NAME=value", _given.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_example_file_names_every_setting_and_is_readable()
    {
        var example = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, ".env.example"));
        var required = _given.Environment.Keys.ToList();
        _given.Environment.Clear();
        _given.WriteFile(example);

        Assert.Contains("not set: TOKEN (", _given.Refusal(), StringComparison.Ordinal);
        Assert.All(
            (string[])
            [
                .. required, "PHOTO_ID", "DB_PORT", "DB_CONNECTIONS", "CLUSTER_HOST", "CLUSTER_PORT", "CLUSTER_TLS",
                "CLUSTER_CERTIFICATE", "CLUSTER_CERTIFICATE_PASSWORD", "CLUSTER_PEERS", "TELEGRAM_API_URL",
                "TELEGRAM_LIMITS", "PROXY", "HOCON_FILE", "OPS_CHAT_ID", "HEALTH_PORT", "OTEL_EXPORTER_OTLP_ENDPOINT",
                "SMTP_HOST", "SMTP_PORT", "SMTP_TLS", "SMTP_USER", "SMTP_PASSWORD", "MAIL_FROM", "MAIL_TO",
                "SMTP_HOST", "SMTP_PORT", "SMTP_TLS", "SMTP_USER", "SMTP_PASSWORD", "MAIL_FROM", "MAIL_TO", "LOG_FORMAT", "LOG_LEVEL",
            ],
            name => Assert.Contains($"\n{name}=", example.Replace("\n# ", "\n", StringComparison.Ordinal), StringComparison.Ordinal));
    }
}
