using System.Text;
using VizTeh.Actors.TelegramApi;

namespace VizTeh.Actors.Tests.TelegramApi;

public sealed class RawUpdatesTests
{
    [Theory]
    [InlineData("""{"ok":true,"result":[]}""")]
    [InlineData("""{"ok":true,"result":[{"update_id":1}]}""", """{"update_id":1}""")]
    [InlineData(""" { "result" : [ {"a":[1,{}]} , null,7, "x,]}\"," ] ,"ok" : true} """, """{"a":[1,{}]}""", "null", "7", "\"x,]}\\\",\"")]
    [InlineData("""{"ok":true,"result":[{"text":"\\"},{"text":"]}"}]}""", """{"text":"\\"}""", """{"text":"]}"}""")]
    [InlineData("""{"ok":true,"result":[{"update_id":1,nonsense},{"x":2}]}""", """{"update_id":1,nonsense}""", """{"x":2}""")]
    public void Each_update_is_taken_out_as_it_is(string body, params string[] updates) =>
        Assert.Equal(updates, RawUpdates.Split(Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[1]")]
    [InlineData("""{"ok":false,"error_code":409,"description":"Conflict"}""")]
    [InlineData("""{"ok":true}""")]
    [InlineData("""{"ok":true,"result":true}""")]
    [InlineData("""{"ok":true,"result":[{"update_id":1},{"upd""")]
    [InlineData("""{"ok":true,"result":[{"update_id":1}]""")]
    [InlineData("""{"ok":true,"result":["x""")]
    [InlineData("""{"ok":true,"result":[,]}""")]
    public void What_is_no_whole_and_successful_answer_is_left_to_the_library(string body) =>
        Assert.Null(RawUpdates.Split(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void No_depth_is_too_deep()
    {
        var deep = new string('[', 1_000_000) + new string(']', 1_000_000);

        Assert.Equal(["1", deep, "2"], RawUpdates.Split(Encoding.UTF8.GetBytes($$"""{"ok":true,"result":[1,{{deep}},2]}""")));
    }
}
