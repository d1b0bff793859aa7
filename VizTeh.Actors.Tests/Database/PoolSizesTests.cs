using Akka.Configuration;
using VizTeh.Actors.Database;

namespace VizTeh.Actors.Tests.Database;

/// <summary>How DB_CONNECTIONS is divided, and what has to stay below the sizes of the pools.</summary>
public sealed class PoolSizesTests
{
    private const string Key = "akka.persistence.max-concurrent-recoveries";

    [Theory]
    [InlineData(80, 24, 56)]
    [InlineData(28, 11, 17)]
    [InlineData(12, 5, 7)]
    [InlineData(10, 5, 5)]
    [InlineData(1000, 300, 700)]
    public void All_connections_are_divided(int connections, int tables, int journal) =>
        Assert.Equal(new PoolSizes(tables, journal), PoolSizes.Of(connections));

    [Fact]
    public void Whatever_the_number_nothing_takes_a_whole_pool_and_one_more_connection_makes_no_pool_smaller()
    {
        var before = PoolSizes.Of(10);
        for (var connections = 10; connections <= 1000; connections++)
        {
            var sizes = PoolSizes.Of(connections);

            Assert.Equal(connections, sizes.Tables + sizes.Journal);
            Assert.True(sizes.Tables >= before.Tables && sizes.Journal >= before.Journal, $"{connections}");
            Assert.InRange(sizes.MostRecoveries, 3, sizes.Journal - 2);
            Assert.InRange(sizes.ManagersChatsAtOnce, 1, 8);
            Assert.InRange(sizes.ClientsChatsAtOnce, 1, 3);
            Assert.True(sizes.ManagersChatsAtOnce + sizes.ClientsChatsAtOnce < sizes.Tables, $"{connections}");
            before = sizes;
        }
    }

    [Fact]
    public void A_bot_on_its_own_serves_as_many_chats_at_once_as_ever_and_leaves_the_recoveries_to_hocon_conf()
    {
        var sizes = PoolSizes.Of(80);

        Assert.Equal((8, 3), (sizes.ManagersChatsAtOnce, sizes.ClientsChatsAtOnce));
        Assert.True(sizes.RecoveryLimitFor(ConfigurationFactory.ParseString($"{Key} = 32")).IsEmpty);
    }

    [Theory]
    [InlineData(12, "32", 5)]
    [InlineData(28, "32", 13)]
    [InlineData(80, "100", 42)]
    [InlineData(28, null, 13)]
    public void More_recoveries_at_once_than_there_are_connections_are_never_begun(int connections, string? asked, int limit)
    {
        var hocon = asked is null ? Config.Empty : ConfigurationFactory.ParseString($"{Key} = {asked}");

        var laid = PoolSizes.Of(connections).RecoveryLimitFor(hocon);

        Assert.Equal(limit, laid.GetInt(Key));
    }
}
