using System.Collections.Immutable;

namespace VizTeh.Actors.Sandbox.BotApi.Text;

/// <summary>The buttons of a message.</summary>
public abstract record ReplyMarkup
{
    private ReplyMarkup()
    {
    }

    /// <summary>Buttons under the message. <paramref name="Json"/> is the object as Telegram would return it.</summary>
    public sealed record Inline(ImmutableArray<ImmutableArray<InlineButton>> Rows, string Json) : ReplyMarkup;

    /// <summary>Buttons in place of the keyboard of the phone.</summary>
    public sealed record Keyboard(ImmutableArray<ImmutableArray<MenuButton>> Rows, bool OneTime, bool Selective, string? Placeholder)
        : ReplyMarkup
    {
        /// <summary>Every label, row by row.</summary>
        public IEnumerable<string> Labels => Rows.SelectMany(row => row).Select(button => button.Label);
    }

    public sealed record Remove(bool Selective) : ReplyMarkup;

    public sealed record Force(bool Selective, string? Placeholder) : ReplyMarkup;
}

/// <summary>A button under a message; <paramref name="Data"/> is null when it does something else than call back.</summary>
/// <param name="CopiedText">What a press copies to the person's clipboard; null for any other button.</param>
public sealed record InlineButton(string Label, string? Data, string? Url, string? CopiedText = null);

/// <summary>A button of the reply keyboard: it sends its label, or the person's own contact or location.</summary>
public sealed record MenuButton(string Label, bool RequestsContact, bool RequestsLocation);
