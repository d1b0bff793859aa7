namespace VizTeh.Actors.Operations.Http;

/// <summary>What a route answers.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="ContentType">As in the header of that name.</param>
/// <param name="Body">Sent as UTF-8.</param>
internal sealed record HttpAnswer(int Status, string ContentType, string Body)
{
    public const int Ok = 200;
    public const int Unavailable = 503;

    /// <param name="json">One JSON value.</param>
    public static HttpAnswer Json(int status, string json) => new(status, "application/json; charset=utf-8", json + "\n");

    /// <param name="line">Without a line break.</param>
    public static HttpAnswer Text(int status, string line) => new(status, "text/plain; charset=utf-8", line + "\n");
}
