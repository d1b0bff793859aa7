namespace VizTeh.Actors.Questions;

/// <summary>What a question takes as its answer. Stored by name, in events and tickets.</summary>
public enum QuestionKind
{
    /// <summary>Words: in one line, or in several if <see cref="Question.HasLines"/>.</summary>
    Text,

    /// <summary>One of a list, pressed or typed.</summary>
    Choice,

    /// <summary>Some of a list, ticked one by one.</summary>
    Choices,

    /// <summary>A day, typed or chosen from the keyboard of a month.</summary>
    Date,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A phone number, typed or shared as a contact.</summary>
    Phone,

    /// <summary>Yes or no.</summary>
    YesNo,

    /// <summary>Files and places, with words or without.</summary>
    Files,
}
