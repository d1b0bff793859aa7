using VizTeh.Actors.Sandbox.Postgres;

namespace VizTeh.Actors.Sandbox.Demo;

/// <summary>The configuration of the demo.</summary>
public sealed record DemoOptions
{
    /// <summary>A server to use and not to stop; null for the server of the DB_* variables, or a private one.</summary>
    public PostgresServer? Server { get; init; }

    /// <summary>The options of a private PostgreSQL.</summary>
    public PostgresOptions Cluster { get; init; } = new(Name: "demo");

    /// <summary>Dropped and created anew at start; null for a random name, which is dropped at the end.</summary>
    public string? DatabaseName { get; init; } = "vizteh_demo";

    /// <summary>Whether tickets also go to a managers' group and the firm has a photo.</summary>
    public bool IsForThePage { get; init; }

    /// <summary>A file whose values, such as a form, are laid over the bot's hocon.conf; null for that as it is.</summary>
    public string? FormFile { get; init; }

    /// <summary>False leaves it to the caller to run the bot with <see cref="DemoFixture.BotSettings"/>.</summary>
    public bool StartsBot { get; init; } = true;
}
