using Dapper;
using Npgsql;

namespace VizTeh.Actors.Nodes;

/// <summary>A node that is not this one, as table <c>nodes</c> has it.</summary>
/// <param name="Address">CLUSTER_HOST:CLUSTER_PORT.</param>
/// <param name="Uid">Akka's number of that process.</param>
internal sealed record OtherNode(string Address, int Uid);

/// <summary>What a node finds when it begins.</summary>
/// <param name="Members">The addresses of the living members, the oldest first; empty when this node is to form the cluster.</param>
/// <param name="AwaitsPredecessor">Whether the members still count on the process that had this node's address before.</param>
internal sealed record NodesFound(IReadOnlyList<string> Members, bool AwaitsPredecessor);

/// <summary>Table <c>nodes</c>. All times are the database's.</summary>
/// <param name="database">Its own pool: a node that lives is seen to live, whatever else waits for the database.</param>
internal sealed class NodeTable(NpgsqlDataSource database, NodeIdentity self, NodeTimes times)
{
    /// <summary>An arbitrary number, but the same in every version of the program.</summary>
    private const long JoinLock = 0x56_69_7A_54_65_68_4E;

    // Ends the sessions of the nodes in question, so that no lock of a process that is gone, frozen or cut off outlives its node. A user
    // may end the sessions of the same user.
    private const string EndSessions =
        """
        select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and usename = current_user and application_name = any($1)
        """;

    /// <summary>
    /// Enters this node, one at a time: of several that begin at once the first finds nobody and forms the cluster, and the others find it.
    /// The process that had this address before is dead, since its port is this one's now.
    /// </summary>
    public async Task<NodesFound> EnterAsync(int uid, string version, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(Command("select pg_advisory_xact_lock(@JoinLock)", new { JoinLock }));
        var predecessors = (await connection.QueryAsync<Guid>(Command(
            """
            update nodes set state = 'dead' where address = @address and incarnation <> @incarnation and state <> 'dead'
            returning incarnation
            """,
            new { address = self.Address, incarnation = self.Incarnation }))).AsList();
        var members = (await connection.QueryAsync<string>(Command(
            """
            select address from nodes
             where state = 'member' and incarnation <> @incarnation and seen_at > clock_timestamp() - @alive
             order by started_at
            """,
            new { incarnation = self.Incarnation, alive = times.Alive }))).AsList();
        var awaitsPredecessor = members.Count > 0 && await connection.ExecuteScalarAsync<bool>(Command(
            "select exists (select from nodes where address = @address and incarnation <> @incarnation)",
            new { address = self.Address, incarnation = self.Incarnation }));
        // With nobody left to remove them, what earlier clusters left behind goes here.
        if (members.Count == 0)
        {
            await connection.ExecuteAsync(Command(
                "delete from nodes where incarnation <> @incarnation and (state = 'dead' or seen_at <= clock_timestamp() - @alive)",
                new { incarnation = self.Incarnation, alive = times.Alive }));
        }

        await connection.ExecuteAsync(Command(
            """
            insert into nodes (incarnation, address, uid, version, state)
            values (@incarnation, @address, @uid, @version, @state)
            on conflict (incarnation) do update
               set seen_at = clock_timestamp(), state = case nodes.state when 'joining' then excluded.state else nodes.state end
            """,
            new
            {
                incarnation = self.Incarnation,
                address = self.Address,
                uid = (long)uid,
                version,
                state = members.Count == 0 ? "member" : "joining",
            }));
        await transaction.CommitAsync(cancellationToken);
        await EndSessionsAsync(predecessors, cancellationToken);
        return new NodesFound(members, awaitsPredecessor);

        CommandDefinition Command(string sql, object parameters) => new(sql, parameters, transaction, cancellationToken: cancellationToken);
    }

    /// <summary>Whether one of these members has given a sign of life, and has not left.</summary>
    public async Task<bool> IsAnyAliveAsync(IReadOnlyList<string> addresses, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            """
            select exists (select from nodes
                            where address = any(@addresses) and state = 'member' and seen_at > clock_timestamp() - @alive)
            """,
            new { addresses = addresses.ToArray(), alive = times.Alive }, cancellationToken: cancellationToken));
    }

    /// <summary>Renews the row of this node.</summary>
    /// <param name="isMember">Whether it has been let into the cluster.</param>
    /// <returns>False when the others go on without this node: its row is marked, or gone.</returns>
    public async Task<bool> RenewAsync(bool isMember, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            update nodes set seen_at = clock_timestamp(), state = case when $2 then 'member' else state end
             where incarnation = $1 and state <> 'dead'
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = self.Incarnation });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = isMember });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>
    /// Declares the members dead whose rows are old, if the row of this node is fresh, and ends their sessions. In the order of their keys,
    /// so that two nodes that do the same do not wait for each other.
    /// </summary>
    /// <returns>All dead nodes that have not been removed from the table yet, whoever declared them dead.</returns>
    public async Task<IReadOnlyList<OtherNode>> DeclareDeadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var declared = await connection.QueryAsync<Guid>(new CommandDefinition(
            """
            with old as (
                select incarnation from nodes
                 where state <> 'dead' and seen_at <= clock_timestamp() - @alive and incarnation <> @incarnation
                   and exists (select from nodes own
                                where own.incarnation = @incarnation and own.state = 'member'
                                  and own.seen_at > clock_timestamp() - @alive)
                 order by incarnation for update skip locked
            )
            update nodes set state = 'dead' from old where nodes.incarnation = old.incarnation
            returning nodes.incarnation
            """,
            new { incarnation = self.Incarnation, alive = times.Alive }, cancellationToken: cancellationToken));
        await EndSessionsAsync(declared.AsList(), cancellationToken);
        var dead = await connection.QueryAsync<(string Address, long Uid)>(new CommandDefinition(
            "select address, uid from nodes where state = 'dead' and incarnation <> @incarnation",
            new { incarnation = self.Incarnation }, cancellationToken: cancellationToken));
        return [.. dead.Select(node => new OtherNode(node.Address, (int)node.Uid))];
    }

    /// <summary>
    /// Declares one node dead that the cluster goes on without: a node that lost sight of the others, but not of the database, learns it
    /// from here.
    /// </summary>
    public async Task DeclareDeadAsync(OtherNode node, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var declared = await connection.QueryAsync<Guid>(new CommandDefinition(
            "update nodes set state = 'dead' where address = @Address and uid = @uid and state <> 'dead' returning incarnation",
            new { node.Address, uid = (long)node.Uid }, cancellationToken: cancellationToken));
        await EndSessionsAsync(declared.AsList(), cancellationToken);
    }

    /// <summary>Deletes the row of a dead node that is no member any more; the next process at its address may join.</summary>
    public async Task ForgetDeadAsync(OtherNode node, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "delete from nodes where address = @Address and uid = @uid and state = 'dead'", new { node.Address, uid = (long)node.Uid },
            cancellationToken: cancellationToken));
    }

    /// <summary>Deletes the row of this node, which has left in order.</summary>
    public async Task LeaveAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("delete from nodes where incarnation = $1");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = self.Incarnation });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task EndSessionsAsync(List<Guid> incarnations, CancellationToken cancellationToken)
    {
        if (incarnations.Count == 0)
            return;
        await using var command = database.CreateCommand(EndSessions);
        command.Parameters.Add(new NpgsqlParameter<string[]>
        {
            TypedValue = [.. incarnations.Select(NodeIdentity.SessionNameOf)],
        });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
