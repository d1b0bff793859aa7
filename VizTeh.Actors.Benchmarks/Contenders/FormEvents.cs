using VizTeh.Actors.Forms;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Sandbox.Clients;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Benchmarks.Contenders;

/// <summary>The events of a form that was begun, by the form as shipped.</summary>
internal static class FormEvents
{
    public static readonly FormDefinition Form = HoconFile.Load(HoconFile.DefaultPath).Company.Form;

    /// <param name="answers">How many questions are answered.</param>
    /// <param name="firstUpdate">The update that began it; each answer came with the next one.</param>
    public static ConversationEvent[] UpTo(int answers, Guid formId, DateTimeOffset at, long firstUpdate) =>
    [
        new ConversationEvent.Started(firstUpdate, at, formId, Form.Questions[0]),
        .. Form.Questions.Take(answers).Select((question, place) => new ConversationEvent.Answered(
            firstUpdate + 1 + place, at, new Answer(question, FormScript.Questions[place].Answers[0]),
            Form.Questions.ElementAtOrDefault(place + 1))),
    ];
}
