using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Tickets;

/// <summary>What the managers read about files that only they can delete.</summary>
public sealed class OldFilesTextTests
{
    [Fact]
    public void In_a_supergroup_every_file_has_its_address() => Assert.EndsWith(
        "сами:\nhttps://t.me/c/1234567890/5\nhttps://t.me/c/1234567890/70",
        OldFilesText.Render(12, -1001234567890, [5, 70], ShippedForm.Texts), StringComparison.Ordinal);

    [Theory]
    [InlineData(-4567)]
    [InlineData(42)]
    public void In_another_chat_where_they_are_is_said_in_words(long chatId) => Assert.EndsWith(
        "они отправлены ответами на карточку. Таких сообщений: 2.",
        OldFilesText.Render(12, chatId, [5, 70], ShippedForm.Texts), StringComparison.Ordinal);
}
