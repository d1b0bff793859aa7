using System.Buffers;
using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace VizTeh.Actors.TelegramApi;

/// <summary>
/// Splits a response of getUpdates into its updates by brackets alone, without parsing the updates: an update of any depth, or with any
/// other oddity, does not affect the others.
/// </summary>
internal static class RawUpdates
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"[]{}"u8);
    private static readonly SearchValues<byte> StringEnd = SearchValues.Create("\"\\"u8);
    private static readonly SearchValues<byte> ScalarEnd = SearchValues.Create(",]} \t\r\n"u8);
    private static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \t\r\n"u8);

    /// <summary>The JSON of each update in a successful response, as Telegram wrote it; null for any other body.</summary>
    public static IReadOnlyList<string>? Split(ReadOnlySpan<byte> body)
    {
        var answer = body[SkipWhiteSpace(body, 0)..];
        if (!answer[Member(answer, "ok"u8)].SequenceEqual("true"u8))
            return null;
        var result = answer[Member(answer, "result"u8)];
        return result.StartsWith("["u8) ? Elements(result) : null;
    }

    /// <summary>The range of a member's value in the object; empty when there is no such member, or no whole object.</summary>
    private static Range Member(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        var found = default(Range);
        if (json is not [(byte)'{', ..])
            return 0..0;
        for (var at = 1; at < json.Length;)
        {
            at = SkipWhiteSpace(json, at);
            if (at < json.Length && json[at] == '}')
                return found;
            var nameEnd = EndOfValue(json, at);
            var colon = SkipWhiteSpace(json, nameEnd);
            if (nameEnd < 0 || colon >= json.Length || json[colon] != ':')
                break;
            var start = SkipWhiteSpace(json, colon + 1);
            var end = EndOfValue(json, start);
            if (end < 0)
                break;
            if (json[at..nameEnd] is [(byte)'"', .. var key, (byte)'"'] && key.SequenceEqual(name))
                found = start..end;
            at = SkipWhiteSpace(json, end);
            if (at < json.Length && json[at] == ',')
                at++;
        }

        return 0..0;
    }

    private static List<string>? Elements(ReadOnlySpan<byte> array)
    {
        var elements = new List<string>();
        for (var at = 1; at < array.Length;)
        {
            at = SkipWhiteSpace(array, at);
            if (at < array.Length && array[at] == ']')
                return elements;
            var end = EndOfValue(array, at);
            if (end < 0)
                return null;
            elements.Add(Encoding.UTF8.GetString(array[at..end]));
            at = SkipWhiteSpace(array, end);
            if (at < array.Length && array[at] == ',')
                at++;
        }

        return null;
    }

    private static int SkipWhiteSpace(ReadOnlySpan<byte> json, int at)
    {
        if (at < 0 || at >= json.Length)
            return json.Length;
        var length = json[at..].IndexOfAnyExcept(WhiteSpace);
        return length < 0 ? json.Length : at + length;
    }

    /// <summary>The index after the value that begins here; -1 when the value does not end.</summary>
    private static int EndOfValue(ReadOnlySpan<byte> json, int start)
    {
        if (start < 0 || start >= json.Length)
            return -1;
        if (json[start] == '"')
            return EndOfString(json, start);
        if (json[start] is not ((byte)'{' or (byte)'['))
        {
            var length = json[start..].IndexOfAny(ScalarEnd);
            return length > 0 ? start + length : -1;
        }

        var depth = 0;
        for (var at = start; at >= 0 && json[at..].IndexOfAny(Structure) is >= 0 and var step;)
        {
            at += step;
            switch (json[at])
            {
                case (byte)'"':
                    at = EndOfString(json, at);
                    break;
                case (byte)'{' or (byte)'[':
                    depth++;
                    at++;
                    break;
                default:
                    at++;
                    if (--depth == 0)
                        return at;
                    break;
            }
        }

        return -1;
    }

    private static int EndOfString(ReadOnlySpan<byte> json, int start)
    {
        for (var at = start + 1; at < json.Length && json[at..].IndexOfAny(StringEnd) is >= 0 and var step;)
        {
            at += step;
            if (json[at] == '"')
                return at + 1;
            at += 2;
        }

        return -1;
    }
}

/// <summary>
/// Replaces each update in a response of getUpdates by a JSON string of it. The library parses a whole response at once, to a depth of 64
/// levels, so that one deep update would make its batch unreadable for ever.
/// </summary>
internal sealed class RawUpdatesHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    // Telegram's own limit of a response is four megabytes (telegram-bot-api, TQueue::get).
    private const long MostBytes = 64 << 20;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK || request.RequestUri?.Segments[^1] != TelegramUpdates.Method)
            return response;
        await response.Content.LoadIntoBufferAsync(MostBytes, cancellationToken);
        // The library reports any response that is not a success of the Bot API.
        if (RawUpdates.Split(await response.Content.ReadAsByteArrayAsync(cancellationToken)) is not { } updates)
            return response;
        response.Content.Dispose();
        response.Content = JsonContent.Create(new { ok = true, result = updates });
        return response;
    }
}
