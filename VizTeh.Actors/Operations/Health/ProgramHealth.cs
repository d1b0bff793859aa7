using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using VizTeh.Actors.Inbox;
using VizTeh.Actors.Nodes;
using VizTeh.Actors.Operations.Http;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Operations.Health;

/// <summary>How the program is, from its first moment on, and the routes that say so.</summary>
public sealed class ProgramHealth
{
    internal const string LivePath = "/health/live";
    internal const string ReadyPath = "/health/ready";

    public ProgramHealth(Connectivity connectivity, TimeProvider clock)
    {
        Life = new ProgramLife(connectivity, clock);
        Liveness = new Liveness(Life, Ping, clock);
        Readiness = new Readiness(Life, connectivity, clock);
    }

    public ProgramLife Life { get; }

    public PollerPing Ping { get; } = new();

    public Liveness Liveness { get; }

    public Readiness Readiness { get; }

    /// <summary>What is known of the other nodes; null until the program has built its services, and where it has none.</summary>
    internal NodesView? Nodes { get; private set; }

    /// <summary>Answers <c>/health/live</c> and <c>/health/ready</c>.</summary>
    public void AnswerOn(OperationsServer server)
    {
        server.Map(LivePath, LiveAsync);
        server.Map(ReadyPath, ReadyAsync);
    }

    /// <summary>The program has built its services.</summary>
    public void Use(IServiceProvider services)
    {
        Nodes = services.GetService<NodesView>();
        Readiness.Use(
            services.GetRequiredService<NpgsqlDataSource>(), services.GetRequiredService<Troubles>(), Nodes,
            services.GetService<NodePermit>());
        Liveness.Use(Nodes);
    }

    private async Task<HttpAnswer> LiveAsync(CancellationToken cancellationToken)
    {
        var fault = await Liveness.FaultAsync(cancellationToken);
        var body = JsonSerializer.Serialize(new { live = fault is null, phase = ProgramLife.NameOf(Life.Phase), reason = fault });
        return HttpAnswer.Json(fault is null ? HttpAnswer.Ok : HttpAnswer.Unavailable, body);
    }

    private async Task<HttpAnswer> ReadyAsync(CancellationToken cancellationToken)
    {
        var report = await Readiness.LookAsync(cancellationToken);
        return HttpAnswer.Json(report.IsReady ? HttpAnswer.Ok : HttpAnswer.Unavailable, report.ToJson());
    }
}
