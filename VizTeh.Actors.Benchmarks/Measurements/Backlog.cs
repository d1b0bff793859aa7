using System.Diagnostics;
using System.Globalization;
using VizTeh.Actors.Benchmarks.Contenders;
using VizTeh.Actors.Benchmarks.Load;
using VizTeh.Actors.Benchmarks.Report;
using VizTeh.Actors.Sandbox.BotApi.Calls;

namespace VizTeh.Actors.Benchmarks.Measurements;

/// <summary>
/// Measures one person beside a backlog of cards, and the same person without one, in turns. Telegram holds the managers' chat
/// until a crowd has sent so many forms; from then on their cards wait, and one person writes.
/// </summary>
internal sealed class Backlog(BenchOptions options, IReadOnlyList<ContenderFixture> fixtures, Action<string> say)
{
    private const int Many = 100;

    // The bot gives up a call that Telegram leaves unanswered for 75 s, and the crowd must be done before that.
    private static readonly TimeSpan HoldDeadline = TimeSpan.FromSeconds(70);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(5);

    private readonly int _cards = options.IsQuick ? 2_000 : 6_000;

    public async Task<IReadOnlyList<Table>> RunAsync(CancellationToken cancellationToken)
    {
        foreach (var fixture in fixtures)
        {
            // Both ways of a card, beside a person and alone, are compiled by a turn that does not count.
            await BesideAsync(fixture, cancellationToken);
            await WarmUp.RunAsync(fixture, 1, options, say, cancellationToken);
        }

        var turns = fixtures.ToDictionary(fixture => fixture, _ => new List<(Alone Without, Beside With)>());
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var fixture in fixtures)
            {
                var without = await AloneAsync(fixture, cancellationToken);
                var with = await BesideAsync(fixture, cancellationToken);
                turns[fixture].Add((without, with));
                say(FormattableString.Invariant(
                    $"round {round}, {fixture.Contender.Name}: {without.UpdatesPerSecond:0} updates/s without, {with.UpdatesPerSecond:0} ")
                    + FormattableString.Invariant($"beside {with.Waiting} cards, of which {with.CardsPerSecond:0} a second were sent"));
            }
        }

        return
        [
            new Table(
                FormattableString.Invariant($"One person beside a backlog of {_cards:N0} cards"),
                ["Contender", "Updates/s", "without", "ratio", "Reply p99", "without", "Cards/s meanwhile", "Cards/s afterwards"],
                [.. fixtures.Select(fixture => Row(fixture.Contender.Name, turns[fixture]))])
            {
                Note = "Medians of the rounds; the ratio is the median of the rounds' ratios.",
            },
        ];
    }

    private static IReadOnlyList<string> Row(string name, List<(Alone Without, Beside With)> turns)
    {
        return
        [
            name, Of(turn => turn.With.UpdatesPerSecond, "0"), Of(turn => turn.Without.UpdatesPerSecond, "0"),
            Of(turn => turn.With.UpdatesPerSecond / turn.Without.UpdatesPerSecond, "0.00"),
            Of(turn => turn.With.Slowest.TotalMilliseconds, "0.0 ms"), Of(turn => turn.Without.Slowest.TotalMilliseconds, "0.0 ms"),
            Of(turn => turn.With.CardsPerSecond, "0"), Of(turn => turn.With.CardsPerSecondAfterwards, "0"),
        ];

        string Of(Func<(Alone Without, Beside With), double> figure, string format) =>
            Statistics.Median([.. turns.Select(figure)]).ToString(format, CultureInfo.InvariantCulture);
    }

    private async Task<Alone> AloneAsync(ContenderFixture fixture, CancellationToken cancellationToken)
    {
        var person = new Crowd(fixture.Clients(1));
        var cards = fixture.Cards;
        var (elapsed, updates) = await WriteAsync(person, () => false, cancellationToken);
        await fixture.WaitForCardsAsync(cards + person.Forms, cancellationToken);
        return new Alone(updates / elapsed.TotalSeconds, Statistics.Percentile(person.Waits, 0.99));
    }

    private async Task<Beside> BesideAsync(ContenderFixture fixture, CancellationToken cancellationToken)
    {
        var cards = fixture.Cards;
        var hold = fixture.Telegram.Faults.Inject(Fault.Stall() with { Method = "sendMessage", ChatId = fixture.Manager.Chat.ChatId });
        var crowd = await OweAsync(fixture, cancellationToken);
        hold.Release();

        var person = new Crowd(fixture.Clients(1));
        var owed = cards + crowd;
        var (elapsed, updates) = await WriteAsync(person, () => fixture.Cards >= owed, cancellationToken);
        var sent = fixture.Cards - cards;
        var left = owed + person.Forms - fixture.Cards;
        var began = Stopwatch.GetTimestamp();
        await fixture.WaitForCardsAsync(owed + person.Forms, cancellationToken);
        return new Beside(
            crowd, updates / elapsed.TotalSeconds, Statistics.Percentile(person.Waits, 0.99), sent / elapsed.TotalSeconds,
            left / Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    /// <returns>The number of forms that the crowd has sent.</returns>
    private async Task<long> OweAsync(ContenderFixture fixture, CancellationToken cancellationToken)
    {
        var crowd = new Crowd(fixture.Clients(Many));
        using var closing = new CancellationTokenSource(HoldDeadline);
        var writing = crowd.RunAsync(closing.Token, cancellationToken);
        using var looks = new PeriodicTimer(LookInterval);
        while (crowd.Forms < _cards && !writing.IsCompleted)
            await looks.WaitForNextTickAsync(cancellationToken);
        await closing.CancelAsync();
        await writing;
        if (crowd.Forms < _cards)
            say($"{fixture.Contender.Name}: the crowd sent only {crowd.Forms} forms within {HoldDeadline.TotalSeconds:0} s");
        return crowd.Forms;
    }

    /// <summary>Lets one person write for a while, or until no card of the backlog waits any more.</summary>
    private async Task<(TimeSpan Elapsed, long Updates)> WriteAsync(
        Crowd person, Func<bool> isOver, CancellationToken cancellationToken)
    {
        using var closing = new CancellationTokenSource();
        var began = Stopwatch.GetTimestamp();
        var writing = person.RunAsync(closing.Token, cancellationToken);
        using var looks = new PeriodicTimer(LookInterval);
        while (Stopwatch.GetElapsedTime(began) < options.Short(6) && !isOver() && !writing.IsCompleted)
            await looks.WaitForNextTickAsync(cancellationToken);
        var (elapsed, updates) = (Stopwatch.GetElapsedTime(began), person.Updates);
        await closing.CancelAsync();
        await writing;
        return (elapsed, updates);
    }

    private sealed record Alone(double UpdatesPerSecond, TimeSpan Slowest);

    private sealed record Beside(
        long Waiting, double UpdatesPerSecond, TimeSpan Slowest, double CardsPerSecond, double CardsPerSecondAfterwards);
}
