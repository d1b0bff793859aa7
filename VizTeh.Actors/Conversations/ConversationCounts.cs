using VizTeh.Actors.Forms;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Reports;
using VizTeh.Actors.Telemetry;

namespace VizTeh.Actors.Conversations;

/// <summary>Counts forms and tickets by the events of conversations.</summary>
/// <param name="form">The configured form, whose questions are told apart.</param>
internal sealed class ConversationCounts(BotMetrics metrics, FormDefinition form)
{
    /// <summary>An event is stored.</summary>
    /// <param name="before">The form before the event.</param>
    public void On(ConversationEvent happened, Form before)
    {
        switch (happened)
        {
            case ConversationEvent.Started:
                metrics.FormBegun();
                break;
            case ConversationEvent.Submitted:
                metrics.FormFinished();
                break;
            // A form that expired was counted when its first look found it left.
            case ConversationEvent.Cancelled { IsExpired: false } when before is Form.Draft draft:
                Left(FormLookRules.QuestionOf(draft), MetricLabels.Cancelled);
                break;
            case ConversationEvent.TicketCreated:
                metrics.TicketChanged(MetricLabels.Created);
                break;
        }
    }

    /// <param name="question">A question of any form that was ever configured.</param>
    public void Left(string question, string how) => metrics.FormLeft(
        question == LeftForm.AtReview || form.Find(question) is not null ? question : MetricLabels.Other, how);
}
