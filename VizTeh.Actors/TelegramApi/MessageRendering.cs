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
        Keyboard.Menu menu => menu.ToMarkup(sharesContact: menu.Rows.Any(row => row.Any(button => button.SharesContact))),
        Keyboard.Remove => new ReplyKeyboardRemove(),
        Keyboard.Reply => new ForceReplyMarkup { Selective = true },
        _ => throw new ArgumentOutOfRangeException(nameof(keyboard), keyboard.GetType(), "an unknown kind of keyboard"),
    };

    // The button that shares the contact serves one question: the menu hides once it is used, since the message after it may bring none.
    private static ReplyKeyboardMarkup ToMarkup(this Keyboard.Menu menu, bool sharesContact) =>
        new(menu.Rows.Select(row => row.Select(button => button.SharesContact
            ? KeyboardButton.WithRequestContact(button.Label)
            : new KeyboardButton(button.Label))))
        {
            ResizeKeyboard = true,
            IsPersistent = !sharesContact,
            OneTimeKeyboard = sharesContact,
        };

    public static InlineKeyboardMarkup ToMarkup(this Keyboard.Inline inline) =>
        new(inline.Rows.Select(row => row.Select(button => button.CopiedText is { } text
            ? InlineKeyboardButton.WithCopyText(button.Label, text)
            : InlineKeyboardButton.WithCallbackData(button.Label, button.Data))));
}
