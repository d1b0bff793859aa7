namespace VizTeh.Actors.TelegramApi;

/// <summary>Learns how far Telegram's clock is from this machine's: each response has the server's time, in whole seconds.</summary>
internal sealed class ServerClock(TimeProvider clock, HttpMessageHandler connections) : DelegatingHandler(connections)
{
    /// <summary>Telegram's time less the machine's, at the newest response; null before the first.</summary>
    public TimeSpan? Ahead { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.Headers.Date is { } there)
            Ahead = there - clock.GetUtcNow();
        return response;
    }
}
