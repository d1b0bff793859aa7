using VizTeh.Actors.Sandbox.Durability;
using VizTeh.Actors.Sandbox.Postgres;

namespace VizTeh.Actors.Tests.Durability;

/// <summary>
/// A PostgreSQL with default durability for the runs, which share it one after another: concurrent runs would only wait for each other's
/// processes.
/// </summary>
public sealed class DurabilityFixture : IAsyncLifetime
{
    private PostgresCluster? _cluster;
    private PostgresServer? _server;

    public Task<Verdict> RunAsync(ChaosOptions options) => ChaosRun.RunAsync(options, _server!);

    public async Task InitializeAsync()
    {
        _server = PostgresServer.FromEnvironment();
        if (_server is not null)
            return;
        _cluster = await PostgresCluster.StartAsync(new PostgresOptions());
        _server = _cluster.Server;
    }

    public async Task DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
    }

    /// <summary>Fails with the whole report, which begins with the seed, if a promise is broken.</summary>
    internal static void AssertHolds(Verdict verdict)
    {
        Assert.True(verdict.Holds, verdict.ToString());
        Assert.True(verdict.Sent > 0, $"Nobody sent a form, so nothing was shown.\n{verdict}");
    }
}

[CollectionDefinition(Name)]
public sealed class DurabilityRuns : ICollectionFixture<DurabilityFixture>
{
    public const string Name = "Durability";
}
