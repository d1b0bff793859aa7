namespace VizTeh.Actors.Messages;

/// <summary>What a person is to see, in the program's own terms; the Telegram room turns it into calls of the Bot API.</summary>
/// <param name="Html">Text in Telegram's HTML subset, everything a person typed already escaped; at most 4096 characters once
/// parsed.</param>
/// <param name="Keyboard">The keyboard to show with it; null leaves the one that is on screen.</param>
public sealed record Message(string Html, Keyboard? Keyboard = null);

/// <summary>The keyboards that a message can carry; a message carries one at most (Bot API, sendMessage.reply_markup).</summary>
public abstract record Keyboard
{
    private Keyboard()
    {
    }

    /// <summary>Buttons under the input field; pressing one sends its label as the person's message. Stays until replaced.</summary>
    public sealed record Menu(IReadOnlyList<IReadOnlyList<MenuButton>> Rows) : Keyboard;

    /// <summary>Buttons under the message itself; pressing one sends a callback query.</summary>
    public sealed record Inline(IReadOnlyList<IReadOnlyList<InlineButton>> Rows) : Keyboard;

    /// <summary>Takes a menu away.</summary>
    public sealed record Remove : Keyboard;
}

/// <param name="Label">What is shown, and what is sent when it is pressed.</param>
/// <param name="SharesContact">Whether a press sends the person's own contact instead of the label (private chats only).</param>
public sealed record MenuButton(string Label, bool SharesContact = false);

/// <param name="Label">What is shown.</param>
/// <param name="Data">What comes back in the callback query: 1 to 64 bytes in UTF-8 (Bot API, InlineKeyboardButton.callback_data).</param>
public sealed record InlineButton(string Label, string Data);
