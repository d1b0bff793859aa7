using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Forms;

/// <summary>Whether Telegram vouches for a number that was typed: only for one that it has vouched for before.</summary>
internal static class VerifiedPhone
{
    /// <param name="answer">What was typed, or kept.</param>
    /// <param name="asking">The question as it was asked, with the present answer.</param>
    public static Answer Marked(Answer answer, Form.Asking asking) =>
        asking.EarlierAnswer is { IsVerified: true } held && held.Value == answer.Value ? answer with { IsVerified = true } : answer;
}
