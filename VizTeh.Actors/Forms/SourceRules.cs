using VizTeh.Actors.Questions;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Forms;

/// <summary>The source of a ticket: the payload of the link by which the client came. Pure.</summary>
internal static class SourceRules
{
    /// <summary>The decision, with the event that keeps the source that the input brings, if it is not held already.</summary>
    public static Decision Noted(Decision decision, ClientInput input, FormContext context) =>
        decision.Event is null && In(input, context) is { } source && source != context.Source
            ? decision with { Event = new ConversationEvent.SourceNoted(context.UpdateId, context.At, source) }
            : decision;

    /// <summary>The source that an input brings; null for none.</summary>
    public static string? In(ClientInput input, FormContext context) =>
        context.Company.Source && input is ClientInput.Text
            && ClientIntent.Of(input, context.Texts) is ClientIntent.Start { Payload: { } payload }
            ? payload
            : null;

    /// <summary>The answers that the held source gives in place of the client, as <c>vizteh.sources</c> says.</summary>
    public static IReadOnlyList<Answer> Chosen(FormContext context) =>
        context.Source is { } source && context.Company.Sources.TryGetValue(source, out var choices)
            ?
            [
                .. context.Questions.Questions.Where(question => choices.ContainsKey(question.Id))
                    .Select(question => new Answer(question, choices[question.Id])),
            ]
            : [];
}
