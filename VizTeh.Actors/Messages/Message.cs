namespace VizTeh.Actors.Messages;

/// <summary>A message to a person in the program's own terms; the room TelegramApi turns it into calls of the Bot API.</summary>
/// <param name="Html">
/// Text in Telegram's HTML subset, with everything that a person typed already escaped; at most 4096 characters after parsing.
/// </param>
/// <param name="Keyboard">The keyboard to show with it; null leaves the one that is on screen.</param>
public sealed record Message(string Html, Keyboard? Keyboard = null);

/// <summary>The keyboards that a message can carry; a message carries one at most (Bot API, sendMessage.reply_markup).</summary>
public abstract record Keyboard
{
    private Keyboard()
    {
    }

    /// <summary>Buttons under the input field; pressing one sends its label as the person's message. Stays until replaced.</summary>
    public sealed record Menu(IReadOnlyList<IReadOnlyList<MenuButton>> Rows) : Keyboard
    {
        /// <summary>Whether the buttons are the same.</summary>
        public bool Equals(Menu? other) =>
            other is not null && Rows.Count == other.Rows.Count
            && Rows.Zip(other.Rows, (mine, others) => mine.SequenceEqual(others)).All(same => same);

        public override int GetHashCode() => Rows.Count;
    }

    /// <summary>Buttons under the message itself; pressing one sends a callback query, unless it copies a text.</summary>
    public sealed record Inline(IReadOnlyList<IReadOnlyList<InlineButton>> Rows) : Keyboard;

    /// <summary>Removes the menu.</summary>
    public sealed record Remove : Keyboard;

    /// <summary>
    /// Opens the reply to the message in the app of the person whom the text mentions (Bot API, ForceReply.selective); nobody else's.
    /// </summary>
    public sealed record Reply : Keyboard;
}

/// <param name="Label">The text on the button, which is sent when it is pressed.</param>
/// <param name="SharesContact">Whether a press sends the person's own contact instead of the label (private chats only).</param>
public sealed record MenuButton(string Label, bool SharesContact = false);

/// <param name="Label">The text on the button.</param>
/// <param name="Data">
/// Returned in the callback query: 1 to 64 bytes in UTF-8 (Bot API, InlineKeyboardButton.callback_data). Empty for a button that copies.
/// </param>
public sealed record InlineButton(string Label, string Data)
{
    /// <summary>The most that a button can copy, in characters (Bot API, CopyTextButton.text).</summary>
    public const int LongestCopy = 256;

    /// <summary>What a press copies to the person's clipboard, of which the bot learns nothing; null for a callback query.</summary>
    public string? CopiedText { get; private init; }

    /// <summary>A button that copies a text to the person's clipboard.</summary>
    /// <param name="text">1 to <see cref="LongestCopy"/> characters.</param>
    public static InlineButton Copying(string label, string text) => new(label, Data: "") { CopiedText = text };
}
