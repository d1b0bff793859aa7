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
    /// What is asked after an answer: the next question without one, or else one before it that is missing; null for the review.
    /// </summary>
    public ScriptedQuestion? After(string id, TypedForm typed) =>
        Questions.Skip(PlaceOf(id)).FirstOrDefault(question => Applies(question, typed) && typed.To(question) is null)
        ?? FirstMissing(typed);

    /// <summary>The question before this one; null before the first.</summary>
    /// <param name="id">Null for the review. Before a question that the form does not have comes the last one with an answer.</param>
    public ScriptedQuestion? Before(string? id, TypedForm typed)
    {
        var asked = Questions.Where(question => Applies(question, typed));
        return id is null ? asked.Last()
            : Find(id) is null ? asked.LastOrDefault(question => typed.To(question) is not null)
            : asked.LastOrDefault(question => PlaceOf(question.Id) < PlaceOf(id));
    }

    /// <summary>
    /// The first question that is required and has no answer, or whose answer is of another kind; null when none is missing.
    /// </summary>
    public ScriptedQuestion? FirstMissing(TypedForm typed) => Questions.FirstOrDefault(question => Applies(question, typed)
        && (question.IsOptional
            ? typed.To(question) is null && typed.Newest(question.Id) is { IsSkipped: false }
            : typed.To(question) is null or { IsSkipped: true }));

    private bool Applies(ScriptedQuestion question, TypedForm typed) =>
        question.AfterYesTo is not { } id || (Find(id) is { } asked && Applies(asked, typed) && typed.To(asked)?.Value == TypedForm.Yes);

    // A question that the form does not have counts as before all others.
    private int PlaceOf(string? id) => Questions.Index().FirstOrDefault(question => question.Item.Id == id).Index;
}
