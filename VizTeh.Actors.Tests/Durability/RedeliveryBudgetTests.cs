using VizTeh.Actors.Sandbox.Durability;

namespace VizTeh.Actors.Tests.Durability;

public sealed class RedeliveryBudgetTests
{
    private const long Chat = 7;

    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    // The second incarnation begins at 10 s, the third at 20 s.
    private static readonly IncarnationRecord[] Incarnations =
        [.. Enumerable.Range(0, 3).Select(index => new IncarnationRecord(index, null, At(index * 10)))];

    [Fact]
    public void One_reply_of_each_chat_may_be_repeated_after_each_death() =>
        Assert.Empty(TooOften([Reply(11), Reply(21), Reply(11) with { Chat = 8 }]));

    [Fact]
    public void Two_replies_after_one_death_are_too_many()
    {
        var broken = Assert.Single(TooOften([Reply(11), Reply(12)]));

        Assert.Contains("chat 7, incarnation 1", broken, StringComparison.Ordinal);
        Assert.Contains("2 repeats, 1 allowed", broken, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nobody_died_and_nothing_was_lost_nothing_may_be_repeated() => Assert.Single(TooOften([Reply(1)]));

    [Fact]
    public void What_a_fault_may_have_lost_excuses_one_repeat_from_then_on()
    {
        Assert.Empty(TooOften([Reply(11), Reply(12)], (Chat, At(5))));
        Assert.Single(TooOften([Reply(11), Reply(12)], (Chat, At(13))));
        Assert.Single(TooOften([Reply(11), Reply(12)], (8, At(5))));
        Assert.Single(TooOften([Reply(11), Reply(12), Reply(21), Reply(22)], (Chat, At(5))));
    }

    // The crash after the first incarnation caused a repeat of the first card only in the third, after the excuse.
    [Fact]
    public void An_excuse_that_is_used_up_is_not_asked_for_again() =>
        Assert.Empty(TooOften([Card(22, takenAt: 9), Card(22, takenAt: 9.5), Card(21, takenAt: 11)], (Chat, At(21.5))));

    [Fact]
    public void Cards_that_were_taken_within_the_same_moment_may_all_be_repeated_after_one_death() =>
        Assert.Empty(TooOften([Card(11, takenAt: 9.9), Card(11.5, takenAt: 9.91), Card(12, takenAt: 9.96)]));

    [Fact]
    public void A_card_counts_for_the_death_after_it_was_taken_though_the_next_life_died_before_its_turn_came() =>
        Assert.Empty(TooOften([Card(11, takenAt: 9.9), Card(21, takenAt: 11), Card(21.1, takenAt: 9.95)]));

    [Fact]
    public void Cards_that_were_taken_one_long_after_the_other_are_too_many() =>
        Assert.Single(TooOften([Card(11, takenAt: 9), Card(12, takenAt: 9.9)]));

    private static List<string> TooOften(Repeat[] repeats, params (long Chat, DateTimeOffset At)[] excuses) =>
        RedeliveryBudget.TooOften(repeats, excuses, Incarnations);

    private static Repeat Reply(double at) => new(Chat, At(at), "Как к вам обращаться?");

    private static Repeat Card(double at, double takenAt) => new(Chat, At(at), "card of ticket 17", At(takenAt));

    private static DateTimeOffset At(double seconds) => Noon.AddSeconds(seconds);
}
