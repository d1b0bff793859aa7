using VizTeh.Actors.Sandbox.BotApi.Calls;

namespace VizTeh.Actors.Sandbox.BotApi.Methods;

/// <summary>Parameter <c>language_code</c>: two letters, or nothing for every language that has no own.</summary>
internal static class LanguageCode
{
    public static string Of(RequestParameters parameters)
    {
        var code = parameters["language_code"];
        return code.Length is 0 || (code.Length == 2 && code.All(char.IsAsciiLetterLower))
            ? code
            : throw Refuse.BadRequest("invalid language code specified");
    }
}
