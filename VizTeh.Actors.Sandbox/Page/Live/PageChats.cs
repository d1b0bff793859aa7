using System.Collections.Immutable;
using System.Globalization;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;

namespace VizTeh.Actors.Sandbox.Page.Live;

internal enum ChatKind
{
    Client,
    Manager,
    Group,
}

/// <summary>A press of an inline button, for its spinner and for the bot's answer.</summary>
/// <param name="Nonce">Chosen by the pressing tab, so that it recognises the answer to its own press.</param>
internal sealed record PagePress(string Nonce, int MessageId, int Row, int Column, CallbackPress Press);

/// <summary>A chat on the page, as one participant sees it.</summary>
internal sealed class PageChat(string key, ChatKind kind, string title, ChatParticipant participant)
{
    private const int MostPresses = 40;
    private static readonly TimeSpan AnsweredIsKept = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan OpenIsKept = TimeSpan.FromSeconds(150);

    private readonly Lock _lock = new();
    private readonly List<PagePress> _presses = [];

    public string Key => key;

    public ChatKind Kind => kind;

    public string Title => title;

    public ChatParticipant Seat => participant;

    /// <summary>The presses whose spinner turns, and those answered a moment ago.</summary>
    public ImmutableArray<PagePress> Presses(DateTimeOffset now)
    {
        lock (_lock)
        {
            _presses.RemoveAll(press => now - press.Press.At > (press.Press.IsAnswered ? AnsweredIsKept : OpenIsKept));
            return [.. _presses];
        }
    }

    public void Press(int messageId, int row, int column, string nonce)
    {
        var message = participant.Message(messageId) ?? throw new NotPossibleException("Этого сообщения уже нет.");
        var rows = message.InlineButtons;
        if (row < 0 || row >= rows.Length || column < 0 || column >= rows[row].Length || rows[row][column].Data is not { } data)
            throw new NotPossibleException("Этой кнопки уже нет.");
        lock (_lock)
        {
            // As in Telegram's apps, a button is not pressed again while its spinner turns.
            if (_presses.Exists(press =>
                !press.Press.IsAnswered && (press.MessageId, press.Row, press.Column) == (messageId, row, column)))
            {
                return;
            }

            _presses.Add(new PagePress(nonce, messageId, row, column, participant.PressData(message, data)));
            if (_presses.Count > MostPresses)
                _presses.RemoveAt(0);
        }
    }
}

/// <summary>The chats of the page in order of creation: clients, then the managers' own.</summary>
internal sealed class PageChats(BotApiServer telegram)
{
    public const int MostChats = 40;
    public const int LongestName = 40;

    private readonly Lock _lock = new();
    private readonly List<PageChat> _chats = [];
    private int _clients;

    public ImmutableArray<PageChat> All
    {
        get
        {
            lock (_lock)
                return [.. _chats];
        }
    }

    public PageChat? Find(string key) => All.FirstOrDefault(chat => chat.Key == key);

    public void AddManagers(Person manager, Group group, Person member)
    {
        lock (_lock)
        {
            _chats.Add(new PageChat("manager", ChatKind.Manager, manager.ToString(), manager.Chat));
            _chats.Add(new PageChat("group", ChatKind.Group, group.Title, group.Seat(member)));
        }
    }

    /// <param name="name">The person's name in Telegram.</param>
    /// <param name="hasUsername">Whether the person has an @name that the manager can write to.</param>
    /// <exception cref="NotPossibleException">The name is blank or too long, or there are too many chats.</exception>
    public PageChat AddClient(string name, bool hasUsername = true)
    {
        name = string.Join(' ', name.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        if (name.Length is 0 or > LongestName)
            throw new NotPossibleException($"Имя: от 1 до {LongestName} символов.");
        lock (_lock)
        {
            if (_chats.Count >= MostChats)
                throw new NotPossibleException($"Чатов уже {MostChats}: больше песочница не открывает.");
            var number = (++_clients).ToString(CultureInfo.InvariantCulture);
            var person = telegram.AddPerson(
                name, hasUsername ? $"client_{number}" : null,
                phone: string.Create(CultureInfo.InvariantCulture, $"79161234{500 + _clients:000}"));
            var chat = new PageChat("client" + number, ChatKind.Client, name, person.Chat);
            _chats.Insert(_chats.FindLastIndex(known => known.Kind == ChatKind.Client) + 1, chat);
            return chat;
        }
    }
}
