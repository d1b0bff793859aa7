using Microsoft.Extensions.Time.Testing;
using VizTeh.Actors.Operations.Alerts;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tests.Operations;

/// <summary>When an alert is sent, repeated, and told to be over: over hours, without a clock.</summary>
public sealed class AlertRulesTests
{
    private static readonly AlertThresholds Thresholds = AlertThresholds.Shipped;
    private static readonly Finding Wrong = new(Condition.Wrong, TimeSpan.FromMinutes(1));

    private AlertState _state = new(AlertKind.Database);

    [Fact]
    public void An_outage_is_told_once_an_hour_while_it_lasts_and_its_end_once()
    {
        Assert.Equal(
            [(0, AlertStep.Say), (60, AlertStep.Say), (120, AlertStep.Say), (153, AlertStep.SayOver)],
            Minutes(0, 300, minute => minute < 150 ? Wrong : Finding.Fine));
    }

    [Fact]
    public void What_was_not_told_of_is_not_told_to_be_over()
    {
        Assert.Empty(Minutes(0, 60, minute => minute < 5 ? Finding.Doubtful : Finding.Fine));
    }

    [Fact]
    public void Flapping_is_one_alert_and_one_end()
    {
        Assert.Equal(
            [(0, AlertStep.Say), (43, AlertStep.SayOver)],
            Minutes(0, 300, minute => minute < 40 ? (minute % 3 == 0 ? Wrong : Finding.Fine) : Finding.Fine));
    }

    [Fact]
    public void A_second_outage_within_the_hour_waits_for_the_hour_to_end_and_is_not_told_at_all_if_it_is_over_by_then()
    {
        Assert.Equal(
            [(0, AlertStep.Say), (5, AlertStep.SayOver)],
            Minutes(0, 300, minute => minute is < 2 or (>= 20 and < 40) ? Wrong : Finding.Fine));

        _state = new(AlertKind.Database);
        Assert.Equal(
            [(0, AlertStep.Say), (5, AlertStep.SayOver), (60, AlertStep.Say), (73, AlertStep.SayOver)],
            Minutes(0, 300, minute => minute is < 2 or (>= 20 and < 70) ? Wrong : Finding.Fine));
    }

    [Fact]
    public void What_is_not_known_neither_begins_nor_ends_anything()
    {
        Assert.Equal(
            [(0, AlertStep.Say), (33, AlertStep.SayOver)],
            Minutes(0, 100, minute => minute == 0 ? Wrong : minute < 30 && minute % 2 == 1 ? Finding.Doubtful : Finding.Fine));
    }

    [Fact]
    public void What_ends_only_by_hand_is_told_again_only_when_more_has_come()
    {
        static Finding Aside(long newest) => new(Condition.Wrong) { Updates = 1, Mark = newest };

        Assert.Equal(
            [(0, AlertStep.Say), (60, AlertStep.Say), (1_003, AlertStep.SayOver)],
            Minutes(0, 2_000, minute => minute < 10 ? Aside(1) : minute < 1_000 ? Aside(2) : Finding.Fine));
    }

    [Fact]
    public void An_alert_that_reached_nobody_is_due_again_at_once()
    {
        var (state, step) = AlertRules.Next(_state, Wrong, TimeSpan.Zero, Thresholds);
        Assert.Equal(AlertStep.Say, step);

        Assert.Equal(AlertStep.Say, AlertRules.Next(state, Wrong, TimeSpan.FromSeconds(5), Thresholds).Step);
    }

    [Fact]
    public void The_end_tells_how_long_it_lasted_until_all_was_well()
    {
        Minutes(0, 30, minute => minute < 20 ? Wrong : Finding.Fine, say: false);

        // It had lasted a minute when the first finding was made.
        Assert.Equal(TimeSpan.FromMinutes(21), AlertRules.Lasted(_state, TimeSpan.FromMinutes(30)));
    }

    [Fact]
    public void A_process_that_starts_in_the_middle_goes_on_from_what_is_stored()
    {
        var stored = new SaidAlert(AlertKind.Database, SaidAgo: TimeSpan.FromMinutes(50), BeganAgo: TimeSpan.FromHours(3), Mark: 7);
        _state = AlertRules.Merged(_state, stored, TimeSpan.Zero);

        Assert.Equal(
            [(10, AlertStep.Say), (23, AlertStep.SayOver)], Minutes(0, 100, minute => minute < 20 ? Wrong : Finding.Fine));
    }

    [Fact]
    public void A_threshold_is_measured_from_the_first_failure_to_the_last_one_and_not_while_nobody_tries()
    {
        var clock = new FakeTimeProvider();
        var reach = new Reach(clock);
        Assert.Equal(Condition.Doubtful, Findings.OfDatabase(reach.Last, Thresholds).Condition);

        reach.Failed();
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(Condition.Doubtful, Findings.OfDatabase(reach.Last, Thresholds).Condition);

        reach.Failed();
        Assert.Equal(new Finding(Condition.Wrong, TimeSpan.FromHours(1)), Findings.OfDatabase(reach.Last, Thresholds));

        reach.Reached();
        Assert.Equal(Finding.Fine, Findings.OfDatabase(reach.Last, Thresholds));
        reach.Failed();
        Assert.Equal(Condition.Doubtful, Findings.OfDatabase(reach.Last, Thresholds).Condition);
        reach.Forget();
        Assert.Null(reach.Last);
    }

