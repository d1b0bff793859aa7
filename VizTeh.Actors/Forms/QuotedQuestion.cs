using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Forms;

/// <summary>The question that a message of the bot puts, to which a client replied by a swipe.</summary>
internal static class QuotedQuestion
{
    /// <param name="text">The message as the client sees it.</param>
    /// <returns>Null when it puts none, or the words of another version of the program.</returns>
    public static Question? Of(string? text) => text is null
        ? null
        : FormQuestions.InOrder.FirstOrDefault(question => text.Contains(question.Text, StringComparison.Ordinal));
}
