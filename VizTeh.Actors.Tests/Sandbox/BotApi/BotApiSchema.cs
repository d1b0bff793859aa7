using System.Text.Json;
using System.Text.Json.Nodes;
using NJsonSchema;
using VizTeh.Actors.Sandbox.BotApi.Calls;

namespace VizTeh.Actors.Tests.Sandbox.BotApi;

/// <summary>
/// The published schema of the Bot API, made by third parties from Telegram's documentation (see <c>Schema/README.md</c>): unknown fields,
/// missing fields and wrong types are faults. An empty list of faults means success.
/// </summary>
public sealed class BotApiSchema
{
    private static readonly Lazy<BotApiSchema> Loaded = new(Load);

    private static readonly Dictionary<string, string> ParseModes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["HTML"] = "HTML",
        ["Markdown"] = "Markdown",
        ["MarkdownV2"] = "MarkdownV2",
    };

    private readonly JsonSchema _error;
    private readonly IDictionary<string, JsonSchemaProperty> _parameters;
    private readonly IDictionary<string, JsonSchemaProperty> _results;

    private BotApiSchema(string source, JsonSchema document)
    {
        Source = source;
        var spoken = document.Properties;
        _error = spoken["error"];
        _parameters = spoken["params"].Properties;
        _results = spoken["results"].Properties;
    }

    public static BotApiSchema Published => Loaded.Value;

    /// <summary>The package and the version of the Bot API that it describes.</summary>
    public string Source { get; }

    public IEnumerable<string> Methods => _results.Keys;

    /// <summary>The fields of a message.</summary>
    public IEnumerable<string> MessageFields => _results["sendMessage"].ActualSchema.Properties.Keys;

    /// <summary>The faults of a call and of its response.</summary>
    public IReadOnlyList<string> FaultsOf(RecordedCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var faults = new List<string>(FaultsOfRequest(call.Method, call.Parameters, typed: call.Transport == ParameterTransport.Json));
        if (call is { Response: { } response, Fault: null })
            faults.AddRange(FaultsOfAnswer(call.Method, response));
        return faults;
    }

    /// <param name="typed">Whether the parameters came as JSON; otherwise a string may stand for any type, as in a form.</param>
    public IReadOnlyList<string> FaultsOfRequest(string method, JsonObject parameters, bool typed = true)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (!_results.ContainsKey(method))
            return [$"{method}: not a method of {Source} that is spoken here"];
        if (!_parameters.TryGetValue(method, out var schema))
            return parameters.Count == 0 ? [] : [$"{method} has no parameters"];

        var normal = parameters.DeepClone().AsObject();
        if (!typed)
            GiveTypes(normal, schema.ActualSchema);
        SpellParseModes(normal);
        return Describe(method + " request", schema.ActualSchema, normal.ToJsonString());
    }

    /// <summary>The faults of a whole response, envelope and result.</summary>
    public IReadOnlyList<string> FaultsOfAnswer(string method, string answer)
    {
        var envelope = JsonNode.Parse(answer)!.AsObject();
        if (envelope["ok"]?.GetValue<bool>() != true)
            return Describe(method + " refusal", _error.ActualSchema, answer);
        if (envelope["result"] is not { } result)
            return [$"{method}: no result"];
        var faults = Describe(method + " result", _results[method].ActualSchema, result.ToJsonString());
        if (method != "getUpdates")
            return faults;

        // "At most one of the optional parameters can be present in any given update": no schema of fields can say that.
        var crowded = result.AsArray().Where(update => update!.AsObject().Count != 2).Select(update => $"not one kind: {update}");
        return [.. faults, .. crowded];
    }

    private static BotApiSchema Load()
    {
        using var stream = typeof(BotApiSchema).Assembly.GetManifestResourceStream("bot-api-schema.json")!;
        var file = JsonNode.Parse(stream)!.AsObject();
        var document = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = file["spoken"]!.DeepClone(),
            ["definitions"] = file["definitions"]!.DeepClone(),
        };
        return new BotApiSchema((string)file["source"]!, JsonSchema.FromJsonAsync(document.ToJsonString()).GetAwaiter().GetResult());
    }

    /// <summary>Telegram accepts parse modes in any case, also in nested objects; the schema has one spelling.</summary>
    private static void SpellParseModes(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items)
                SpellParseModes(item);
        }
        else if (node is JsonObject members)
        {
            if (members["parse_mode"] is JsonValue mode && ParseModes.TryGetValue(mode.ToString(), out var published))
                members["parse_mode"] = published;
            foreach (var (_, member) in members)
                SpellParseModes(member);
        }
    }

    private static void GiveTypes(JsonObject parameters, JsonSchema schema)
    {
        foreach (var (name, value) in parameters.ToArray())
        {
            if (value is null || !schema.Properties.TryGetValue(name, out var property))
                continue;
            if (property.ActualSchema.Validate(value.ToJsonString()).Count == 0)
                continue;
            try
            {
                parameters[name] = JsonNode.Parse(value.GetValue<string>());
            }
            catch (JsonException)
            {
                // Left unchanged: the validator reports the fault.
            }
        }
    }

    private static string[] Describe(string what, JsonSchema schema, string json) =>
        [.. schema.Validate(json).Select(error => $"{what}: {error}")];
}
