using VizTeh.Actors.Inbox;

namespace VizTeh.Actors.Tests.Inbox;

public sealed class UndeletedUpdatesTests
{
    private readonly UndeletedUpdates _undeleted = new();

    [Fact]
    public void Updates_are_counted_by_chat_until_they_are_deleted()
    {
        _undeleted.Add(1, chatId: 7);
        _undeleted.Add(2, chatId: 7);
        _undeleted.Add(2, chatId: 7);
        _undeleted.Add(3, chatId: null);
        Assert.Equal((3, 2, 0), (_undeleted.Count, _undeleted.CountOf(7), _undeleted.CountOf(8)));

        _undeleted.OnDeleted([1, 3, 99]);
        Assert.Equal((1, 1), (_undeleted.Count, _undeleted.CountOf(7)));
        Assert.False(_undeleted.Contains(1));
        _undeleted.OnDeleted([2]);
        Assert.Equal(0, _undeleted.CountOf(7));
    }

    [Fact]
    public void One_deletion_is_under_way_at_a_time_and_one_that_failed_is_repeated_with_what_came_meanwhile()
    {
        Assert.Empty(_undeleted.BeginDeletion());
        _undeleted.Add(1, chatId: 7);
        Assert.Equal([1], _undeleted.BeginDeletion());
        _undeleted.Add(2, chatId: 7);
        Assert.Empty(_undeleted.BeginDeletion());

        _undeleted.OnDeleteFailed();
        Assert.Equal([1, 2], _undeleted.BeginDeletion().Order());
    }

    [Fact]
    public void A_deletion_is_put_off_once_and_not_while_one_is_under_way()
    {
        Assert.False(_undeleted.IsToBeginSoon());
        _undeleted.Add(1, chatId: 7);
        Assert.True(_undeleted.IsToBeginSoon());
        Assert.False(_undeleted.IsToBeginSoon());

        _undeleted.OnDue();
        _undeleted.BeginDeletion();
        Assert.False(_undeleted.IsToBeginSoon());
    }
}
