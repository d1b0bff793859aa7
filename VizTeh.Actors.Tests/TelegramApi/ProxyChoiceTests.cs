using VizTeh.Actors.Reliability;
using VizTeh.Actors.TelegramApi;

namespace VizTeh.Actors.Tests.TelegramApi;

/// <summary>When an entry of PROXY is given up, and for which.</summary>
public sealed class ProxyChoiceTests
{
    private const string Refused = "connection refused";

    private static readonly TimeSpan Short = TimeSpan.Zero;
    private static readonly Backoff Rounds = new(Seconds(1), Seconds(8));

    [Fact]
    public void Three_failures_in_a_row_lead_to_the_next_entry()
    {
        var choice = Of(3);

        Assert.Null(Fail(choice));
        Assert.Null(Fail(choice));
        Assert.Equal(new ProxyMove(0, 1, Refused, AllFailed: false), Fail(choice));
        Assert.Equal(1, choice.Current);
    }

    [Fact]
    public void An_answer_in_between_starts_the_count_again()
    {
        var choice = Of(2);

        Fail(choice);
        Fail(choice);
        Answer(choice);
        Fail(choice);
        Fail(choice);

        Assert.Equal(0, choice.Current);
    }

    [Fact]
    public void A_call_whose_caller_no_longer_waits_is_no_failure()
    {
        var choice = Of(2);
        for (var times = 0; times < 10; times++)
            Assert.Null(choice.Abandoned(choice.Begin(Short, Seconds(times)), Seconds(times)));

        Fail(choice, at: 20);
        Fail(choice, at: 20);

        Assert.Equal(0, choice.Current);
    }

    [Fact]
    public void Of_thirty_calls_that_fail_at_once_the_late_ones_do_not_move_the_choice_again()
    {
        var choice = Of(3);
        var calls = Enumerable.Range(0, 30).Select(_ => choice.Begin(Short, Seconds(0))).ToArray();

        var moves = calls.Select(call => choice.Failed(call, Refused, Seconds(1))).OfType<ProxyMove>().ToArray();

        Assert.Equal(new ProxyMove(0, 1, Refused, AllFailed: false), Assert.Single(moves));
    }

    [Fact]
    public void What_comes_late_through_a_former_entry_says_nothing_about_the_present_one()
    {
        var choice = Of(2);
        var late = Enumerable.Range(0, 4).Select(_ => choice.Begin(Short, Seconds(0))).ToArray();
        foreach (var _ in Enumerable.Range(0, 3))
            Fail(choice);
        Fail(choice);
        Fail(choice);

        choice.Answered(late[0], Seconds(2));
        Assert.Null(choice.Failed(late[1], Refused, Seconds(2)));
        Assert.Null(choice.Abandoned(late[2], Seconds(500)));

        Assert.NotNull(Fail(choice, at: 500));
    }

    [Fact]
    public void Half_a_minute_without_an_answer_to_a_short_call_leads_to_the_next_entry()
    {
        var choice = Of(2);
        choice.Begin(Short, Seconds(10));

        Assert.Equal(Seconds(40), choice.GivesUpAt);
        Assert.Null(choice.TimePassed(Seconds(39)));
        Assert.Equal(new ProxyMove(0, 1, "no answer for 30 s", AllFailed: false), choice.TimePassed(Seconds(40)));
        Assert.Null(choice.GivesUpAt);
    }

    [Fact]
    public void A_long_poll_is_waited_for_from_the_moment_its_answer_is_due()
    {
        var choice = Of(2);
        choice.Begin(Seconds(50), Seconds(0));

        Assert.Equal(Seconds(80), choice.GivesUpAt);
        Assert.Null(choice.TimePassed(Seconds(79)));
        Assert.NotNull(choice.TimePassed(Seconds(80)));
    }

    [Fact]
    public void A_poll_that_is_answered_shows_that_a_slow_send_is_telegrams_own()
    {
        var choice = Of(2);
        choice.Begin(Short, Seconds(0));
        choice.Answered(choice.Begin(Seconds(25), Seconds(0)), Seconds(25));

        Assert.Equal(Seconds(55), choice.GivesUpAt);
        Assert.Null(choice.TimePassed(Seconds(54)));
        Assert.NotNull(choice.TimePassed(Seconds(55)));
    }

    [Fact]
    public void Waits_of_calls_that_were_given_up_earlier_add_up()
    {
        var choice = Of(2);
        Assert.Null(choice.Abandoned(choice.Begin(Short, Seconds(0)), Seconds(20)));

        choice.Begin(Short, Seconds(600));

        Assert.Equal(Seconds(610), choice.GivesUpAt);
        Assert.NotNull(choice.TimePassed(Seconds(610)));
    }

