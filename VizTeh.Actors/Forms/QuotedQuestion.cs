using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Forms;

/// <summary>Finds the question in a bot's message to which the client replied.</summary>
internal static class QuotedQuestion
{
    /// <param name="text">The message's text without markup, as the client sees it.</param>
    /// <returns>Null when the message puts no question, or in the words of another version of the program.</returns>
    public static Question? Of(string? text) => text is null
        ? null
        : FormQuestions.InOrder.FirstOrDefault(question => text.Contains(question.Text, StringComparison.Ordinal));
}
