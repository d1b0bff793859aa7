using System.Collections.Immutable;
using System.Globalization;
using VizTeh.Actors.Sandbox.Clients;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>An answer that a client gave.</summary>
/// <param name="Value">Empty when the question was skipped.</param>
internal sealed record TypedAnswer(ScriptedQuestion Question, string Value)
{
    public bool IsSkipped => Value.Length == 0;
}

/// <summary>
/// The answers that a client has typed into one form. Every answer identifies the client, the form and the try, so that a lost answer, one
/// of another client, or one in the wrong field shows in the row.
/// </summary>
internal sealed class TypedForm(int client, int number)
{
    /// <summary>The value of a question of yes or no.</summary>
    public const string Yes = "да";

    private readonly Dictionary<string, TypedAnswer> _newest = [];
    private readonly List<TypedAnswer> _former = [];
    private int _tries;

    public int Number { get; } = number;

    /// <summary>
    /// What its ticket has to keep: the newest answer to each question when it was sent, and those of another kind from before; none whose
    /// condition does not hold. In all forms a question that has a condition has the same one.
    /// </summary>
    public ImmutableArray<TypedAnswer> Sent { get; private set; } = [];

    /// <summary>The number that the client was told; null before.</summary>
    public long? TicketId { get; set; }

    /// <summary>What the client has written to its ticket and heard to be passed on.</summary>
    public List<string> Added { get; } = [];

    /// <summary>What may have been added to its ticket, whether the client has heard so or not.</summary>
    public HashSet<string> MayBeAdded { get; } = [];

    /// <summary>Whether the client has edited something of what was added to its ticket.</summary>
    public bool IsCorrected { get; set; }

    /// <summary>The files that the client has sent with its answers and heard to be added, in order.</summary>
    public List<string> Files { get; } = [];

    /// <summary>The files that the client has sent to its ticket and heard to be passed on, in order.</summary>
    public List<string> AddedFiles { get; } = [];

    /// <summary>The newest answer to a question, of whatever kind; null when there is none.</summary>
    public TypedAnswer? Newest(string id) => _newest.GetValueOrDefault(id);

    /// <summary>The newest answer to a question, unless the question had another kind then.</summary>
    public TypedAnswer? To(ScriptedQuestion question) =>
        Newest(question.Id) is { } answer && answer.Question.Kind == question.Kind ? answer : null;

    /// <summary>Makes up an answer to a question and remembers it.</summary>
    /// <param name="choices">What can be chosen on the screen; empty for a question without choices.</param>
    /// <returns>As it is typed.</returns>
    public string Answer(ScriptedQuestion question, IReadOnlyList<string> choices, Random random)
    {
        var possible = choices.Count > 0 ? choices : question.Answers;
        var first = random.Next(possible.Count);
        var chosen = question.Kind == ScriptedKind.Choices ? possible.Skip(first).Take(random.Next(1, 3)) : [possible[first]];
        var value = question.MarkedAnswer(client, Number, ++_tries, string.Join('\n', chosen));
        Remember(new TypedAnswer(question, value));
        return question.Kind == ScriptedKind.Choices ? value.Replace("\n", ", ", StringComparison.Ordinal) : value;
    }

    /// <summary>Leaves the present answer as it is: an answer to the question as it is asked now.</summary>
    public void Keep(ScriptedQuestion question) => Remember(new TypedAnswer(question, _newest[question.Id].Value));

    /// <summary>Remembers what the form holds as it is sent.</summary>
    public void NoteSent() =>
        Sent = [.. _newest.Values.Where(answer => !answer.IsSkipped).Concat(_former).Where(answer => Holds(answer.Question.AfterYesTo))];

    private bool Holds(string? afterYesTo) =>
        afterYesTo is null || (Newest(afterYesTo) is { Value: Yes } decided && Holds(decided.Question.AfterYesTo));

    /// <summary>Makes up what the client writes after the thank-you.</summary>
    public string NewWords() => string.Create(CultureInfo.InvariantCulture, $"Добавка {client}-{Number}-{++_tries} <b>&");

    public void Skip(ScriptedQuestion question) => Remember(new TypedAnswer(question, ""));

    private void Remember(TypedAnswer answer)
    {
        if (_newest.GetValueOrDefault(answer.Question.Id) is { IsSkipped: false } before && before.Question.Kind != answer.Question.Kind)
            _former.Add(before);
        _newest[answer.Question.Id] = answer;
    }
}