    [Fact]
    public void Waits_of_calls_beside_each_other_count_once()
    {
        var choice = Of(2);
        for (var second = 0; second < 29; second++)
            choice.Begin(Short, Seconds(second));

        Assert.Equal(Seconds(30), choice.GivesUpAt);
    }

    [Fact]
    public void Without_a_call_time_means_nothing()
    {
        var choice = Of(2);
        Answer(choice);

        Assert.Null(choice.GivesUpAt);
        Assert.Null(choice.TimePassed(Seconds(100_000)));
    }

    [Fact]
    public void The_last_entry_is_followed_by_the_first()
    {
        var choice = Of(3);
        Lead(choice, to: 2);
        Answer(choice);

        Assert.Equal(new ProxyMove(2, 0, Refused, AllFailed: false), FailThrice(choice));
    }

    [Fact]
    public void When_every_entry_has_failed_each_gets_a_single_try_and_the_moves_are_slowed_down()
    {
        var choice = Of(3);
        Lead(choice, to: 2);
        var last = FailThrice(choice);

        Assert.Equal(new ProxyMove(2, 0, Refused, AllFailed: true), last);
        Assert.Equal([Refused, Refused, Refused], choice.Faults);
        // Each wait has half of its length at least: 0.5, 1, 2, 4, 4 seconds.
        var moves = 0;
        for (var quarter = 0; quarter < 4 * 60; quarter++)
            moves += Fail(choice, at: quarter / 4.0) is null ? 0 : 1;
        Assert.InRange(moves, 8, 17);
    }

    [Fact]
    public void The_first_answer_ends_an_outage_of_all_and_three_failures_are_needed_again()
    {
        var choice = Of(2);
        Lead(choice, to: 1);
        FailThrice(choice);
        Assert.True(choice.AllFailed);

        Answer(choice, at: 100);

        Assert.False(choice.AllFailed);
        Assert.Null(Fail(choice, at: 101));
        Assert.Null(Fail(choice, at: 101));
        Assert.NotNull(Fail(choice, at: 101));
    }

    [Fact]
    public void In_an_outage_of_all_silence_waits_for_the_slowed_down_move_too()
    {
        var choice = new ProxyChoice(1, Seconds(1), new Backoff(Seconds(100), Seconds(100)), new Random(1));
        FailThrice(choice);
        choice.Begin(Short, Seconds(0));

        var at = choice.GivesUpAt;

        Assert.InRange(at!.Value, Seconds(50), Seconds(100));
        Assert.Null(choice.TimePassed(at.Value - Seconds(1)));
        Assert.NotNull(choice.TimePassed(at.Value));
    }

    [Fact]
    public void A_single_entry_is_tried_for_ever()
    {
        var choice = Of(1);

        Assert.Equal(new ProxyMove(0, 0, Refused, AllFailed: true), FailThrice(choice));
        Assert.Equal(0, choice.Current);
    }

    [Fact]
    public void The_first_entry_is_used_again_as_soon_as_it_works()
    {
        var choice = Of(3);
        Lead(choice, to: 2);
        var standing = choice.Begin(Short, Seconds(0));

        Assert.Equal(new ProxyMove(2, 0, Fault: null, AllFailed: false), choice.FirstWorks(Seconds(300)));

        Assert.Equal(0, choice.Current);
        Assert.Null(choice.GivesUpAt);
        Assert.Null(choice.Failed(standing, Refused, Seconds(301)));
        Assert.Null(choice.FirstWorks(Seconds(600)));
        Assert.Equal(new ProxyMove(0, 1, Refused, AllFailed: false), FailThrice(choice));
    }

    private static ProxyChoice Of(int count) => new(count, Seconds(30), Rounds, new Random(1));

    private static ProxyMove? Fail(ProxyChoice choice, double at = 0) =>
        choice.Failed(choice.Begin(Short, Seconds(at)), Refused, Seconds(at));

    private static ProxyMove? FailThrice(ProxyChoice choice)
    {
        Fail(choice);
        Fail(choice);
        return Fail(choice);
    }

    private static void Lead(ProxyChoice choice, int to)
    {
        while (choice.Current != to)
            Fail(choice);
    }

    private static void Answer(ProxyChoice choice, double at = 0) => choice.Answered(choice.Begin(Short, Seconds(at)), Seconds(at));

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
