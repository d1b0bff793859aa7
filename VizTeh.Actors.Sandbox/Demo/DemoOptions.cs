using VizTeh.Actors.Sandbox.Postgres;

namespace VizTeh.Actors.Sandbox.Demo;

/// <summary>What the demo is to have.</summary>
public sealed record DemoOptions
{
    /// <summary>A server to use, not to be stopped; null for the one that DB_* name, or a private one.</summary>
    public PostgresServer? Server { get; init; }

    /// <summary>How a private PostgreSQL is kept.</summary>
    public PostgresOptions Cluster { get; init; } = new(Name: "demo");

    /// <summary>Dropped and made anew at start; null for a random name, which is dropped in the end.</summary>
    public string? DatabaseName { get; init; } = "vizteh_demo";

    /// <summary>Tickets go to a managers' group too, and the firm has a photo.</summary>
    public bool IsForThePage { get; init; }

    /// <summary>False leaves it to the caller to run the bot with <see cref="DemoFixture.BotSettings"/>.</summary>
    public bool StartsBot { get; init; } = true;
}
