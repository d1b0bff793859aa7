using System.Text.Json.Nodes;

namespace VizTeh.Actors.Sandbox.BotApi;

/// <summary>A call that Telegram answers with <c>ok: false</c>; the HTTP status is the error code.</summary>
internal sealed record Refusal(int Code, string Description, int? RetryAfter = null, long? MigrateToChatId = null)
{
    public string ToJson()
    {
        var json = new JsonObject { ["ok"] = false, ["error_code"] = Code, ["description"] = Description };
        if (RetryAfter is not null || MigrateToChatId is not null)
        {
            var parameters = new JsonObject();
            if (MigrateToChatId is { } chat)
                parameters["migrate_to_chat_id"] = chat;
            if (RetryAfter is { } seconds)
                parameters["retry_after"] = seconds;
            json["parameters"] = parameters;
        }

        return json.ToJsonString();
    }

    public static Refusal TooManyRequests(int retryAfter) => new(429, $"Too Many Requests: retry after {retryAfter}", retryAfter);
}

/// <summary>Aborts a call at the failed check; the endpoint turns the exception into the response.</summary>
internal class RefusalException(Refusal refusal) : Exception(refusal.Description)
{
    public Refusal Refusal { get; } = refusal;
}

/// <summary>The refusals in Telegram's own words (Client::fail_query_with_error and the checks before it).</summary>
internal static class Refuse
{
    public const string QueryTooOld = "query is too old and response timeout expired or query ID is invalid";

    public const string NotModified =
        "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply " +
        "markup of the message";

    public static RefusalException BadRequest(string message) => new(new Refusal(400, "Bad Request: " + LowerFirst(message)));

    public static RefusalException Forbidden(string message) => new(new Refusal(403, "Forbidden: " + message));

    public static RefusalException NotUtf8() => BadRequest("Strings must be encoded in UTF-8");

    /// <summary>
    /// Telegram lower-cases the first letter, except if the second character shows that the word is the name of a constant.
    /// </summary>
    private static string LowerFirst(string message) =>
        message.Length >= 2 && (message[1] == '_' || char.IsAsciiLetterUpper(message[1]))
            ? message
            : char.ToLowerInvariant(message[0]) + message[1..];
}
