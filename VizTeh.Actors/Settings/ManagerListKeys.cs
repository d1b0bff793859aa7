using System.Collections.Frozen;
using System.Globalization;
using Akka.Configuration.Hocon;

namespace VizTeh.Actors.Settings;

/// <summary>Reads <c>vizteh.managers</c>: who may act in the managers' chats.</summary>
internal static class ManagerListKeys
{
    public const string Key = "vizteh.managers";

    private const string Example = "[123456789, 987654321]";

    // Telegram's placeholders, each of which stands for many people (Bot API, Message.from).
    private static readonly Dictionary<long, string> Placeholders = new()
    {
        [1087968824] = "all anonymous administrators of a group",
        [777000] = "Telegram itself, and the posts of a group's channel",
        [136817688] = "everybody who writes in the name of a channel",
    };

    /// <param name="value">Null when it is not written.</param>
    /// <returns>Null for everybody in the chats; and all mistakes, each a sentence that begins with the key.</returns>
    public static (IReadOnlySet<long>? Managers, IReadOnlyList<string> Mistakes) Read(HoconValue? value)
    {
        if (value is null)
            return (null, []);
        // The parser's own check does not recognise an empty list.
        if (value.IsObject() || value.IsString())
            return (null, [$"{Key} must be a list of the numbers of people: {Example}"]);
        var entries = value.IsArray() ? value.GetArray() : [];
        if (entries.Count == 0)
            return (null, [$"{Key} is empty, so nobody could act: leave it out to let everybody in the managers' chats act"]);
        var managers = new HashSet<long>();
        var mistakes = new List<string>();
        foreach (var entry in entries)
        {
            var written = entry.IsString() ? entry.GetString()?.Trim() : null;
            if (!long.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id == 0)
                mistakes.Add($"{Key} has {(written is null ? "an entry" : $"\"{written}\"")}, which is no number of a person: {Example}");
            else if (Placeholders.TryGetValue(id, out var meaning))
                mistakes.Add($"{Key} has {written}, which stands for {meaning}, not for a person: remove it");
            else
                managers.Add(id);
        }

        return (managers.ToFrozenSet(), mistakes);
    }
}
