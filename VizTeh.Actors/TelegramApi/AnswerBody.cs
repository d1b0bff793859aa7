using System.Text.Json;

namespace VizTeh.Actors.TelegramApi;

/// <summary>The origin of a response body, by its envelope (Bot API, "Making requests").</summary>
internal enum AnswerKind
{
    /// <summary>Not the Bot API's: a web page, an empty body, or another program's JSON.</summary>
    Foreign,

    /// <summary>The Bot API's: <c>ok</c> is true and there is a result.</summary>
    Success,

    /// <summary>The beginning of a success of the Bot API; the rest is missing.</summary>
    CutOff,

    /// <summary>The Bot API's: <c>ok</c> is false.</summary>
    Refusal,
}

/// <summary>Classifies a body by its envelope.</summary>
internal static class AnswerBody
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    // The depth of an update is chosen by its author, so it has no limit here.
    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    /// <param name="body">The whole body, or its beginning.</param>
    /// <param name="isWhole">False when the connection broke before the end.</param>
    public static AnswerKind KindOf(ReadOnlySpan<byte> body, bool isWhole)
    {
        // A shortcut for the exact form that Telegram writes, so that a large batch of updates is not parsed twice.
        if (isWhole && body.StartsWith("{\"ok\":true,\"result\":"u8) && body[^1] == (byte)'}')
            return AnswerKind.Success;
        if (body.StartsWith(ByteOrderMark))
            body = body[ByteOrderMark.Length..];

        bool? ok = null;
        var hasResult = false;
        var hasOther = false;
        var isEnded = false;
        try
        {
            var reader = new Utf8JsonReader(body, isFinalBlock: false, new JsonReaderState(AnyDepth));
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return AnswerKind.Foreign;
            while (!isEnded && reader.Read())
            {
                if (reader.TokenType == JsonTokenType.EndObject)
                {
                    isEnded = true;
                }
                else if (reader.ValueTextEquals("ok"u8))
                {
                    if (!reader.Read())
                        break;
                    ok = reader.TokenType switch { JsonTokenType.True => true, JsonTokenType.False => false, _ => null };
                    if (!reader.TrySkip())
                        break;
                }
                else
                {
                    var isResult = reader.ValueTextEquals("result"u8);
                    hasResult |= isResult;
                    hasOther |= !isResult;
                    if (!reader.TrySkip())
                        break;
                }
            }
        }
        catch (JsonException)
        {
            // The body ends here, or is no JSON from here on.
        }

        return (ok, isEnded) switch
        {
            (true, true) => hasResult ? AnswerKind.Success : AnswerKind.Foreign,
            // The reader of the result reports a fault inside of it.
            (true, false) when isWhole && hasResult => AnswerKind.Success,
            // Telegram writes the result right after "ok", so a body with another member first is not Telegram's.
            (true, false) => hasResult || !hasOther ? AnswerKind.CutOff : AnswerKind.Foreign,
            (false, _) => AnswerKind.Refusal,
            (null, _) => AnswerKind.Foreign,
        };
    }
}
