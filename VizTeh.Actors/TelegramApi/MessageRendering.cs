using Telegram.Bot.Types.ReplyMarkups;
using VizTeh.Actors.Messages;

namespace VizTeh.Actors.TelegramApi;

/// <summary>Converts the program's keyboards to the SDK's types.</summary>
internal static class MessageRendering
{
    public static ReplyMarkup? ToMarkup(this Keyboard? keyboard) => keyboard switch
    {
        null => null,
        Keyboard.Inline inline => inline.ToMarkup(),
        Keyboard.Menu menu => new ReplyKeyboardMarkup(menu.Rows.Select(row => row.Select(button => button.SharesContact
            ? KeyboardButton.WithRequestContact(button.Label)
            : new KeyboardButton(button.Label))))
        { ResizeKeyboard = true, IsPersistent = true },
        Keyboard.Remove => new ReplyKeyboardRemove(),
        Keyboard.Reply => new ForceReplyMarkup { Selective = true },
        _ => throw new ArgumentOutOfRangeException(nameof(keyboard), keyboard.GetType(), "an unknown kind of keyboard"),
    };

    public static InlineKeyboardMarkup ToMarkup(this Keyboard.Inline inline) =>
        new(inline.Rows.Select(row => row.Select(button => button.CopiedText is { } text
            ? InlineKeyboardButton.WithCopyText(button.Label, text)
            : InlineKeyboardButton.WithCallbackData(button.Label, button.Data))));
}
