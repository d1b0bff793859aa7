using VizTeh.Actors.Conversations;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Telemetry;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Conversations;

/// <summary>What the events of a conversation count as.</summary>
public sealed class ConversationCountsTests : IDisposable
{
    private static readonly FormDefinition Form = ShippedForm.Definition;

    private readonly RecordedTelemetry _recorded = new(RecordedTelemetry.Alone());
    private readonly ConversationCounts _counts;

    public ConversationCountsTests() => _counts = new ConversationCounts(_recorded.Telemetry.Metrics, Form);

    public void Dispose() => _recorded.Dispose();

    [Fact]
    public void A_form_that_its_client_cancels_is_left_at_the_question_that_was_open()
    {
        _counts.On(new ConversationEvent.Cancelled(1, default), Asking(Form.Questions[1]));

        Assert.Equal(1, _recorded[$"vizteh.forms.left{{question={Form.Questions[1].Id},how=cancelled}}"]);
    }

    [Fact]
    public void A_form_that_is_cancelled_at_its_review_is_left_there()
    {
        _counts.On(new ConversationEvent.Cancelled(1, default), new Form.Reviewing(Guid.NewGuid(), Answers.None, 0));

        Assert.Equal(1, _recorded["vizteh.forms.left{question=review,how=cancelled}"]);
    }

    [Fact]
    public void A_question_that_is_no_longer_configured_is_no_label_of_its_own()
    {
        _counts.On(new ConversationEvent.Cancelled(1, default), Asking(Form.Questions[0] with { Id = "of_last_year" }));
        _counts.Left("anything", MetricLabels.Idle);

        Assert.Equal(
            ["vizteh.forms.left{question=other,how=cancelled}", "vizteh.forms.left{question=other,how=idle}"],
            _recorded.Series.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_form_that_expired_is_not_counted_a_second_time()
    {
        _counts.On(new ConversationEvent.Cancelled(1, default, IsExpired: true), Asking(Form.Questions[0]));

        Assert.Empty(_recorded.Series);
    }

    private static Form.Asking Asking(Question question) => new(Guid.NewGuid(), question, Answers.None, ForReview: false, Revision: 0);
}
