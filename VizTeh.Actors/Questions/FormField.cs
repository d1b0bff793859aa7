namespace VizTeh.Actors.Questions;

/// <summary>The id of a question, stored by its name for ever. Its properties are in <see cref="FormQuestions"/>.</summary>
public enum FormField
{
    Name,
    Organization,
    City,
    Direction,
    Description,
    Phone,
}
