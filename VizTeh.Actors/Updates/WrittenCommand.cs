namespace VizTeh.Actors.Updates;

/// <summary>A command as a person writes it: <c>/name@bot arguments</c>.</summary>
/// <param name="Name">The word after the slash, in its original letter case; may be empty.</param>
/// <param name="Addressee">The bot that is named after the @; null when there is none.</param>
/// <param name="Arguments">The text after the first word, trimmed; may be empty.</param>
internal sealed record WrittenCommand(string Name, string? Addressee, string Arguments)
{
    /// <summary>Null for a text that does not begin with a slash.</summary>
    public static WrittenCommand? Read(string text)
    {
        if (text.Trim().Split((char[]?)null, 2) is not [['/', .. var word], .. var rest])
            return null;
        var arguments = rest is [var following] ? following.TrimStart() : "";
        return word.Split('@', 2) is [var name, var addressee]
            ? new WrittenCommand(name, addressee, arguments)
            : new WrittenCommand(word, null, arguments);
    }
}
