using System.Data.Common;
using System.Globalization;
using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Sandbox.Demo;

/// <summary>Prints chats to a terminal: the messages that are new or changed since the last call.</summary>
internal sealed class Transcript(TextWriter output)
{
    private readonly Dictionary<(long ChatId, int MessageId), int> _shown = [];
    private readonly Dictionary<string, string> _menus = [];

    /// <param name="participant">The participant whose view is printed.</param>
    /// <param name="name">The chat's name.</param>
    public void ShowNew(ChatParticipant participant, string name)
    {
        foreach (var message in participant.Messages)
        {
            var key = (message.ChatId, message.Id);
            var isKnown = _shown.TryGetValue(key, out var edits);
            if (isKnown && edits == message.EditCount)
                continue;
            _shown[key] = message.EditCount;
            var speaker = (message.FromBot, isKnown) switch
            {
                (true, false) => $"  бот → {name}",
                (true, true) => $"  бот → {name} (изменено)",
                _ => $"{message.Author?.FirstName}",
            };
            Write(speaker, Describe(message));
            if (!message.FromBot)
                continue;
            foreach (var row in message.InlineButtons)
                Write("", string.Join("  ", row.Select(button => $"[{button.Label}]")));
        }

        ShowMenu(participant, name);
    }

    public void Say(string line) => output.WriteLine(line);

    /// <summary>A column of a row as text; times in the local time zone.</summary>
    public static string Value(DbDataReader row, int column) => row.IsDBNull(column)
        ? ""
        : row.GetValue(column) switch
        {
            DateTime { Kind: DateTimeKind.Utc } time => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };

    private void ShowMenu(ChatParticipant participant, string name)
    {
        var menu = string.Join(" | ", participant.Menu?.Rows.SelectMany(row => row).Select(button => button.Label) ?? []);
        if (menu == _menus.GetValueOrDefault(name, ""))
            return;
        _menus[name] = menu;
        Write("", $"(под полем ввода: {menu})");
    }

    private static string Describe(ChatMessage message) =>
        message.Kind == MessageKind.Text ? message.Text : $"<{message.Kind}> {message.Text}".TrimEnd();

    private void Write(string speaker, string text)
    {
        var first = true;
        foreach (var line in text.Split('\n'))
        {
            output.WriteLine($"{(first ? speaker : ""),-28}{(first && speaker.Length > 0 ? ": " : "  ")}{line}");
            first = false;
        }
    }
}
