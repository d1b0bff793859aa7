using Microsoft.AspNetCore.Http.HttpResults;
using VizTeh.Actors.Sandbox.Page.Live;

namespace VizTeh.Actors.Sandbox.Page;

/// <summary>The visitor's actions on the panel: faults, starts and stops, the crowd.</summary>
internal static class PanelEndpoints
{
    private sealed record FaultOrder(FaultChoice Kind, int Seconds);

    private sealed record CrowdOrder(int Clients);

    private sealed record CutOrder(NodeCut From, bool IsCut);

    public static void Map(RouteGroupBuilder api, SandboxSession session)
    {
        api.MapPost("/bot/kill", () => DoneAsync(session.Bot.KillAsync()));
        api.MapPost("/bot/restart", () => DoneAsync(session.Bot.KillAndStartAsync()));
        api.MapPost("/bot/start", () => DoneAsync(session.Bot.StartAsync()));
        MapNodes(api.MapGroup("/nodes/{number:int}"), number => session.Nodes is { } nodes
            ? nodes.Of(number)
            : throw new NotPossibleException("Узлов здесь нет: бот работает один."));
        // Without the request's token: a visitor who closes the page must not leave PostgreSQL half stopped.
        api.MapPost("/postgres/stop", () => DoneAsync(session.Postgres.StopAsync(CancellationToken.None)));
        api.MapPost("/postgres/start", () => DoneAsync(session.Postgres.StartAsync(CancellationToken.None)));
        api.MapPost("/faults", (FaultOrder order) => Done(() => session.Faults.Begin(order.Kind, order.Seconds)));
        api.MapPost("/faults/end", () => Done(session.Faults.EndAll));
        api.MapPost("/crowd", (CrowdOrder order) => Done(() => session.Crowd.Begin(order.Clients)));
        api.MapPost("/crowd/stop", () => Done(session.Crowd.Stop));
    }

    private static void MapNodes(RouteGroupBuilder api, Func<int, BotNode> find)
    {
        api.MapPost("/kill", (int number) => DoneAsync(find(number).Bot.KillAsync()));
        api.MapPost("/start", (int number) => DoneAsync(find(number).Bot.StartAsync()));
        api.MapPost("/stop", (int number) => DoneAsync(find(number).Bot.StopAsync()));
        api.MapPost("/freeze", (int number) => DoneAsync(find(number).Bot.FreezeAsync()));
        api.MapPost("/thaw", (int number) => DoneAsync(find(number).Bot.ThawAsync()));
        api.MapPost("/cuts", (int number, CutOrder order) => Done(() => find(number).Cut(order.From, order.IsCut)));
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
