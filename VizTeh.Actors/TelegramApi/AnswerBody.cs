using System.Text.Json;

namespace VizTeh.Actors.TelegramApi;

/// <summary>Whose answer a body is, by its envelope (Bot API, "Making requests").</summary>
internal enum AnswerKind
{
    /// <summary>Somebody else's: a page, nothing, or another program's JSON.</summary>
    Foreign,

    /// <summary>The Bot API's, <c>ok</c> is true and there is a result.</summary>
    Success,

    /// <summary>The beginning of a success of the Bot API.</summary>
    CutOff,

    /// <summary>The Bot API's, <c>ok</c> is false.</summary>
    Refusal,
}

/// <summary>Looks at a body's envelope.</summary>
internal static class AnswerBody
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    // An update may be as deep as its author likes.
    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    /// <param name="body">All of it, or its beginning.</param>
    /// <param name="isWhole">False when it broke off.</param>
    public static AnswerKind KindOf(ReadOnlySpan<byte> body, bool isWhole)
    {
        // As Telegram writes it: a large batch of updates is not read twice.
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
            // Broken off, or no JSON from here on.
        }

        return (ok, isEnded) switch
        {
            (true, true) => hasResult ? AnswerKind.Success : AnswerKind.Foreign,
            // What is wrong inside of the result is for its reader to say.
            (true, false) when isWhole && hasResult => AnswerKind.Success,
            // Telegram names the result right after "ok": what begins with anything else is somebody else's.
            (true, false) => hasResult || !hasOther ? AnswerKind.CutOff : AnswerKind.Foreign,
            (false, _) => AnswerKind.Refusal,
            (null, _) => AnswerKind.Foreign,
        };
    }
}
