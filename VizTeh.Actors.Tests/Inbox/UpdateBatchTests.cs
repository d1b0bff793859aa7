using VizTeh.Actors.Inbox;

namespace VizTeh.Actors.Tests.Inbox;

public sealed class UpdateBatchTests
{
    [Theory]
    [InlineData("""{"update_id":7}""", 7)]
    [InlineData("""{"message":{"update_id":1,"deep":[[[]]]},"update_id":7}""", 7)]
    [InlineData("""{"update_id":"7"}""", 7)]
    [InlineData("""{"update_id":7,"message":nonsense""", 7)]
    [InlineData("""{"update_id":2147483647}""", 2147483647)]
    [InlineData("""{"update_id":null}""", InboxRow.NoId)]
    [InlineData("""{"update_id":"\ud800"}""", InboxRow.NoId)]
    [InlineData("""{"update_id":{"x":7}}""", InboxRow.NoId)]
    [InlineData("""{"update_id":0}""", InboxRow.NoId)]
    [InlineData("""{"update_id":-7}""", InboxRow.NoId)]
    [InlineData("""{"update_id":7.5}""", InboxRow.NoId)]
    [InlineData("""{"update_id":2147483648}""", InboxRow.NoId)]
    [InlineData("""{"update_id":9223372036854775807}""", InboxRow.NoId)]
    [InlineData("""{"update_id":92233720368547758079223372036854775807}""", InboxRow.NoId)]
    [InlineData("""{"message":{"update_id":7}}""", InboxRow.NoId)]
    [InlineData("""["update_id",7]""", InboxRow.NoId)]
    [InlineData("null", InboxRow.NoId)]
    [InlineData("nonsense", InboxRow.NoId)]
    [InlineData("", InboxRow.NoId)]
    public void An_id_that_can_be_read_is_and_what_has_none_is_to_be_set_aside(string json, long updateId)
    {
        var row = Assert.Single(UpdateBatch.Of([json], offset: 5, previous: null).Rows);

        Assert.Equal((updateId, json, updateId == InboxRow.NoId), (row.UpdateId, row.Json, row.Refusal is not null));
    }

    [Fact]
    public void An_id_is_found_below_any_depth()
    {
        var deep = new string('[', 1_000_000) + new string(']', 1_000_000);

        Assert.Equal(8, UpdateBatch.Of([$$"""{"x":{{deep}},"update_id":7}"""], offset: 5, previous: null).NextOffset);
    }

    [Theory]
    [InlineData("5 6 7", 8)]
    [InlineData("900 901 3", 4)]
    [InlineData("5 x 7", 8)]
    [InlineData("5 6 x", 8)]
    [InlineData("5 x x", 8)]
    [InlineData("x x", 7)]
    [InlineData("5 6 5", 6)]
    public void The_next_offset_is_behind_the_last_update_and_never_behind_one_that_was_not_seen(string ids, long nextOffset) =>
        Assert.Equal(nextOffset, Batch(ids, offset: 5).NextOffset);

    [Fact]
    public void Before_the_first_offset_an_answer_without_ids_confirms_nothing_that_telegram_counts() =>
        Assert.Equal(2, Batch("x y", offset: null).NextOffset);

    [Fact]
    public void Of_one_id_only_the_first_is_taken() => Assert.Equal([5, 6], Batch("5 6 5", offset: 5).Rows.Select(row => row.UpdateId));

    [Fact]
    public void What_has_no_id_and_comes_again_and_again_is_taken_once()
    {
        var first = Batch("5 x", offset: 5);
        var second = Batch("x", first.NextOffset, first);
        var third = Batch("x y", second.NextOffset, second);

        Assert.Equal(2, first.Rows.Count);
        Assert.Empty(second.Rows);
        Assert.Equal(["\"y\""], third.Rows.Select(row => row.Json));
        Assert.Equal([7, 8, 10], [first.NextOffset, second.NextOffset, third.NextOffset]);
    }

    /// <param name="ids">Letters for updates without one.</param>
    private static UpdateBatch Batch(string ids, long? offset, UpdateBatch? previous = null) => UpdateBatch.Of(
        [.. ids.Split(' ').Select(id => char.IsLetter(id[0]) ? $"\"{id}\"" : $$"""{"update_id":{{id}} }""")], offset, previous);
}
