using System.Collections.Immutable;

namespace VizTeh.Actors.Sandbox.BotApi.Chats;

/// <summary>A line of the bot's command menu.</summary>
public sealed record MenuCommand(string Command, string Description);

/// <summary>The target of a command list: `BotCommandScope`. Chat and user are 0 where the type has none.</summary>
internal sealed record CommandScope(string Type, long ChatId = 0, long UserId = 0);

/// <summary>Command lists by scope and language. Used under the server's lock.</summary>
internal sealed class CommandRegistry
{
    private readonly Dictionary<(CommandScope Scope, string Language), ImmutableArray<MenuCommand>> _lists = [];

    public void Set(CommandScope scope, string language, ImmutableArray<MenuCommand> commands)
    {
        if (commands.IsEmpty)
            _lists.Remove((scope, language));
        else
            _lists[(scope, language)] = commands;
    }

    public ImmutableArray<MenuCommand> Get(CommandScope scope, string language) => _lists.GetValueOrDefault((scope, language), []);

    /// <summary>The first list that exists, from the narrowest scope to the widest (Bot API, "Determining list of commands").</summary>
    public ImmutableArray<MenuCommand> SeenBy(Person person, ChatRoom room, string language)
    {
        CommandScope[] scopes = room.IsPrivate
            ? [new("chat", room.Id), new("all_private_chats"), new("default")]
            : [new("chat_member", room.Id, person.Id), new("chat", room.Id), new("all_group_chats"), new("default")];
        foreach (var scope in scopes)
        {
            if (_lists.TryGetValue((scope, language), out var commands) || _lists.TryGetValue((scope, ""), out commands))
                return commands;
        }

        return [];
    }
}
