using VizTeh.Actors.Inbox;

namespace VizTeh.Actors.Tests.Inbox;

public sealed class DeferredUpdatesTests
{
    private readonly DeferredUpdates _deferred = new();
    private readonly UndeletedUpdates _undeleted = new();

    [Fact]
    public void Each_is_ready_once_no_handled_update_of_its_own_chat_is_left()
    {
        var (first, second) = (Update(2, chat: 7), Update(4, chat: 8));
        _deferred.Add(first);
        _deferred.Add(second);
        _undeleted.Add(1, chatId: 7);
        _undeleted.Add(3, chatId: 8);
        Assert.Empty(_deferred.TakeReady(_undeleted));

        _undeleted.OnDeleted([3]);
        Assert.Equal([second], _deferred.TakeReady(_undeleted));
        Assert.Empty(_deferred.TakeReady(_undeleted));
        Assert.Equal(1, _deferred.Count);
    }

    [Fact]
    public void One_that_was_handled_or_sent_meanwhile_is_not_sent_again()
    {
        var update = Update(2, chat: 7);
        _deferred.Add(update);
        _deferred.Remove(update);

        Assert.Empty(_deferred.TakeReady(_undeleted));
    }

    private static PendingUpdate Update(long id, long chat) => new(id, chat, new IncomingUpdate.ForNobody(id), attempts: 0);
}
