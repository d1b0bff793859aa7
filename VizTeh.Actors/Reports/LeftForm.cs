namespace VizTeh.Actors.Reports;

/// <summary>Where a client left a form: nothing that tells of the client.</summary>
/// <param name="Question">The id of the open question, or <see cref="AtReview"/>.</param>
/// <param name="Day">The day of the last input, by the firm's clock.</param>
internal sealed record LeftForm(string Question, DateOnly Day)
{
    /// <summary>Stands for the review, in which no question is open. No question of that id is told apart from it.</summary>
    public const string AtReview = "review";
}
