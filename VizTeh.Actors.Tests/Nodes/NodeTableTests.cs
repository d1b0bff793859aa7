using Npgsql;
using VizTeh.Actors.Nodes;
using VizTeh.Actors.Sandbox.Postgres;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Nodes;

/// <summary>Who is to form a cluster, who joins it, and who is dead: by the database alone.</summary>
public sealed class NodeTableTests : IAsyncLifetime
{
    private readonly List<NodeConnections> _nodes = [];
    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await PostgresFixture.CreateMigratedAsync();

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Of_many_that_enter_at_once_one_forms_the_cluster_and_the_others_find_it()
    {
        var tables = Enumerable.Range(1, 10).Select(number => NodeAt(number).Table).ToArray();

        var found = await Task.WhenAll(tables.Select((table, index) => table.EnterAsync(index, "1", CancellationToken.None)));

        var forming = Assert.Single(found.Index(), one => one.Item.Members.Count == 0);
        Assert.All(found.Where(one => one.Members.Count > 0), one => Assert.Equal([AddressOf(forming.Index + 1)], one.Members));
    }

    [Fact]
    public async Task A_member_that_gave_no_sign_of_life_is_not_joined()
    {
        await NodeAt(1).Table.EnterAsync(1, "1", CancellationToken.None);
        await AgeAsync(1);

        var found = await NodeAt(2).Table.EnterAsync(2, "1", CancellationToken.None);

        Assert.Empty(found.Members);
        Assert.Equal([AddressOf(2)], await _database.ReadAsync("select address from nodes"));
    }

    [Fact]
    public async Task Who_starts_again_at_its_address_waits_until_the_others_have_let_its_predecessor_go()
    {
        var other = NodeAt(1).Table;
        await other.EnterAsync(1, "1", CancellationToken.None);
        var before = NodeAt(2);
        await before.Table.EnterAsync(2, "1", CancellationToken.None);
        await before.Table.RenewAsync(isMember: true, CancellationToken.None);
        var again = NodeAt(2);

        Assert.True((await again.Table.EnterAsync(3, "1", CancellationToken.None)).AwaitsPredecessor);
        await IsToldAsync(before);
        var dead = Assert.Single(await other.DeclareDeadAsync(CancellationToken.None));
        Assert.Equal(new OtherNode(AddressOf(2), 2), dead);
        await other.ForgetDeadAsync(dead, CancellationToken.None);
        var found = await again.Table.EnterAsync(3, "1", CancellationToken.None);
        Assert.False(found.AwaitsPredecessor);
        Assert.Equal([AddressOf(1)], found.Members);
    }

    [Fact]
    public async Task A_dead_node_learns_it_at_its_next_sign_of_life_and_its_sessions_are_ended()
    {
        var alive = NodeAt(1);
        await alive.Table.EnterAsync(1, "1", CancellationToken.None);
        var frozen = NodeAt(2);
        await frozen.Table.EnterAsync(2, "1", CancellationToken.None);
        await using var work = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_database.ConnectionString)
        {
            ApplicationName = frozen.Self.SessionName,
            Pooling = false,
        }.ConnectionString);
        await work.OpenAsync();
        await AgeAsync(2);

        Assert.Equal([new OtherNode(AddressOf(2), 2)], await alive.Table.DeclareDeadAsync(CancellationToken.None));

        await using var command = new NpgsqlCommand("select 1", work);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => command.ExecuteScalarAsync());
        await IsToldAsync(frozen);
    }

    [Fact]
    public async Task A_node_whose_own_row_is_old_judges_nobody()
    {
        var first = NodeAt(1);
        await first.Table.EnterAsync(1, "1", CancellationToken.None);
        var second = NodeAt(2);
        await second.Table.EnterAsync(2, "1", CancellationToken.None);
        await AgeAsync(1);
        await AgeAsync(2);

        Assert.Empty(await first.Table.DeclareDeadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_node_that_leaves_in_order_leaves_no_row()
    {
        var node = NodeAt(1);
        await node.Table.EnterAsync(1, "1", CancellationToken.None);

        await node.Table.LeaveAsync(CancellationToken.None);

        Assert.Empty(await _database.ReadAsync("select address from nodes"));
    }

    // The first statement may meet a session that was ended; the program asks again.
    private static Task IsToldAsync(NodeConnections dead) => Eventually.IsTrueAsync(
        async () =>
        {
            try
            {
                return !await dead.Table.RenewAsync(isMember: true, CancellationToken.None);
            }
            catch (NpgsqlException)
            {
                return false;
            }
        },
        "the dead node is told");

    private static DatabaseSettings DatabaseOf(PostgresDatabase details) =>
        new(details.Host, details.Port, details.Name, details.User, details.Password);

    private static string AddressOf(int number) => $"10.0.0.{number}:4053";

    private NodeConnections NodeAt(int number)
    {
        var (settings, node) = (DatabaseOf(_database.Details), new NodeSettings($"10.0.0.{number}", 4053, null));
        var connections = new NodeConnections(node, settings, new NodeIdentity(node.Address, Guid.NewGuid()), NodeTimes.Default);
        _nodes.Add(connections);
        return connections;
    }

    private Task AgeAsync(int number) => _database.ExecuteAsync(
        $"update nodes set seen_at = seen_at - interval '1 minute' where address = '{AddressOf(number)}'");
}
