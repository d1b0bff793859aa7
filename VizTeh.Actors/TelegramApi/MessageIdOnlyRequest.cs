using Telegram.Bot.Requests.Abstractions;
using Telegram.Bot.Types;

namespace VizTeh.Actors.TelegramApi;

/// <summary>
/// A request that is answered with a whole message, of which only the id is read: with its chat, sender, entities and keyboard, reading
/// the answer would cost more than writing the question.
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
