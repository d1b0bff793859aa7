using System.Collections.Concurrent;
using System.Net;
using VizTeh.Actors.Sandbox.Network;

namespace VizTeh.Actors.Tests.Support;

/// <summary>A collector that takes OTLP by HTTP, and keeps what came.</summary>
internal sealed class OtlpCollector : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _requests = new();

    public OtlpCollector()
    {
        Endpoint = $"http://127.0.0.1:{FreePort.Find()}";
        _listener.Prefixes.Add(Endpoint + "/");
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Endpoint { get; }

    /// <summary>The bodies of all requests.</summary>
    public IEnumerable<byte[]> Bodies => _requests.Select(request => request.Body);

    /// <summary>The spans that came (ExportTraceServiceRequest of opentelemetry-proto).</summary>
    public IReadOnlyList<ReceivedSpan> Spans =>
    [
        .. from request in _requests
           where request.Path == "/v1/traces"
           from resource in Protobuf.Messages(request.Body, 1)
           from scope in Protobuf.Messages(resource, 2)
           from span in Protobuf.Messages(scope, 2)
           select ReceivedSpan.Read(span),
    ];

    /// <summary>Whether metrics came.</summary>
    public bool HasMetrics => _requests.Any(request => request.Path == "/v1/metrics");

    public void Dispose() => _listener.Close();

    private async Task AcceptAsync()
    {
        try
        {
            while (_listener.IsListening)
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                _requests.Enqueue((context.Request.Url!.AbsolutePath, body.ToArray()));
                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}

/// <summary>A span as it came.</summary>
/// <param name="ParentId">Empty for the first span of a trace.</param>
internal sealed record ReceivedSpan(
    string TraceId, string Id, string ParentId, string Name, IReadOnlyDictionary<string, string> Attributes)
{
    public static ReceivedSpan Read(byte[] span) => new(
        Hex(span, 1), Hex(span, 2), Hex(span, 4), Protobuf.Text(span, 5),
        Protobuf.Messages(span, 9).ToDictionary(
            attribute => Protobuf.Text(attribute, 1), attribute => ValueOf(Protobuf.Messages(attribute, 2).Single())));

    // AnyValue: a string, a bool or an integer.
    private static string ValueOf(byte[] value) =>
        Protobuf.Fields(value).First() is { Number: 1, Bytes: var text } ? System.Text.Encoding.UTF8.GetString(text)
            : $"{Protobuf.Fields(value).First().Value}";

    private static string Hex(byte[] message, int field) =>
        Convert.ToHexString(Protobuf.Messages(message, field).FirstOrDefault() ?? []);
}

/// <summary>Reads messages in the wire format of Protocol Buffers.</summary>
internal static class Protobuf
{
    public static IEnumerable<byte[]> Messages(byte[] message, int field) =>
        Fields(message).Where(one => one.Number == field).Select(one => one.Bytes);

    public static string Text(byte[] message, int field) =>
        System.Text.Encoding.UTF8.GetString(Messages(message, field).FirstOrDefault() ?? []);

    /// <returns>Each field with its number as a value, or its bytes.</returns>
    public static IEnumerable<(int Number, ulong Value, byte[] Bytes)> Fields(byte[] message)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message, ref at);
            var number = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    yield return (number, Varint(message, ref at), []);
                    break;
                case 1:
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    yield return (number, 0, message[at..(at + length)]);
                    at += length;
                    break;
                case 5:
                    at += 4;
                    break;
                default:
                    throw new FormatException($"a field of wire type {tag & 7}");
            }
        }
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[at++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }
    }
}
