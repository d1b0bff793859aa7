using VizTeh.Actors.Benchmarks.Contenders;
using VizTeh.Actors.Benchmarks.Report;
using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Benchmarks.Measurements;

/// <summary>
/// Measures the creation of a ticket and a press on its card, with a million tickets in the table and with none, in turns; and the lists
/// and searches of managers among the million.
/// </summary>
internal sealed class MillionTickets(BenchOptions options, ContenderFixture empty, ContenderFixture full, Action<string> say)
{
    private readonly int _tickets = options.IsQuick ? 100_000 : 1_000_000;
    private readonly int _forms = options.IsQuick ? 30 : 150;

    public async Task<IReadOnlyList<Table>> RunAsync(CancellationToken cancellationToken)
    {
        foreach (var fixture in new[] { empty, full })
            await fixture.LeaveTicketsOpenAsync();
        await TicketFill.RunAsync(full.Database.ConnectionString, _tickets, cancellationToken);
        say($"{_tickets:N0} tickets are there");
        var created = new Dictionary<ContenderFixture, List<TimeSpan>> { [empty] = [], [full] = [] };
        var toggled = new Dictionary<ContenderFixture, List<TimeSpan>> { [empty] = [], [full] = [] };
        foreach (var fixture in new[] { empty, full })
            await MeasureAsync(fixture, 10, [], [], cancellationToken);
        const int turns = 5;
        for (var turn = 0; turn < turns; turn++)
        {
            foreach (var fixture in new[] { empty, full })
                await MeasureAsync(fixture, _forms / turns, created[fixture], toggled[fixture], cancellationToken);
        }

        return
        [
            new Table(
                "Tickets in the table",
                ["Tickets", "Press of «Отправить» to its thanks, p50", "p99", "Press of a card's button to the changed card, p50", "p99"],
                [Row("none but its own", empty), Row(FormattableString.Invariant($"{_tickets:N0}"), full)]),
            await TicketLookups.MeasureAsync(
                full.Database.ConnectionString, _tickets, options.IsQuick ? 20 : 100, cancellationToken),
        ];

        IReadOnlyList<string> Row(string name, ContenderFixture fixture) =>
        [
            name, Percentile(created[fixture], 0.5), Percentile(created[fixture], 0.99), Percentile(toggled[fixture], 0.5),
            Percentile(toggled[fixture], 0.99),
        ];

        static string Percentile(List<TimeSpan> times, double share) =>
            Comparison.Milli(Statistics.Percentile([.. times.Order()], share));
    }

    private static async Task MeasureAsync(
        ContenderFixture fixture, int forms, List<TimeSpan> created, List<TimeSpan> toggled, CancellationToken cancellationToken)
    {
        var client = fixture.Clients(1)[0];
        for (var form = 0; form < forms; form++)
        {
            fixture.Manager.Chat.ReadAll();
            Load.StepResult step;
            do
                step = await client.StepAsync(cancellationToken);
            while (!step.EndsForm);

            created.Add(step.Wait);
            var card = await fixture.Manager.Chat.NextAsync("№", cancellationToken: cancellationToken);
            for (var press = 1; press <= 2; press++)
            {
                var edits = card.EditCount;
                var began = DateTimeOffset.UtcNow;
                fixture.Manager.Chat.Press(card, card.InlineButtons[0][0].Label);
                await fixture.Manager.Chat.WaitForEditAsync(
                    card, message => message.EditCount > edits, cancellationToken: cancellationToken);
                toggled.Add(card.EditDate!.Value - began);
            }
        }
    }
}
