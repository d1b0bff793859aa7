using Microsoft.Extensions.DependencyInjection;
using VizTeh.Actors.Manager;
using VizTeh.Actors.Manager.Commands;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tests.Support;

/// <summary>The managers' commands as the program creates them.</summary>
internal static class TestCommands
{
    /// <param name="company">The firm; null for that of hocon.conf.</param>
    public static ManagerCommands Of(CompanySettings? company = null) => new ServiceCollection()
        .AddSingleton(TestSettings.WithoutServers(company ?? HoconFile.Load(HoconFile.DefaultPath).Company))
        .AddManagerCommands()
        .BuildServiceProvider()
        .GetRequiredService<ManagerCommands>();
}
