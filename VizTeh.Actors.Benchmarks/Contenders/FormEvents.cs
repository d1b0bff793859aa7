using VizTeh.Actors.Forms;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Sandbox.Clients;

namespace VizTeh.Actors.Benchmarks.Contenders;

/// <summary>The events of a form in progress.</summary>
internal static class FormEvents
{
    /// <param name="answers">The number of answered questions.</param>
    /// <param name="firstUpdate">The update that began the form; each answer came with the next one.</param>
    public static ConversationEvent[] UpTo(int answers, Guid formId, DateTimeOffset at, long firstUpdate) =>
    [
        new ConversationEvent.Started(firstUpdate, at, formId, FormQuestions.InOrder[0].Field),
        .. FormQuestions.InOrder.Take(answers).Select((question, place) => new ConversationEvent.Answered(
            firstUpdate + 1 + place, at, question.Field, FormScript.Questions[place].Answers[0], FormQuestions.Next(question.Field))),
    ];
}
