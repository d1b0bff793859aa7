using System.Text.Json.Nodes;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Text;

namespace VizTeh.Actors.Sandbox.BotApi.Methods;

/// <summary>The texts that a bot shows of itself, by language.</summary>
internal static class ProfileMethods
{
    private const int DescriptionLimit = 512;
    private const int ShortDescriptionLimit = 120;

    public static MethodResult SetMyDescription(BotApiState state, RequestParameters parameters) =>
        Set(state.Profile.Description, parameters, "description", DescriptionLimit, "DESCRIPTION_TOO_LONG");

    public static MethodResult GetMyDescription(BotApiState state, RequestParameters parameters) =>
        Get(state.Profile.Description, parameters, "description");

    public static MethodResult SetMyShortDescription(BotApiState state, RequestParameters parameters) =>
        Set(state.Profile.ShortDescription, parameters, "short_description", ShortDescriptionLimit, "ABOUT_TOO_LONG");

    public static MethodResult GetMyShortDescription(BotApiState state, RequestParameters parameters) =>
        Get(state.Profile.ShortDescription, parameters, "short_description");

    // The limits are the Bot API's. In which words Telegram refuses a longer text is published nowhere.
    private static MethodResult Set(ProfileText text, RequestParameters parameters, string name, int limit, string refusal)
    {
        var language = LanguageCode.Of(parameters);
        var cleaned = TextRules.Parse(parameters[name], parseMode: "", entities: "", isPerson: _ => false).Plain;
        if (TextRules.CodePoints(cleaned) > limit)
            throw Refuse.BadRequest(refusal);
        text.Set(language, cleaned);
        return MethodResult.True();
    }

    private static MethodResult Get(ProfileText text, RequestParameters parameters, string name) =>
        new(new JsonObject { [name] = text.Get(LanguageCode.Of(parameters)) });
}
