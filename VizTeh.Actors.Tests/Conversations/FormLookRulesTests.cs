using VizTeh.Actors.Conversations;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Forms;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Conversations;

/// <summary>Whether a client is reminded of an open form, as it is decided at the moment itself.</summary>
public sealed class FormLookRulesTests
{
    private static readonly Guid FormId = Guid.Parse("00000000-0000-4000-8000-000000000001");
    private static readonly ReminderSettings Usual = Dialogue.Firm.Reminder;

    // An hour of a day in Moscow.
    private static readonly DateTimeOffset Midnight = new(2027, 3, 1, 0, 0, 0, TimeSpan.FromHours(3));

    [Fact]
    public void A_client_is_reminded_three_hours_after_the_last_input()
    {
        var asked = At(10);

        Assert.Equal((null, FormLook.Later, At(13)), Look(Open(asked), At(12.9)));
        var (happened, outcome, next) = Look(Open(asked), At(13));

        Assert.Equal(new ConversationEvent.Reminded(1, At(13), FormId), happened);
        Assert.Equal((FormLook.Remind, asked.AddDays(30)), (outcome, next));
    }

    [Theory]
    [InlineData(17.9, 20.9)]
    [InlineData(18.1, 33)]
    [InlineData(23, 33)]
    [InlineData(25, 33)]
    [InlineData(30.5, 33.5)]
    public void A_reminder_waits_for_the_hours_in_which_a_client_may_be_written_to(double lastInput, double due)
    {
        Assert.Equal((null, FormLook.Later, At(due)), Look(Open(At(lastInput)), At(due - 0.01)));
        Assert.Equal(FormLook.Remind, Look(Open(At(lastInput)), At(due)).Outcome);
    }

    [Fact]
    public void A_look_that_comes_late_and_outside_of_the_hours_waits_for_the_morning()
    {
        var conversation = Open(At(17));

        Assert.Equal((null, FormLook.Later, At(33)), Look(conversation, At(21.5)));
        Assert.Equal(FormLook.Remind, Look(conversation, At(33)).Outcome);
    }

    [Theory]
    [InlineData(36.9, FormLook.Remind)]
    [InlineData(37.1, FormLook.NoReminder)]
    public void A_reminder_that_is_late_by_more_than_a_day_is_dropped(double now, FormLook outcome) =>
        Assert.Equal(outcome, Look(Open(At(10)), At(now)).Outcome);

    [Fact]
    public void An_input_that_only_the_row_or_only_the_process_knows_of_counts_too()
    {
        var conversation = Open(At(10));

        Assert.Equal((null, FormLook.Later, At(14)), Look(conversation, At(13.5), touchedAt: At(11)));
        Assert.Equal((null, FormLook.Later, At(15)), Look(conversation, At(13.5), heardAt: At(12)));
    }

    [Fact]
    public void Nobody_is_reminded_twice_of_one_form()
    {
        var reminded = Open(At(10)).Evolve(new ConversationEvent.Reminded(1, At(13), FormId));

        Assert.Equal((null, FormLook.NoReminder, At(10).AddDays(30)), Look(reminded, At(14), isReminded: true));
        // A crash came before the reminder was owed: its key lets it be owed once.
        Assert.Equal((null, FormLook.Remind, At(10).AddDays(30)), Look(reminded, At(13.1)));
        Assert.Equal(FormLook.NoReminder, Look(reminded, At(37.1)).Outcome);
    }

    [Fact]
    public void Who_came_back_after_the_reminder_is_not_reminded_again()
    {
        var back = Open(At(10)).Evolve(new ConversationEvent.Reminded(1, At(13), FormId))
            .Evolve(ShippedForm.Answered(2, At(13.5), Ids.Name, "Анна"));

        Assert.Equal((null, FormLook.NoReminder, At(13.5).AddDays(30)), Look(back, At(17)));
    }

    [Theory]
    [InlineData(-48)]
    [InlineData(48)]
    public void A_clock_that_jumps_after_the_reminder_brings_no_second_event(double hours) =>
        Assert.Null(Look(Open(At(10)).Evolve(new ConversationEvent.Reminded(1, At(13), FormId)), At(13.2 + hours)).Event);

    [Fact]
    public void A_form_that_is_being_sent_was_sent_or_was_cancelled_brings_no_reminder()
    {
        var sent = Open(At(10)).Evolve(new ConversationEvent.Submitted(2, At(11), FormId, new SentAnswers([], []), null));

        Assert.Equal((null, FormLook.Later, At(16)), Look(sent, At(13)));
        Assert.Equal((null, FormLook.Ended, null), Look(sent.Evolve(new ConversationEvent.TicketCreated(2, At(11), FormId, 1)), At(13)));
        Assert.Equal((null, FormLook.Ended, null), Look(Open(At(10)).Evolve(new ConversationEvent.Cancelled(2, At(11))), At(13)));
        Assert.Equal((null, FormLook.Ended, null), Look(Conversation.New, At(13)));
    }

    [Fact]
    public void A_form_that_another_one_has_replaced_brings_no_reminder()
    {
        var other = Open(At(10)).Evolve(new ConversationEvent.Cancelled(2, At(11))).Evolve(ShippedForm.Started(3, At(11), Guid.NewGuid()));

        Assert.Equal((null, FormLook.Ended, null), Look(other, At(15)));
    }

