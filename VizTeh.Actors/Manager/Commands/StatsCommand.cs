using VizTeh.Actors.Messages;
using VizTeh.Actors.Reports;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Manager.Commands;

/// <summary>Shows the numbers of a period.</summary>
internal sealed class StatsCommand(StatisticsStore statistics, BotSettings settings, TimeProvider clock) : IManagerCommand
{
    private readonly CompanySettings _company = settings.Company;

    public string Name => "stats";

    public string MenuLine => _company.Texts[StatsPhrases.Menu];

    public string HelpLine => _company.Texts[StatsPhrases.Help];

    public async Task<IReadOnlyList<Message>> HandleAsync(ManagerCall call, CancellationToken cancellationToken)
    {
        var reading = WrittenPeriod.Read(call.Arguments, clock.Today(_company.TimeZone), StatisticsStore.MostDays);
        if (reading.Period is not { } period)
            return [_company.Texts.Refusal(reading, StatisticsStore.MostDays)];
        try
        {
            return [StatisticsText.Full(await statistics.ReadAsync(period, cancellationToken), _company)];
        }
        catch (TimeoutException)
        {
            // Repeated, it would take as long.
            return [new Message(_company.Texts[StatsPhrases.TooSlow])];
        }
    }
}
