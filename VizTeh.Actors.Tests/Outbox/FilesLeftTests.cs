using System.Text.Json;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Outbox;

namespace VizTeh.Actors.Tests.Outbox;

public sealed class FilesLeftTests
{
    private static readonly FilesLeft All = FilesLeft.AllOf(
        [new(AttachmentKind.Photo), new(AttachmentKind.Voice), new(AttachmentKind.Photo)]);

    [Fact]
    public void Each_group_is_left_until_it_was_sent()
    {
        Assert.Equal("""{"groups":[[0,2],[1]],"refused":[]}""", All.Write());
        Assert.Equal("""{"groups":[[1]],"refused":[]}""", All.AfterNext().Write());
        Assert.False(All.AfterNext().IsNothing);
        Assert.True(All.AfterNext().AfterNext().IsNothing);
    }

    [Fact]
    public void Of_a_refused_group_each_file_is_left_and_what_is_refused_alone_is_left_to_be_named_last()
    {
        var alone = All.AfterRefusal();
        var refused = alone.AfterRefusal().AfterNext();

        Assert.Equal("""{"groups":[[0],[2],[1]],"refused":[]}""", alone.Write());
        Assert.Equal("""{"groups":[[1]],"refused":[0]}""", refused.Write());
        Assert.Equal("""{"groups":[],"refused":[0,1]}""", refused.AfterRefusal().Write());
        Assert.True(refused.AfterRefusal().AfterNext().IsNothing);
    }

    [Fact]
    public void What_is_left_is_read_as_it_was_written() => Assert.Equal(All, FilesLeft.Read(All.Write()));

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"groups":[[0]],"refused":[],"later":1}""")]
    [InlineData("""{"groups":"all","refused":[]}""")]
    public void What_this_version_does_not_understand_is_not_guessed(string json) =>
        Assert.Throws<JsonException>(() => FilesLeft.Read(json));
}
