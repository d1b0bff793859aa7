using System.Text.Json;
using System.Text.Json.Serialization;
using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Serialization;

/// <summary>Answers as an object with a member for each question, named by its id.</summary>
internal sealed class AnswersJson : JsonConverter<Answers>
{
    public override Answers Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var answers = Answers.None;
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("answers are not an object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            var field = Enum.GetValues<FormField>().Where(known => known.ToString() == name).Cast<FormField?>().FirstOrDefault()
                ?? throw new JsonException("an answer to a question that this version of the program does not know");
            reader.Read();
            answers = reader.TokenType == JsonTokenType.String && answers[field] is null
                ? answers.With(field, reader.GetString()!)
                : throw new JsonException("an answer that is no text, or a second answer to a question");
        }

        return answers;
    }

    public override void Write(Utf8JsonWriter writer, Answers value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (field, answer) in value.Values)
            writer.WriteString(field.ToString(), answer);
        writer.WriteEndObject();
    }
}
