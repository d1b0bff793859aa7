using VizTeh.Actors.Inbox;

namespace VizTeh.Actors.Tests.Inbox;

/// <summary>Under which kind an update is counted.</summary>
public sealed class UpdateKindsTests
{
    [Theory]
    [InlineData("""{"update_id":1,"message":{"text":"callback_query"}}""", "message")]
    [InlineData("""{ "update_id" : 1, "edited_message" : {} }""", "edited_message")]
    [InlineData("""{"callback_query":{"data":"x"},"update_id":1}""", "callback_query")]
    [InlineData("""{"update_id":1,"my_chat_member":{}}""", "my_chat_member")]
    [InlineData("""{"update_id":1,"new":{"message":1},"message":{}}""", "message")]
    public void An_update_is_counted_by_its_member(string json, string kind) => Assert.Equal(kind, UpdateKinds.Of(json));

    [Theory]
    [InlineData("""{"update_id":1,"a_kind_of_next_year":{"message":{}}}""")]
    [InlineData("""{"update_id":1}""")]
    [InlineData("""["message"]""")]
    [InlineData("\"{}\"")]
    [InlineData("message")]
    [InlineData("{\"update_id\":\"\ud800\",")]
    [InlineData("")]
    public void Anything_else_is_counted_as_other_so_that_nobody_makes_up_values_of_a_label(string json) =>
        Assert.Equal("other", UpdateKinds.Of(json));

    [Fact]
    public void A_text_that_is_longer_than_what_is_looked_at_does_not_matter() =>
        Assert.Equal("message", UpdateKinds.Of($$$"""{"update_id":1,"message":{"text":"{{{new string('ю', 4096)}}}"}}"""));

    [Fact]
    public void A_kind_behind_a_member_that_is_too_long_is_counted_as_other() =>
        Assert.Equal("other", UpdateKinds.Of($$$"""{"new":"{{{new string('n', 500)}}}","message":{}}"""));
}
