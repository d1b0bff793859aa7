using Microsoft.AspNetCore.Http.HttpResults;

namespace VizTeh.Actors.Sandbox.Page;

/// <summary>What a visitor breaks, mends and sets off.</summary>
internal static class PanelEndpoints
{
    private sealed record FaultOrder(FaultChoice Kind, int Seconds);

    private sealed record CrowdOrder(int Clients);

    public static void Map(RouteGroupBuilder api, PageWorld world)
    {
        api.MapPost("/bot/kill", () => DoneAsync(world.Bot.KillAsync()));
        api.MapPost("/bot/restart", () => DoneAsync(world.Bot.KillAndStartAsync()));
        api.MapPost("/bot/start", () => DoneAsync(world.Bot.StartAsync()));
        // Not the request's token: a visitor who closes the page leaves PostgreSQL switched, not half-way.
        api.MapPost("/postgres/stop", () => DoneAsync(world.Postgres.StopAsync(CancellationToken.None)));
        api.MapPost("/postgres/start", () => DoneAsync(world.Postgres.StartAsync(CancellationToken.None)));
        api.MapPost("/faults", (FaultOrder order) => Done(() => world.Faults.Begin(order.Kind, order.Seconds)));
        api.MapPost("/faults/end", () => Done(world.Faults.EndAll));
        api.MapPost("/crowd", (CrowdOrder order) => Done(() => world.Crowd.Begin(order.Clients)));
        api.MapPost("/crowd/stop", () => Done(world.Crowd.Stop));
    }

    private static async Task<NoContent> DoneAsync(Task work)
    {
        await work;
        return TypedResults.NoContent();
    }

    private static NoContent Done(Action work)
    {
        work();
        return TypedResults.NoContent();
    }
}
