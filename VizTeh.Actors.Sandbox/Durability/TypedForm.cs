namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>
/// The answers that a client has typed into one form. Every answer identifies the client, the form and the try, so that a lost answer, one
/// of another client, or one in the wrong field shows in the row.
/// </summary>
internal sealed class TypedForm(int client, int number)
{
    private readonly Dictionary<Speech, string> _values = [];
    private int _tries;

    public int Number { get; } = number;

    public string this[Speech question] => _values.GetValueOrDefault(question, "");

    /// <summary>The number that the client was told; null before.</summary>
    public long? TicketId { get; set; }

    /// <summary>Makes an answer to a question and stores it.</summary>
    public string Answer(Speech asked, Random random)
    {
        var question = asked.Question;
        return _values[asked] = question.MarkedAnswer(client, Number, ++_tries, question.Answers[random.Next(question.Answers.Length)]);
    }
}
