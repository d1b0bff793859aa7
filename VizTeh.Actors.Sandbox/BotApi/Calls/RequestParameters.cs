using System.Text.Json;
using System.Text.Json.Nodes;
using VizTeh.Actors.Sandbox.BotApi.Text;

namespace VizTeh.Actors.Sandbox.BotApi.Calls;

/// <summary>The encoding of a call's parameters.</summary>
public enum ParameterTransport
{
    None,
    Query,
    Json,
    Form,
    Multipart,
}

/// <summary>A file of a multipart call.</summary>
internal sealed record UploadedFile(string Name, byte[] Content);

/// <summary>
/// A call's parameters. Telegram treats every value as a string, whatever its JSON type: numbers and objects are their own text, a JSON
/// null is the word "null" (HttpReader::parse_json_parameters).
/// </summary>
internal sealed class RequestParameters
{
    private const int MaxBodyBytes = 52 << 20;

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, UploadedFile> _files = new(StringComparer.Ordinal);

    public ParameterTransport Transport { get; private set; } = ParameterTransport.None;

    /// <summary>The parameters as one JSON object; values of a JSON body keep their types.</summary>
    public string RecordedJson { get; private set; } = "{}";

    /// <summary>The value, or an empty string: Telegram does not distinguish them.</summary>
    public string this[string name] => _values.GetValueOrDefault(name, "");

    public UploadedFile? File(string name) => _files.GetValueOrDefault(name);

    public bool Flag(string name) => this[name].Trim().ToLowerInvariant() is "true" or "yes" or "1";

    /// <summary>A number that cannot be parsed counts as 0; one out of range is clamped, never refused.</summary>
    public int Integer(string name, int absent, int min = int.MinValue, int max = int.MaxValue)
    {
        var text = this[name];
        return (int)Math.Clamp(text.Length == 0 ? absent : LeadingInteger(text), min, max);
    }

    public static long LeadingInteger(string text)
    {
        var end = text.StartsWith('-') ? 1 : 0;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        return long.TryParse(text.AsSpan(0, end), out var number) ? number : 0;
    }

    /// <exception cref="RefusalException">The body does not match its content type.</exception>
    public static async Task<RequestParameters> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var parameters = new RequestParameters();
        foreach (var (name, value) in request.Query)
            parameters.Add(name, value.ToString(), ParameterTransport.Query);

        var type = request.ContentType ?? "";
        if (type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase))
            await parameters.ReadJsonAsync(request, cancellationToken);
        else if (request.HasFormContentType)
            await parameters.ReadFormAsync(request, cancellationToken);
        if (parameters.Transport != ParameterTransport.Json)
            parameters.RecordedJson = parameters.StringsAsJson();
        return parameters;
    }

    private void Add(string name, string value, ParameterTransport transport)
    {
        Transport = transport;
        _values.TryAdd(name, value);
    }

    private async Task ReadJsonAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        if (body.Length == 0)
            return;
        if (body.Length > MaxBodyBytes)
            throw new RefusalException(new Refusal(413, "Request Entity Too Large"));
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body.GetBuffer().AsMemory(0, (int)body.Length));
        }
        catch (JsonException error)
        {
            throw Refuse.BadRequest($"can't parse parameter value at byte {error.BytePositionInLine}");
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new RefusalException(new Refusal(400, "Bad Request: JSON object expected"));
            Transport = ParameterTransport.Json;
            foreach (var property in document.RootElement.EnumerateObject())
            {
                var value = property.Value.ValueKind == JsonValueKind.String ? StrictText.Of(property.Value) : property.Value.GetRawText();
                Add(StrictText.NameOf(property), value, ParameterTransport.Json);
            }

            RecordedJson = document.RootElement.GetRawText();
        }
    }

    private async Task ReadFormAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var transport = request.ContentType!.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)
            ? ParameterTransport.Multipart
            : ParameterTransport.Form;
        try
        {
            var form = await request.ReadFormAsync(cancellationToken);
            foreach (var (name, value) in form)
                Add(name, value.ToString(), transport);
            foreach (var file in form.Files)
            {
                using var content = new MemoryStream();
                await file.CopyToAsync(content, cancellationToken);
                _files[file.Name] = new UploadedFile(file.FileName, content.ToArray());
            }

            Transport = transport;
        }
        catch (InvalidDataException error)
        {
            throw Refuse.BadRequest("can't parse form data: " + error.Message);
        }
    }

    private string StringsAsJson()
    {
        var json = new JsonObject();
        foreach (var (name, value) in _values)
            json[name] = value;
        foreach (var name in _files.Keys)
        {
            // A part that a parameter refers to, directly or in its JSON, is recorded with that parameter; a part named like a parameter is
            // the parameter's value.
            var address = "attach://" + name;
            if (!_values.Values.Any(value => value == address || value.Contains($"\"{address}\"", StringComparison.Ordinal)))
                json.TryAdd(name, address);
        }

        return json.ToJsonString();
    }
}
