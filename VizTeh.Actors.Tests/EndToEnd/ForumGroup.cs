using Telegram.Bot;
using Telegram.Bot.Types.ReplyMarkups;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>A bot whose managers' chat is a supergroup, with or without topics, made by one manager.</summary>
internal sealed record ForumGroup(BotUnderTest Bot, Group Group, Person Manager) : IAsyncDisposable
{
    public ChatParticipant Seat => Group.Seat(Manager);

    /// <summary>The topic named by each message that the bot sent to the group, if any.</summary>
    public IEnumerable<int?> NamedTopics => Bot.Telegram.Calls.All
        .Where(call => call.Method == "sendMessage" && call.ChatId == Group.Id && call.Succeeded)
        .Select(call => (int?)call.Parameters["message_thread_id"]);

    public static async Task<ForumGroup> CreateAsync(bool hasTopics = true)
    {
        Group? group = null;
        Person? manager = null;
        var bot = await BotUnderTest.CreateAsync(settings: (settings, telegram) =>
        {
            manager = telegram.AddPerson("Мария", username: "maria");
            group = telegram.AddSupergroup("Менеджеры", manager);
            return settings with { ManagerChatIds = [group.Id] };
        });
        return new ForumGroup(bot, hasTopics ? group!.WithTopics() : group!, manager!);
    }

    /// <summary>Posts a message of the bot whose id is not in its tables.</summary>
    public async Task<ChatMessage> PostAsync(string data, int? topic = null)
    {
        await new TelegramBotClient(new TelegramBotClientOptions(Bot.Telegram.Token, Bot.Settings.TelegramApiUrl)).SendMessage(
            Group.Id, "Сообщение с кнопкой", messageThreadId: topic,
            replyMarkup: new InlineKeyboardMarkup(InlineKeyboardButton.WithCallbackData("Кнопка", data)));
        return await Seat.NextAsync("Сообщение с кнопкой");
    }

    public ValueTask DisposeAsync() => Bot.DisposeAsync();
}
