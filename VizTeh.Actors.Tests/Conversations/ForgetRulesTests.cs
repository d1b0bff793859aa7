using VizTeh.Actors.Clients;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Tests.Forms;

namespace VizTeh.Actors.Tests.Conversations;

/// <summary>When a conversation may be dropped because its time is over, and when the night's work is done.</summary>
public sealed class ForgetRulesTests
{
    private static readonly DateTimeOffset Now = new(2027, 1, 20, 3, 40, 0, TimeSpan.FromHours(3));
    private static readonly TimeZoneInfo Moscow = TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow");

    [Theory]
    [InlineData(0.9, false)]
    [InlineData(1.1, true)]
    public void Whoever_did_something_within_a_day_is_left_alone(double daysAgo, bool may)
    {
        var accepted = new Conversation(new Form.Accepted(Guid.NewGuid(), 7, Now.AddYears(-2)), [1])
        {
            LastInputAt = Now.AddDays(-daysAgo),
        };

        Assert.Equal(may, ForgetRules.MayForget(accepted, null, Now));
        Assert.Equal(may, ForgetRules.MayForget(accepted with { LastInputAt = null }, Now.AddDays(-daysAgo), Now));
    }

    [Theory]
    [InlineData(29, false)]
    [InlineData(31, true)]
    public void A_form_that_is_open_is_left_alone_for_a_month(int daysAgo, bool may)
    {
        var draft = new Conversation(Dialogue.AtReview().Form, [1]) { LastInputAt = Now.AddDays(-daysAgo) };

        Assert.Equal(may, ForgetRules.MayForget(draft, null, Now));
    }

    [Fact]
    public void A_form_that_is_being_sent_and_an_erasure_under_way_are_left_alone_however_old()
    {
        var sending = new Conversation(
            new Form.Submitting(Guid.NewGuid(), new SentAnswers([], []), null, Now.AddYears(-1)), [1]);
        var erasing = Conversation.New with { Erasure = new Erasure(ErasureStage.Confirmed, 1) };

        Assert.False(ForgetRules.MayForget(sending, null, Now));
        Assert.False(ForgetRules.MayForget(erasing, null, Now));
    }

    [Fact]
    public void After_it_was_dropped_nothing_is_left_to_drop()
    {
        var before = new Conversation(new Form.Accepted(Guid.NewGuid(), 7, Now.AddYears(-2)), [1])
        {
            LastAnswers = new Answers([new Answer("name", "Имя", QuestionKind.Text, "Анна")], []),
        };

        var after = before.Evolve(new ConversationEvent.Erased(1, Now));

        Assert.False(ForgetRules.HoldsNothing(before));
        Assert.True(ForgetRules.HoldsNothing(after));
    }

    [Theory]
    [InlineData("03:30", "2027-01-20")]
    [InlineData("03:41", null)]
    [InlineData("00:40", "2027-01-20")]
    [InlineData("00:39", null)]
    [InlineData("23:30", null)]
    public void The_nights_work_goes_on_for_its_time(string at, string? night) => Assert.Equal(
        night is null ? null : DateOnly.Parse(night, System.Globalization.CultureInfo.InvariantCulture),
        RetentionRules.NightOf(
            Now.AddSeconds(-30), TimeOnly.Parse(at, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromHours(3), Moscow));

    [Fact]
    public void Work_that_begins_in_the_evening_goes_on_after_midnight() => Assert.Equal(
        new DateOnly(2027, 1, 19), RetentionRules.NightOf(Now.AddHours(-3), new TimeOnly(23, 0), TimeSpan.FromHours(3), Moscow));
}
