using static VizTeh.Actors.Tests.Settings.BotSettingsFixture;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>Secrets that systemd hands over as files (LoadCredential).</summary>
public sealed class CredentialFilesTests : IDisposable
{
    private readonly BotSettingsFixture _given = new();
    private readonly string _credentials;

    public CredentialFilesTests()
    {
        _credentials = Directory.CreateDirectory(Path.Combine(_given.Folder, "credentials")).FullName;
        _given.Set("CREDENTIALS_DIRECTORY", _credentials);
    }

    public void Dispose() => _given.Dispose();

    [Fact]
    public void A_credential_takes_the_place_of_a_variable()
    {
        _given.Environment.Remove("TOKEN");
        _given.Set("DB_PASSWORD", " ");
        _given.Set("SMTP_HOST", "localhost");
        _given.Set("SMTP_USER", "bot@example.com");
        _given.Set("MAIL_TO", "admin@example.com");
        Write("bot_token", Token + "\n");
        Write("db_password", "  geh #eim \"x\"\r\n");
        Write("smtp_password", "письмо");
        Write("proxy", "socks5://anna:geheim@10.0.0.1:1080,direct\n");
        Write("something_else", "not read\nat all");

        var settings = _given.Load();

        Assert.Equal(Token, settings.Token);
        Assert.Equal("geh #eim \"x\"", settings.Database.Password);
        Assert.Equal("письмо", settings.Alerts.Mail!.Password);
        Assert.Equal(["10.0.0.1:1080", "direct"], settings.Proxies.Select(proxy => proxy.Name));
    }

    [Fact]
    public void Without_such_a_folder_or_a_file_in_it_the_environment_counts()
    {
        Assert.Equal(Password, _given.Load().Database.Password);

        _given.Set("CREDENTIALS_DIRECTORY", Path.Combine(_credentials, "nowhere"));
        Assert.Equal(Token, _given.Load().Token);
    }

    [Theory]
    [InlineData("bot_token", "1:AAAAAAAAAAAAAAAAAAAA", "TOKEN has two values: one in the environment, another in the credential bot_token")]
    [InlineData("db_password", "geheim", "DB_PASSWORD has two values: one in the environment, another in the credential db_password")]
    public void Two_different_values_of_a_secret_are_refused_and_neither_is_shown(string name, string value, string reason)
    {
        Write(name, value);

        var refusal = _given.Refusal();

        Assert.Contains(reason, refusal, StringComparison.Ordinal);
        Assert.DoesNotContain(value, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_different_value_in_the_file_is_refused_and_the_same_value_is_not()
    {
        _given.Environment.Remove("DB_PASSWORD");
        _given.WriteFile("DB_PASSWORD=from_file\n");
        Write("db_password", "from_file\n");
        Assert.Equal("from_file", _given.Load().Database.Password);

        Write("db_password", "later");
        Assert.Contains(
            $"DB_PASSWORD has two values: one in {Path.Combine(_given.Folder, ".env")}, another in the credential", _given.Refusal(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData(" \n", "is empty")]
    [InlineData("one\ntwo", "is not one line of text")]
    [InlineData("one\0two", "is not one line of text")]
    public void A_credential_that_is_no_value_is_refused_by_the_name_of_its_file(string content, string reason)
    {
        _given.Environment.Remove("TOKEN");
        Write("bot_token", content);

        var refusal = _given.Refusal();

        Assert.Contains(Path.Combine(_credentials, "bot_token"), refusal, StringComparison.Ordinal);
        Assert.Contains($"the credential for TOKEN {reason}", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_credential_that_cannot_be_read_is_named()
    {
        Directory.CreateDirectory(Path.Combine(_credentials, "db_password"));
        Assert.Contains("the credential for DB_PASSWORD cannot be read", _given.Refusal(), StringComparison.Ordinal);
        Directory.Delete(Path.Combine(_credentials, "db_password"));

        File.WriteAllBytes(Path.Combine(_credentials, "db_password"), [0xFF, 0xFE, 0x41]);
        Assert.Contains("is not UTF-8", _given.Refusal(), StringComparison.Ordinal);

        File.WriteAllBytes(Path.Combine(_credentials, "db_password"), new byte[100_000]);
        Assert.Contains("is longer than 65536 bytes", _given.Refusal(), StringComparison.Ordinal);
    }

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(_credentials, name), content);
}
