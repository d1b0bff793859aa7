using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Tests.Messages;

public sealed class CodePointsTests
{
    [Fact]
    public void An_emoji_counts_as_telegram_counts_it() => Assert.Equal(4, CodePoints.CountIn("а😀❤️"));
}
