using System.Globalization;
using System.Text;

namespace VizTeh.Actors.Messages;

/// <summary>The display name of a Telegram account: untrusted, and not always visible.</summary>
public static class AccountName
{
    /// <summary>The name, or the account's number in its place when nothing of it can be seen.</summary>
    public static string Shown(string? name, long id) => Visible(name) ?? string.Create(CultureInfo.InvariantCulture, $"id {id}");

    /// <summary>The trimmed name; null when it has no visible character.</summary>
    public static string? Visible(string? name) => name?.Trim() is { } trimmed && trimmed.EnumerateRunes().Any(IsVisible) ? trimmed : null;

    /// <summary>Whether a character draws anything by itself.</summary>
    public static bool IsVisible(Rune rune) => rune.Value switch
    {
        _ when Rune.IsWhiteSpace(rune) => false,
        // Hangul fillers, Khmer inherent vowels, the Braille blank, the grapheme joiner and variation selectors draw nothing alone.
        0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x17B4 or 0x17B5 or 0x2800 or 0x034F => false,
        // The null notehead of music and the blanks of Egyptian hieroglyphs.
        0x1D159 or 0x13441 or 0x13442 => false,
        >= 0xFE00 and <= 0xFE0F or >= 0x180B and <= 0x180F or >= 0xE0000 and <= 0xE0FFF => false,
        _ => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.Control),
    };
}
