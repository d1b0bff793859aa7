using System.Text.Encodings.Web;
using System.Text.Json;

namespace VizTeh.Actors.Outbox;

/// <summary>What is left to send of a manager's answer, or of a message to a ticket.</summary>
public enum AnswerStep
{
    /// <summary>All of it; a part of an album together with the parts that wait behind it.</summary>
    Whole,

    /// <summary>All of it, without its album: Telegram refused a part of that.</summary>
    Alone,

    /// <summary>What follows the first message, which names the ticket: a file, or words that fill a message.</summary>
    Content,

    /// <summary>The words without their file, which Telegram refused.</summary>
    Words,
}

/// <summary>The JSON in column <c>outbox.payload</c>, each a string. The words are permanent.</summary>
internal static class AnswerSteps
{
    private const string Alone = "\"alone\"";
    private const string Content = "\"content\"";
    private const string Words = "\"words\"";

    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string? ToPayload(this AnswerStep step) => step switch
    {
        AnswerStep.Whole => null,
        AnswerStep.Alone => Alone,
        AnswerStep.Content => Content,
        AnswerStep.Words => Words,
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "a step that has no name in the table"),
    };

    /// <exception cref="JsonException">The payload is of a later version.</exception>
    public static AnswerStep FromPayload(string? payload) => payload switch
    {
        null => AnswerStep.Whole,
        Alone => AnswerStep.Alone,
        Content => AnswerStep.Content,
        Words => AnswerStep.Words,
        _ => throw new JsonException("an unknown step", "$", null, null),
    };

    public static string Quoted(string text) => JsonSerializer.Serialize(text, Unescaped);

    /// <exception cref="JsonException">The payload is no string.</exception>
    public static string Unquoted(string payload) => JsonSerializer.Deserialize<string>(payload) ?? "";
}
