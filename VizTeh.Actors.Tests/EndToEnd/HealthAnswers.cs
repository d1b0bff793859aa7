using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using VizTeh.Actors.Sandbox.Network;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>Asks a bot in a process of its own how it is.</summary>
internal sealed class HealthAnswers : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });

    public int Port { get; } = FreePort.Find();

    /// <summary>For HEALTH_PORT.</summary>
    public string Setting => Port.ToString(CultureInfo.InvariantCulture);

    /// <exception cref="HttpRequestException">Nobody listens.</exception>
    public async Task<(HttpStatusCode Status, JsonNode Body)> AskAsync(string path)
    {
        using var answer = await _client.GetAsync(
            new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/health/{path}")));
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    /// <summary>Asks until the answer is as wanted.</summary>
    /// <exception cref="TimeoutException">It did not become so; the message holds the last answer.</exception>
    public Task<(HttpStatusCode Status, JsonNode Body)> BecomesAsync(
        string path, Func<HttpStatusCode, JsonNode, bool> isWanted, string what) => Eventually.BecomesAsync(
            async () =>
            {
                try
                {
                    return await AskAsync(path);
                }
                catch (HttpRequestException silence)
                {
                    return (default, JsonValue.Create(silence.Message));
                }
            },
            answer => answer.Status != default && isWanted(answer.Status, answer.Body), what);

    public static IEnumerable<string> ReasonsOf(JsonNode body) => body["reasons"]!.AsArray().Select(reason => (string)reason!);

    public void Dispose() => _client.Dispose();
}
