using System.Collections.Immutable;
using VizTeh.Actors.Sandbox.Clients;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>A form as a client may meet it, and which of its questions comes after which.</summary>
/// <param name="Questions">In the order they are asked.</param>
internal sealed record ScriptedForm(ImmutableArray<ScriptedQuestion> Questions)
{
    /// <summary>The form as shipped.</summary>
    public static ScriptedForm Shipped { get; } = new(FormScript.Questions);

    public ScriptedQuestion? Find(string? id) => Questions.FirstOrDefault(question => question.Id == id);

    /// <summary>
    /// What is asked after an answer: the next question without one, or else a required one before it without one; null for the review.
    /// </summary>
    public ScriptedQuestion? After(string id, TypedForm typed) =>
        Questions.Skip(PlaceOf(id)).FirstOrDefault(question => typed.To(question) is null) ?? FirstMissing(typed);

    /// <summary>The question before this one; null before the first.</summary>
    /// <param name="id">Null, or a question that the form does not have: the last one is returned.</param>
    public ScriptedQuestion? Before(string? id) =>
        Find(id) is null ? Questions[^1] : Questions.ElementAtOrDefault(PlaceOf(id) - 1);

    /// <summary>The first required question without an answer; null when none is missing.</summary>
    public ScriptedQuestion? FirstMissing(TypedForm typed) =>
        Questions.FirstOrDefault(question => !question.IsOptional && typed.To(question) is null or { IsSkipped: true });

    // A question that the form does not have counts as before all others.
    private int PlaceOf(string? id) => Questions.Index().FirstOrDefault(question => question.Item.Id == id).Index;
}
