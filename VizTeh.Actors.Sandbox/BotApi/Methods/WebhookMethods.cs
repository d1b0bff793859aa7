using System.Text.Json.Nodes;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Sandbox.BotApi.Methods;

/// <summary>Webhooks as far as they exclude getUpdates: nothing is ever delivered to a webhook.</summary>
internal static class WebhookMethods
{
    public static MethodResult SetWebhook(BotApiState state, RequestParameters parameters)
    {
        var url = parameters["url"];
        if (url.Length == 0)
            return DeleteWebhook(state, parameters);
        if (!url.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            throw Refuse.BadRequest("bad webhook: An HTTPS URL must be provided for webhook");
        if (parameters.Flag("drop_pending_updates"))
            state.Feed.DropPending();
        state.Feed.ReadAllowed(parameters["allowed_updates"]);
        var already = state.Feed.WebhookUrl == url;
        state.Feed.SetWebhook(url);
        return MethodResult.True(already ? "Webhook is already set" : "Webhook was set");
    }

    public static MethodResult DeleteWebhook(BotApiState state, RequestParameters parameters)
    {
        if (parameters.Flag("drop_pending_updates"))
            state.Feed.DropPending();
        var had = state.Feed.WebhookUrl.Length > 0;
        state.Feed.SetWebhook("");
        return MethodResult.True(had ? "Webhook was deleted" : "Webhook is already deleted");
    }

    public static MethodResult GetWebhookInfo(BotApiState state, RequestParameters parameters)
    {
        var info = new JsonObject
        {
            ["url"] = state.Feed.WebhookUrl,
            ["has_custom_certificate"] = false,
            ["pending_update_count"] = state.Feed.PendingCount,
        };
        if (state.Feed.AllowedUpdates is { } allowed)
            info["allowed_updates"] = new JsonArray([.. allowed.Select(kind => JsonValue.Create(kind))]);
        return new MethodResult(info);
    }
}
