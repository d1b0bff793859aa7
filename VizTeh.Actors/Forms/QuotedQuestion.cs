using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Forms;

/// <summary>Finds the question in a bot's message to which the client replied.</summary>
internal static class QuotedQuestion
{
    /// <param name="text">The message's text without markup, as the client sees it.</param>
    /// <param name="open">The question on the client's screen.</param>
    /// <param name="form">The configured form.</param>
    /// <returns>Null when the message puts no question, or in the words of another configuration.</returns>
    public static Question? Of(string? text, Question open, FormDefinition form) => text is null
        ? null
        : form.Questions.Prepend(open).FirstOrDefault(question => text.Contains(question.Ask, StringComparison.Ordinal));
}
