using System.Net;

namespace VizTeh.Actors.Sandbox.Page;

/// <summary>
/// Accepts requests of the page only. A site in another tab could reach a server on loopback: by a host name of its own that resolves to
/// 127.0.0.1 (another Host), or by sending forms across origins (another Origin).
/// </summary>
internal static class PageGuard
{
    // Script and styles are files of this server, so injected markup would not run.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'";

    public static Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        var (request, response) = (context.Request, context.Response);
        if (!IsLoopback(request.Host))
            return RefuseAsync(response, StatusCodes.Status400BadRequest, "This page answers on 127.0.0.1 and localhost only.");
        if (!ComesFromThePage(request))
            return RefuseAsync(response, StatusCodes.Status403Forbidden, "Requests of other sites are not answered.");

        var headers = response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (request.Path.StartsWithSegments("/api"))
            headers.CacheControl = "no-store";
        return next(context);
    }

    private static bool IsLoopback(HostString host) =>
        string.Equals(host.Host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    /// <summary>
    /// Browsers send the origin of a request (Fetch, "Origin header"; W3C Fetch Metadata); programs such as curl send none and are the
    /// visitor's own. A link from another site may open the page, and nothing else.
    /// </summary>
    private static bool ComesFromThePage(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) && !request.Path.StartsWithSegments("/api"))
            return true;
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && origin != $"{request.Scheme}://{request.Host}")
            return false;
        return request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none";
    }

    private static Task RefuseAsync(HttpResponse response, int status, string why)
    {
        response.StatusCode = status;
        response.ContentType = "text/plain; charset=utf-8";
        return response.WriteAsync(why, response.HttpContext.RequestAborted);
    }
}