    [Fact]
    public void A_form_that_was_not_touched_for_thirty_days_is_cancelled_and_the_client_is_told_once_more_after_a_crash()
    {
        var open = Open(At(10));
        var expiry = At(10).AddDays(30);
        Assert.Equal((null, FormLook.NoReminder, expiry), Look(open, expiry.AddHours(-1), isReminded: true));

        var (happened, outcome, at) = Look(open, expiry, isReminded: true);
        Assert.Equal(new ConversationEvent.Cancelled(1, expiry, IsExpired: true), happened);
        Assert.Equal((FormLook.Expired, expiry), (outcome, at));

        var cancelled = open.Evolve(happened!);
        Assert.Equal((null, FormLook.Expired, expiry), Look(cancelled, expiry.AddMinutes(5)));
        // The form cannot be taken up again any more.
        Assert.Equal((null, FormLook.Ended, null), Look(cancelled, expiry.AddDays(2)));
    }

    [Fact]
    public void A_form_that_was_touched_meanwhile_expires_later()
    {
        var touched = Open(At(10)).Evolve(ShippedForm.Answered(2, At(34), Ids.Name, "Анна"));

        Assert.Equal((null, FormLook.NoReminder, At(34).AddDays(30)), Look(touched, At(10).AddDays(30), isReminded: true));
    }

    [Fact]
    public void A_form_is_cancelled_within_the_hours_only()
    {
        var expiry = At(22).AddDays(30);

        Assert.Equal((null, FormLook.Later, At(33).AddDays(30)), Look(Open(At(17)), expiry));
    }

    [Fact]
    public void Each_of_the_two_can_be_switched_off()
    {
        var noReminder = Usual with { After = null };
        var noExpiry = Usual with { ExpiresAfter = null };
        var never = Usual with { After = null, ExpiresAfter = null };

        Assert.Equal((null, FormLook.Later, At(10).AddDays(30)), Look(Open(At(10)), At(14), settings: noReminder));
        // A form that is left is looked at once more, to count it.
        var (_, outcome, last) = Look(Open(At(10)), At(14), settings: noExpiry);
        Assert.Equal((FormLook.Remind, At(10).AddDays(30)), (outcome, last));
        Assert.Equal((null, FormLook.NoReminder, At(10).AddDays(30)), Look(Open(At(10)), At(100), isReminded: true, settings: noExpiry));
        Assert.Equal((null, FormLook.NoReminder, null), Look(Open(At(10)), At(14).AddDays(90), settings: noExpiry));
        Assert.Equal((null, FormLook.NoReminder, null), Look(Open(At(10)), At(14), settings: never));
    }

    [Fact]
    public void A_snapshot_keeps_what_the_decision_needs()
    {
        var open = Open(At(10));
        var reminded = open.Evolve(new ConversationEvent.Reminded(1, At(13), FormId));

        Assert.Equal(Look(open, At(12)), Look(ConversationSnapshot.Of(open).Restore(), At(12)));
        Assert.Equal(Look(reminded, At(13.1)), Look(ConversationSnapshot.Of(reminded).Restore(), At(13.1)));
        var expired = open.Evolve(new ConversationEvent.Cancelled(1, At(20), IsExpired: true));
        Assert.Equal(Look(expired, At(20.1)), Look(ConversationSnapshot.Of(expired).Restore(), At(20.1)));
    }

    private static DateTimeOffset At(double hour) => Midnight.AddHours(hour);

    private static Conversation Open(DateTimeOffset lastInput) => Conversation.New.Evolve(ShippedForm.Started(1, lastInput, FormId));

    [Fact]
    public void A_form_is_left_at_its_question_once_nobody_has_touched_it_for_so_long()
    {
        Assert.Null(QuestionOf(Open(At(10)), At(12.9)));
        Assert.Equal(Ids.Name, QuestionOf(Open(At(10)), At(13)));
        Assert.Equal(Ids.Name, QuestionOf(Open(At(10)), At(13).AddDays(30)));
        Assert.Null(QuestionOf(Conversation.New, At(13)));
    }

    [Fact]
    public void A_form_that_is_left_has_the_moment_of_its_last_input_wherever_that_is_known_from()
    {
        var open = Open(At(10));

        Assert.Equal(At(10), LastInputOf(open, null));
        Assert.Equal(At(11), LastInputOf(open, At(11)));
        Assert.Equal(At(10), LastInputOf(open.Evolve(new ConversationEvent.Cancelled(1, At(20), IsExpired: true)), null));
        Assert.Null(LastInputOf(Conversation.New, null));
    }

    private static DateTimeOffset? LastInputOf(Conversation conversation, DateTimeOffset? heardAt) => FormLookRules.Decide(
        conversation, new LookAtForm(42, FormId, At(0), IsReminded: false, Term: 1), heardAt, At(20.5), Usual).Answer.LastInput;

    private static string? QuestionOf(Conversation conversation, DateTimeOffset now) => FormLookRules.Decide(
        conversation, new LookAtForm(42, FormId, At(0), IsReminded: false, Term: 1), heardAt: null, now, Usual).Answer.Question;

    private static (ConversationEvent? Event, FormLook Outcome, DateTimeOffset? At) Look(
        Conversation conversation, DateTimeOffset now, bool isReminded = false, DateTimeOffset? touchedAt = null,
        DateTimeOffset? heardAt = null, ReminderSettings? settings = null)
    {
        var look = new LookAtForm(42, FormId, touchedAt ?? At(0), isReminded, Term: 1);
        var (happened, answer) = FormLookRules.Decide(conversation, look, heardAt, now, settings ?? Usual);
        Assert.Equal((42, FormId), (answer.UserId, answer.FormId));
        return (happened, answer.Outcome, answer.At);
    }
}
