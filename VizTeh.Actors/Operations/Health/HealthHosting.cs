using Microsoft.Extensions.DependencyInjection;
using VizTeh.Actors.Inbox;

namespace VizTeh.Actors.Operations.Health;

public static class HealthHosting
{
    /// <summary>Registers what a process says of itself while it runs.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services) => services
        .AddSingleton<ProgramLife>()
        .AddSingleton<PollerPing>()
        .AddSingleton<HeartbeatStore>()
        .AddHostedService<HeartbeatWriter>();

    /// <summary>The same, with what the program knew before it built its services.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services, ProgramHealth health) => services
        .AddSingleton(health.Life)
        .AddSingleton(health.Ping);
}
