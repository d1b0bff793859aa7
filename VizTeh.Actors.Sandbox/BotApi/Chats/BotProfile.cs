namespace VizTeh.Actors.Sandbox.BotApi.Chats;

/// <summary>One of the texts that a bot shows of itself, by language; "" is every other language. Used under the server's lock.</summary>
internal sealed class ProfileText
{
    private readonly Dictionary<string, string> _texts = [];

    /// <summary>An empty text takes the language's own away.</summary>
    public void Set(string language, string text)
    {
        if (text.Length == 0)
            _texts.Remove(language);
        else
            _texts[language] = text;
    }

    /// <summary>The language's own text, or an empty one.</summary>
    public string Get(string language) => _texts.GetValueOrDefault(language, "");

    /// <summary>What a person of that language sees.</summary>
    public string SeenIn(string language) => _texts.TryGetValue(language, out var own) ? own : Get("");
}

/// <summary>What a bot shows of itself to whoever has not written to it yet.</summary>
internal sealed class BotProfile
{
    /// <summary>Stands in the chat while it is empty.</summary>
    public ProfileText Description { get; } = new();

    /// <summary>Stands on the bot's page, and goes with a link to it.</summary>
    public ProfileText ShortDescription { get; } = new();
}
