using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Questions;

/// <summary>What a question takes as its answer.</summary>
public enum QuestionKind
{
    /// <summary>Words in one line.</summary>
    Line,

    /// <summary>Words in any number of lines.</summary>
    Paragraph,

    /// <summary>One of a list, pressed or typed.</summary>
    Choice,

    /// <summary>A phone number, typed or shared as a contact.</summary>
    Phone,
}

/// <summary>A question of the form.</summary>
/// <param name="Field">Its id.</param>
/// <param name="Label">Its name on the review and the card, and the label of the button that changes its answer. Plain text.</param>
/// <param name="Text">What the client is asked. Telegram HTML.</param>
/// <param name="KeyWord">A word of the text, in small letters, that no other message of the bot has: people and programs know it by
/// this.</param>
/// <param name="Kind">How an answer is read, and how it is shown.</param>
/// <param name="Column">The column of table <c>tickets</c> that keeps the answer, a text.</param>
public sealed record Question(FormField Field, string Label, string Text, string KeyWord, QuestionKind Kind, string Column)
{
    /// <summary>In code points, after cleaning.</summary>
    public const int MaxLine = 200;

    /// <inheritdoc cref="MaxLine"/>
    public const int MaxParagraph = 3000;

    /// <summary>How long an answer may be, in code points.</summary>
    public int Limit => Kind == QuestionKind.Paragraph ? MaxParagraph : MaxLine;

    /// <summary>A stored answer as a person reads it, plain.</summary>
    public string Shown(string answer) => Kind == QuestionKind.Phone ? PhoneText.Display(answer) : answer;
}
