using System.Globalization;

namespace VizTeh.Actors.Clients;

/// <summary>The answers to the two questions before an erasure.</summary>
internal enum ErasureChoice
{
    /// <summary>Yes to the first question.</summary>
    Erase,

    /// <summary>Yes to the second question.</summary>
    EraseForGood,

    /// <summary>No to either.</summary>
    Keep,
}

/// <summary>
/// A button under a question before an erasure, as its callback data encodes it: <c>forget:{question}:{choice}</c>. The question is named
/// by the update that led to it, so that a button of an earlier question is told apart.
/// </summary>
internal sealed record ErasureButton(long Question, ErasureChoice Choice)
{
    private const string Prefix = "forget";

    public string ToData() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}:{Question}:{WordOf(Choice)}");

    /// <summary>Reads the data of a press; null for data of another button.</summary>
    public static ErasureButton? Parse(string? data) => data?.Split(':') switch
    {
        [Prefix, var question, var word] when long.TryParse(question, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && ChoiceOf(word) is { } choice => new(id, choice),
        _ => null,
    };

    private static string WordOf(ErasureChoice choice) => choice switch
    {
        ErasureChoice.Erase => "erase",
        ErasureChoice.EraseForGood => "for-good",
        ErasureChoice.Keep => "keep",
        _ => throw new ArgumentOutOfRangeException(nameof(choice)),
    };

    private static ErasureChoice? ChoiceOf(string word) => word switch
    {
        "erase" => ErasureChoice.Erase,
        "for-good" => ErasureChoice.EraseForGood,
        "keep" => ErasureChoice.Keep,
        _ => null,
    };
}
