using Telegram.Bot.Exceptions;
using Telegram.Bot.Types;
using VizTeh.Actors.Inbox;
using VizTeh.Actors.TelegramApi;

namespace VizTeh.Actors.Tests.Inbox;

public sealed class PollPaceTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly PollPace _pace = new(TimeSpan.FromSeconds(40));

    [Fact]
    public void Empty_answers_that_come_at_once_are_asked_for_less_and_less_down_to_one_a_second()
    {
        var waits = Enumerable.Range(0, 20).Select(_ => Answer(TimeSpan.FromMilliseconds(2))).ToArray();

        Assert.InRange(waits[0], TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(50));
        Assert.All(waits[10..], wait => Assert.InRange(wait, Second / 2, Second));
    }

    [Fact]
    public void The_first_update_and_an_answer_that_took_its_time_end_that()
    {
        for (var count = 0; count < 10; count++)
            Answer(TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, Answer(TimeSpan.Zero, hasNews: true));

        for (var count = 0; count < 10; count++)
            Answer(TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, Answer(Second));
        Assert.True(Answer(TimeSpan.Zero) <= TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void What_is_asked_for_at_once_may_come_at_once()
    {
        var pace = new PollPace(TimeSpan.Zero);
        pace.Answered(TimeSpan.Zero, hasNews: false);

        Assert.Equal(TimeSpan.Zero, pace.Wait);
    }

    [Fact]
    public void Telegrams_word_on_when_to_come_again_is_kept_to()
    {
        _pace.Failed(new ApiRequestException("Too Many Requests", 429, new ResponseParameters { RetryAfter = 30 }));
        Assert.Equal(TimeSpan.FromSeconds(30), _pace.Wait);

        _pace.Failed(new RequestException("429", new FloodException(TimeSpan.FromSeconds(7))));
        Assert.Equal(TimeSpan.FromSeconds(7), _pace.Wait);

        _pace.Failed(new RequestException("429", new FloodException(TimeSpan.FromDays(10_000))));
        Assert.Equal(TimeSpan.FromDays(1), _pace.Wait);
    }

    [Fact]
    public void Failures_are_waited_out_longer_and_longer_and_an_answer_ends_that()
    {
        for (var count = 0; count < 10; count++)
            _pace.Failed(new RequestException("no answer"));
        Assert.InRange(_pace.Wait, TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(15));

        Assert.Equal(TimeSpan.Zero, Answer(Second));
        _pace.Failed(new RequestException("no answer"));
        Assert.True(_pace.Wait < Second);
    }

    private TimeSpan Answer(TimeSpan took, bool hasNews = false)
    {
        _pace.Answered(took, hasNews);
        return _pace.Wait;
    }
}
