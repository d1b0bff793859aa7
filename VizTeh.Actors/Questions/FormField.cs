namespace VizTeh.Actors.Questions;

/// <summary>The id of a question. Stored by its name, for ever; <see cref="FormQuestions"/> says all else of it.</summary>
public enum FormField
{
    Name,
    Organization,
    City,
    Direction,
    Description,
    Phone,
}
