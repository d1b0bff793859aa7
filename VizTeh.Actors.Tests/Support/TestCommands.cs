using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Database;
using VizTeh.Actors.Manager;
using VizTeh.Actors.Manager.Commands;
using VizTeh.Actors.Manager.Rights;
using VizTeh.Actors.Reports;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Support;

/// <summary>The managers' commands as the program creates them.</summary>
internal static class TestCommands
{
    /// <param name="company">The firm; null for that of hocon.conf.</param>
    public static ManagerCommands Of(CompanySettings? company = null) => new ServiceCollection()
        .AddSingleton(TestSettings.WithoutServers(company ?? HoconFile.Load(HoconFile.DefaultPath).Company))
        .AddSingleton(TimeProvider.System)
        .AddSingleton(new ManagerChats([5], NullLogger<ManagerChats>.Instance))
        // Never opened: the commands that read tables are tested with the whole program.
        .AddSingleton(_ => NpgsqlDataSource.Create("Host=127.0.0.1;Port=1"))
        .AddSingleton<ManagerRights>()
        .AddSingleton<CompanyPhoto>()
        .AddSingleton<BanStore>()
        .AddSingleton<BanList>()
        .AddSingleton<TicketQueueStore>()
        .AddSingleton<TicketStoryStore>()
        .AddSingleton<TicketSearchStore>()
        .AddSingleton<ShownTicketStore>()
        .AddSingleton<StatisticsStore>()
        .AddManagerCommands()
        .BuildServiceProvider()
        .GetRequiredService<ManagerCommands>();
}
