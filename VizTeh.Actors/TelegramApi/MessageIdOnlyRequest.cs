using Telegram.Bot.Requests.Abstractions;
using Telegram.Bot.Types;

namespace VizTeh.Actors.TelegramApi;

/// <summary>
/// A request whose response is a whole message, of which only the id is parsed: parsing chat, sender, entities and keyboard would cost more
/// than writing the request.
/// </summary>
internal sealed class MessageIdOnlyRequest(IRequest<Telegram.Bot.Types.Message> request) : IRequest<MessageId>
{
    public HttpMethod HttpMethod => request.HttpMethod;

    public string MethodName => request.MethodName;

    public bool IsWebhookResponse
    {
        get => request.IsWebhookResponse;
        set => request.IsWebhookResponse = value;
    }

    public HttpContent? ToHttpContent() => request.ToHttpContent();
}

/// <summary>The same for a request whose response is an array of messages: an album.</summary>
internal sealed class MessageIdsOnlyRequest(IRequest<Telegram.Bot.Types.Message[]> request) : IRequest<MessageId[]>
{
    public HttpMethod HttpMethod => request.HttpMethod;

    public string MethodName => request.MethodName;

    public bool IsWebhookResponse
    {
        get => request.IsWebhookResponse;
        set => request.IsWebhookResponse = value;
    }

    public HttpContent? ToHttpContent() => request.ToHttpContent();
}
