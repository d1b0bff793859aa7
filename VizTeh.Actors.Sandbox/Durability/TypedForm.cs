namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>
/// What a client has typed into one form. Every value names the client, the form and the try, so that one that is lost, taken for
/// another's, or put into the wrong field shows in the row.
/// </summary>
internal sealed class TypedForm(int client, int number)
{
    private readonly Dictionary<Speech, string> _values = [];
    private int _tries;

    public int Number { get; } = number;

    public string this[Speech question] => _values.GetValueOrDefault(question, "");

    /// <summary>The number that the client was told; null until then.</summary>
    public long? TicketId { get; set; }

    /// <summary>Makes up an answer to a question and remembers it.</summary>
    public string Answer(Speech asked, Random random)
    {
        var question = asked.Question;
        return _values[asked] = question.MarkedAnswer(client, Number, ++_tries, question.Answers[random.Next(question.Answers.Length)]);
    }
}
