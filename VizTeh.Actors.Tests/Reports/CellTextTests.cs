using VizTeh.Actors.Reports;

namespace VizTeh.Actors.Tests.Reports;

/// <summary>What strangers typed cannot break a table, nor run in it.</summary>
public sealed class CellTextTests
{
    [Theory]
    [InlineData("=1+1")]
    [InlineData("+79161234567")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    [InlineData("\n=1")]
    [InlineData("＝1")]
    public void A_text_that_begins_like_a_formula_is_known(string text) => Assert.True(CellText.CouldBeFormula(text));

    [Theory]
    [InlineData("")]
    [InlineData("Тверь")]
    [InlineData("1=1")]
    [InlineData("'=1")]
    public void Any_other_text_is_none(string text) => Assert.False(CellText.CouldBeFormula(text));

    [Theory]
    [InlineData("Тверь", "Тверь")]
    [InlineData("1=1, a-b", "1=1, a-b")]
    [InlineData("Тверь,=HYPERLINK(\"http://a\")", "Тверь,'=HYPERLINK(\"http://a\")")]
    [InlineData("текст\n=1+1", "текст\n'=1+1")]
    [InlineData("a;+1\t@b\r\n-2", "a;'+1\t'@b\r\n'-2")]
    [InlineData("a,\"\"=1", "a,\"\"'=1")]
    [InlineData("\"=1\"", "\"'=1\"")]
    [InlineData("a,,＝1", "a,,'＝1")]
    [InlineData("\t=1", "'\t'=1")]
    public void Whatever_sign_a_program_takes_for_the_end_of_a_cell_no_cell_begins_like_a_formula(string text, string safe) =>
        Assert.Equal(safe, CellText.WithoutFormulas(text));

    [Theory]
    [InlineData("a\0b\u0007c", "abc")]
    [InlineData("a\nb\tc", "a\nb\tc")]
    [InlineData("🙂", "🙂")]
    public void What_no_file_can_hold_is_left_out(string text, string clean) => Assert.Equal(clean, CellText.Clean(text));

    [Fact]
    public void Half_a_sign_is_left_out()
    {
        Assert.Equal("", CellText.Clean("\ud83d"));
        Assert.Equal("ab", CellText.Clean("a\ude42b"));
        Assert.Equal("!", CellText.Clean("\uffff!"));
    }

    [Fact]
    public void A_text_is_as_long_as_a_cell_takes_and_no_sign_is_split()
    {
        Assert.Equal(CellText.Longest, CellText.Clean(new string('ы', 40_000)).Length);
        Assert.Equal(CellText.Longest - 1, CellText.Clean(string.Concat(Enumerable.Repeat("🙂", 20_000))).Length);
    }
}
