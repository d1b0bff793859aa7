using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Forms;

/// <summary>Whether Telegram vouches for a number that was typed: only for one that it has vouched for before.</summary>
internal static class VerifiedPhone
{
    /// <param name="answer">What was typed, or kept.</param>
    /// <param name="asking">The question as it was asked, with the present answer.</param>
    public static Answer Marked(Answer answer, Form.Asking asking, FormContext context)
    {
        return IsSame(asking.EarlierAnswer) || IsSame(RememberedAnswers.PhoneOffered(asking.Question, context))
            ? answer with { IsVerified = true }
            : answer;

        bool IsSame(Answer? verified) => verified is { IsVerified: true } && verified.Value == answer.Value;
    }
}
