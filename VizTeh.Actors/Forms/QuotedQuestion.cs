namespace VizTeh.Actors.Forms;

/// <summary>The question that a message of the bot puts, to which a client replied by a swipe.</summary>
internal static class QuotedQuestion
{
    /// <param name="text">The message as the client sees it.</param>
    /// <returns>Null when it puts none, or the words of another version of the program.</returns>
    public static FormField? Of(string? text) => text is null
        ? null
        : FormFields.InOrder
            .Where(field => text.Contains(FormText.Question(field, earlierAnswer: null), StringComparison.Ordinal))
            .Cast<FormField?>()
            .FirstOrDefault();
}
