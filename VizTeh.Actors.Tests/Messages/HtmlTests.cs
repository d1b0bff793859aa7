using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Tests.Messages;

public sealed class HtmlTests
{
    [Theory]
    [InlineData("a < b && b > c", "a &lt; b &amp;&amp; b &gt; c")]
    [InlineData("&lt;", "&amp;lt;")]
    [InlineData("\"'«»", "\"'«»")]
    [InlineData("", "")]
    public void What_would_be_markup_becomes_text(string text, string html) => Assert.Equal(html, Html.Escape(text));

    [Fact]
    public void Bold_and_italic_escape_what_they_hold() =>
        Assert.Equal("<b>&lt;</b><i>&amp;</i>", Html.Bold("<") + Html.Italic("&"));
}
