using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Updates;

public sealed class WrittenCommandTests
{
    [Theory]
    [InlineData("/find", "find", null, "")]
    [InlineData("  /FIND@viz_bot  ", "FIND", "viz_bot", "")]
    [InlineData("/find@viz_bot Тверь, стелы", "find", "viz_bot", "Тверь, стелы")]
    [InlineData("/find \n a@b.ru ", "find", null, "a@b.ru")]
    [InlineData("/find@a@b", "find", "a@b", "")]
    [InlineData("/", "", null, "")]
    [InlineData("/ find", "", null, "find")]
    [InlineData("/@viz_bot", "", "viz_bot", "")]
    public void A_command_is_taken_apart(string text, string name, string? addressee, string arguments) =>
        Assert.Equal(new WrittenCommand(name, addressee, arguments), WrittenCommand.Read(text));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("find")]
    [InlineData("find /help")]
    public void A_text_without_a_slash_at_its_beginning_is_no_command(string text) => Assert.Null(WrittenCommand.Read(text));
}
