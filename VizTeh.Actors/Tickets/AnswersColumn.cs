using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Tickets;

/// <summary>
/// The JSON of column <c>tickets.answers</c>: an array in the order of the form, the removed answers last. The names are permanent. New
/// members are optional, and are ignored by versions that do not know them.
/// </summary>
internal static class AnswersColumn
{
    private static readonly AnswersColumnJson Json = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        // Cyrillic is written unescaped: the JSON is never part of a web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    });

    public static string Write(SentAnswers answers) => JsonSerializer.Serialize(
        [
            .. answers.Given.Select(answer => ToStored(answer, isRemoved: false)),
            .. answers.Removed.Select(answer => ToStored(answer, isRemoved: true)),
        ],
        Json.StoredAnswerArray);

    /// <summary>The answers; null when the column holds none, or what an earlier program kept in a column of that name.</summary>
    public static SentAnswers? Read(string? json)
    {
        try
        {
            return json is not null && JsonSerializer.Deserialize(json, Json.StoredAnswerArray) is { Length: > 0 } stored
                && stored.All(answer => answer is not null)
                ? new SentAnswers([.. Of(stored, areRemoved: false)], [.. Of(stored, areRemoved: true)])
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static StoredAnswer ToStored(Answer answer, bool isRemoved) =>
        new(answer.Id, answer.Label, answer.Kind.ToString(), answer.Value, isRemoved)
        {
            Verified = answer.IsVerified,
            Files = FilesColumn.ToStored(answer.Files),
        };

    private static IEnumerable<Answer> Of(StoredAnswer[] stored, bool areRemoved) => stored
        .Where(answer => answer.Removed == areRemoved)
        .Select(answer => new Answer(answer.Id, answer.Label, KindOf(answer.Kind), answer.Value)
        {
            IsVerified = answer.Verified,
            Files = answer.Files is { } files ? FilesColumn.FilesOf(files) : null,
        });

    // A kind of a later version is shown as it is stored.
    private static QuestionKind KindOf(string name) =>
        Enum.TryParse<QuestionKind>(name, out var kind) && Enum.GetName(kind) == name ? kind : QuestionKind.Text;
}

internal sealed record StoredAnswer(
    string Id, string Label, string Kind, string Value,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Removed = false)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Verified { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StoredFile[]? Files { get; init; }

    // A log must not hold what a client wrote.
    public override string ToString() => $"{nameof(StoredAnswer)} {Id}";
}

/// <summary>An attachment of an answer: a file by Telegram's ids, or a place.</summary>
internal sealed record StoredFile(string Kind, string Id, string UniqueId)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Latitude { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Longitude { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Title { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Address { get; init; }

    // A file name or a place may tell who a person is, which must not reach a log.
    public override string ToString() => $"{nameof(StoredFile)} {Kind}";
}

[JsonSerializable(typeof(StoredAnswer[]))]
internal sealed partial class AnswersColumnJson : JsonSerializerContext;
