using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>How the database is named, and its password.</summary>
public sealed class DatabaseSettingsTests : IDisposable
{
    private readonly BotSettingsFixture _given = new();

    public void Dispose() => _given.Dispose();

    [Fact]
    public void A_host_longer_than_any_name_or_socket_is_named()
    {
        _given.Set("DB_HOST", string.Join('.', Enumerable.Repeat("abcdefg", 33)));
        Assert.StartsWith("Settings: DB_HOST ", _given.Refusal(), StringComparison.Ordinal);

        _given.Set("DB_HOST", new string('a', 64) + ".example");
        Assert.StartsWith("Settings: DB_HOST ", _given.Refusal(), StringComparison.Ordinal);

        _given.Set("DB_HOST", "/" + new string('a', 200));
        Assert.StartsWith("Settings: DB_HOST ", _given.Refusal(), StringComparison.Ordinal);
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
        _given.Set("DB_HOST", value);

        Assert.Equal((host, port), (_given.Load().Database.Host, _given.Load().Database.Port));
    }

    [Fact]
    public void Two_ports_are_named_unless_they_are_the_same()
    {
        _given.Set("DB_HOST", "localhost:6543");
        _given.Set("DB_PORT", "6543");
        Assert.Equal(6543, _given.Load().Database.Port);

        _given.Set("DB_PORT", "5432");
        Assert.StartsWith("Settings: DB_HOST and DB_PORT name two ports", _given.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_may_be_left_out()
    {
        _given.Set("DB_PASSWORD", " ");

        Assert.Null(_given.Load().Database.Password);
        Assert.DoesNotContain("Password", _given.Load().Database.ToConnectionString().ConnectionString, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("simple")]
    [InlineData("with;semicolon=and'quotes\" and blanks ")]
    public void Any_password_gets_whole_into_the_connection_string(string password)
    {
        var written = new DatabaseSettings("h", 1, "n", "u", password).ToConnectionString().ConnectionString;

        Assert.Equal(password, new Npgsql.NpgsqlConnectionStringBuilder(written).Password);
    }
}
