using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tests.Forms;

public sealed class AnswerTextTests
{
    [Theory]
    [InlineData("Анна", "Анна")]
    [InlineData("  Анна \t\r\n Мария  ", "Анна Мария")]
    [InlineData("Анна\u00A0\u2003Мария", "Анна Мария")]
    [InlineData("А\u2028Б\u0085В\vГ", "А Б В Г")]
    [InlineData("А\0н\u0007н\u001Bа\u007F\u009F", "Анна")]
    [InlineData("\u202EАн\u2066на\u2069\u202C", "Анна")]
    [InlineData("Ан\u200Bна\uFEFF\u2060", "Анна")]
    [InlineData("Анна\uFFFE\uFDD0\U0001FFFF", "Анна")]
    [InlineData("А \u200B \0 Б", "А Б")]
    [InlineData("👩‍👩‍👧 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👩‍👩‍👧 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿")]
    [InlineData("<b>& \"'", "<b>& \"'")]
    [InlineData("", "")]
    public void One_line_is_cleaned(string typed, string cleaned) => Assert.Equal(cleaned, AnswerText.SingleLine(typed));

    [Theory]
    [InlineData("Раз\r\nдва\rтри\nчетыре", "Раз\nдва\nтри\nчетыре")]
    [InlineData("Раз\n\n\n\nдва", "Раз\n\nдва")]
    [InlineData("Раз\n \t\n\u200B\n\nдва", "Раз\n\nдва")]
    [InlineData("\n\n  Раз  \n  два\t\n\n", "Раз\n  два")]
    [InlineData("Раз\u2028два\u2029три", "Раз\nдва\nтри")]
    [InlineData("Р\0аз\u202E", "Раз")]
    [InlineData("- раз\n- два", "- раз\n- два")]
    [InlineData("👩‍👧\n❤️", "👩‍👧\n❤️")]
    [InlineData("\n\r\n \u2028", "")]
    public void Many_lines_are_cleaned_and_stay_lines(string typed, string cleaned) =>
        Assert.Equal(cleaned, AnswerText.MultiLine(typed));

    [Theory]
    [InlineData("", true)]
    [InlineData(" \n\t\u00A0\u3000", true)]
    [InlineData("\u200B\u200C\u200D\u2060\uFEFF\u00AD", true)]
    [InlineData("\u3164\u115F\u1160\uFFA0", true)]
    [InlineData("\u2800", true)]
    [InlineData("\uFE0F\u034F", true)]
    [InlineData("\0\u0001\uFFFF", true)]
    [InlineData("\u202E\u2069\u200E", true)]
    [InlineData(".", false)]
    [InlineData("\u200Bа", false)]
    [InlineData("😀", false)]
    public void Blank_is_what_shows_nothing(string text, bool blank) => Assert.Equal(blank, AnswerText.IsBlank(text));

    [Theory]
    [InlineData("О компании", "о  КОМПАНИИ ", true)]
    [InlineData("Ещё", "ЕЩЕ", true)]
    [InlineData("Назад", "Назад\u200B", true)]
    [InlineData("Назад", "На зад", false)]
    [InlineData("Знаки", "Знак", false)]
    public void Labels_are_the_same_word_to_a_person(string one, string other, bool same) =>
        Assert.Equal(same, AnswerText.SameLabel(one, other));

    // Not a theory, since an attribute cannot hold half a surrogate pair.
    [Fact]
    public void Halves_of_surrogate_pairs_are_removed_and_whole_ones_stay()
    {
        Assert.Equal("Ан😀на", AnswerText.SingleLine("А\uD83Dн\uD83D\uDE00н\uDE00\uD83Dа"));
        Assert.Equal("Ан\nна", AnswerText.MultiLine("А\uDE00н\n\uD83Dна\uD83D"));
        Assert.True(AnswerText.IsBlank("\uDE00\uD83D"));
        Assert.Equal("\uFFFD", AnswerText.SingleLine("\uFFFD"));
    }
}
