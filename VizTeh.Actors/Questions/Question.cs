using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Questions;

/// <summary>The kind of answer that a question takes.</summary>
public enum QuestionKind
{
    /// <summary>A text of one line.</summary>
    Line,

    /// <summary>A text of any number of lines.</summary>
    Paragraph,

    /// <summary>One entry of a list, pressed or typed.</summary>
    Choice,

    /// <summary>A phone number, typed or shared as a contact.</summary>
    Phone,
}

/// <summary>A question of the form.</summary>
/// <param name="Field">Its id.</param>
/// <param name="Label">The question's name on the review and the card, and on the button that changes its answer. Plain text.</param>
/// <param name="Text">The question as the client reads it. Telegram HTML.</param>
/// <param name="KeyWord">
/// A lower-case word of the text that no other message of the bot contains: it identifies the question for people and programs.
/// </param>
/// <param name="Kind">How an answer is read, and how it is shown.</param>
/// <param name="Column">The text column of table <c>tickets</c> that stores the answer.</param>
public sealed record Question(FormField Field, string Label, string Text, string KeyWord, QuestionKind Kind, string Column)
{
    /// <summary>The limit in code points, after cleaning.</summary>
    public const int MaxLine = 200;

    /// <inheritdoc cref="MaxLine"/>
    public const int MaxParagraph = 3000;

    /// <summary>The longest possible answer, in code points.</summary>
    public int Limit => Kind == QuestionKind.Paragraph ? MaxParagraph : MaxLine;

    /// <summary>A stored answer formatted for people, as plain text.</summary>
    public string Shown(string answer) => Kind == QuestionKind.Phone ? PhoneText.Display(answer) : answer;
}