    [Fact]
    public void A_token_that_is_refused_once_is_refused()
    {
        Assert.Equal(Condition.Wrong, Findings.OfToken(new ReachReport(IsAway: true, TimeSpan.Zero)).Condition);
        Assert.Equal(Condition.Fine, Findings.OfToken(new ReachReport(IsAway: false, TimeSpan.Zero)).Condition);
        Assert.Equal(Condition.Doubtful, Findings.OfToken(null).Condition);
    }

    [Fact]
    public void A_queue_that_moves_is_no_trouble_while_nothing_in_it_is_very_late()
    {
        var telegram = new ReachReport(IsAway: false, TimeSpan.Zero);

        Assert.Equal(Condition.Fine, Findings.OfOutbox(Late(), null, telegram, Thresholds).Condition);
        Assert.Equal(Condition.Doubtful, Findings.OfOutbox(Late(1), null, telegram, Thresholds).Condition);
        Assert.Equal(Condition.Doubtful, Findings.OfOutbox(Late(2), Late(1), telegram, Thresholds).Condition);

        var stuck = Findings.OfOutbox(Late(2, 5, 7), Late(2, 4, 7), telegram, Thresholds);
        Assert.Equal((Condition.Wrong, TimeSpan.FromMinutes(7), 2), (stuck.Condition, stuck.For, stuck.Chats));
    }

    [Fact]
    public void A_queue_that_moves_is_in_trouble_when_its_oldest_message_waits_six_times_as_long_as_is_allowed()
    {
        var telegram = new ReachReport(IsAway: false, TimeSpan.Zero);

        Assert.Equal(Condition.Doubtful, Findings.OfOutbox(Queue(9, 29), Queue(1, 28), telegram, Thresholds).Condition);
        Assert.Equal(
            new Finding(Condition.Wrong, TimeSpan.FromMinutes(30)) { Chats = 1, Messages = 600, IsMoving = true },
            Findings.OfOutbox(Queue(9, 30, messages: 600), Queue(1, 29), telegram, Thresholds));
        // Nobody knows whether it moves: after an outage of the program, say.
        Assert.Equal(Condition.Doubtful, Findings.OfOutbox(Queue(9, 60), null, telegram, Thresholds).Condition);
        Assert.Equal(Condition.Doubtful, Findings.OfOutbox(Queue(9, 60), Late(7), telegram, Thresholds).Condition);
        // One that does not move is the worse news.
        Assert.False(Findings.OfOutbox(Queue(9, 60), Queue(9, 59), telegram, Thresholds).IsMoving);
        Assert.Equal(
            Condition.Doubtful,
            Findings.OfOutbox(Queue(9, 60), Queue(1, 59), telegram, Thresholds with { Outbox = TimeSpan.FromMinutes(11) }).Condition);
    }

    [Fact]
    public void While_telegram_is_away_nothing_is_said_of_the_queue_and_without_a_look_nothing_is_known()
    {
        var away = new ReachReport(IsAway: true, TimeSpan.Zero);
        Assert.Equal(Condition.Doubtful, Findings.OfOutbox(Late(2), Late(2), away, Thresholds).Condition);
        Assert.Equal(Condition.Doubtful, Findings.OfOutbox(Queue(2, 60), Queue(1, 59), away, Thresholds).Condition);
        Assert.Equal(Condition.Doubtful, Findings.OfOutbox(null, Late(2), null, Thresholds).Condition);
        Assert.Equal(Condition.Doubtful, Findings.OfSetAside(null).Condition);
    }

    [Fact]
    public void Every_kind_has_a_name_that_is_stored_for_ever()
    {
        Assert.Equal(["database", "writes", "outbox", "set-aside", "telegram", "token"], AlertKinds.All.Select(AlertKinds.NameOf));
        Assert.Equal(Enum.GetValues<AlertKind>(), AlertKinds.All);
        Assert.All(AlertKinds.All, kind => Assert.Equal(kind, AlertKinds.Named(AlertKinds.NameOf(kind))));
        Assert.Null(AlertKinds.Named("of-a-later-version"));
    }

    // The id of a row is its chat and the minutes that it waits.
    private static QueueLook Late(params long[] ids) =>
        new(0, 0, 0, [.. ids.Select(id => new LateRow(id, id, TimeSpan.FromMinutes(id)))], [], []);

    private static QueueLook Queue(long first, int minutes, long messages = 1) =>
        new(0, 0, 0, [new LateRow(first, ChatId: -5, TimeSpan.FromMinutes(minutes), messages)], [], []);

    /// <summary>A finding each minute; whatever is due is sent.</summary>
    /// <returns>What was sent, and when.</returns>
    private List<(int Minute, AlertStep Step)> Minutes(int from, int to, Func<int, Finding> found, bool say = true)
    {
        var said = new List<(int, AlertStep)>();
        var isFirst = true;
        for (var minute = from; minute < to; minute++)
        {
            var now = TimeSpan.FromMinutes(minute);
            var (state, step) = AlertRules.Next(_state, found(minute), now, Thresholds);
            _state = state;
            if (step == AlertStep.None || !(say || isFirst))
                continue;
            isFirst = false;
            said.Add((minute, step));
            _state = AlertRules.Said(state, step, found(minute), now);
        }

        return said;
    }
}
