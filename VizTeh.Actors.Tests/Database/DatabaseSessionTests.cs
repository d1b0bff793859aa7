using Npgsql;
using VizTeh.Actors.Database;

namespace VizTeh.Actors.Tests.Database;

/// <summary>The settings of the program's connections.</summary>
public sealed class DatabaseSessionTests
{
    [Theory]
    [InlineData("/var/run/postgresql", 0)]
    [InlineData("@abstract", 0)]
    [InlineData("localhost", 10)]
    [InlineData("::1", 10)]
    public async Task Keepalives_are_asked_for_only_where_the_system_has_them(string host, int expected)
    {
        var target = new NpgsqlConnectionStringBuilder { Host = host, Username = "u", Database = "d" };

        await using var pool = DatabaseSession.ToPool(target, () => { });

        Assert.Equal(expected, new NpgsqlConnectionStringBuilder(pool.ConnectionString).TcpKeepAliveTime);
    }
}
