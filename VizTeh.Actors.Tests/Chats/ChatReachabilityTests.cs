using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Chats;

public sealed class ChatReachabilityTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly LogLines _log = new();
    private readonly ILoggerFactory _factory;
    private readonly ChatReachability _reach;

    public ChatReachabilityTests()
    {
        _factory = LoggerFactory.Create(builder => builder.AddProvider(_log));
        _reach = new ChatReachability(_clock, _factory.CreateLogger<ChatReachability>());
    }

    [Fact]
    public void A_chat_that_is_out_of_reach_for_a_day_takes_a_line_an_hour_and_one_when_it_is_back()
    {
        for (var minutes = 0; minutes < 24 * 60; minutes += 5)
        {
            _reach.Lost(-5, "Forbidden: bot was kicked from the group chat");
            _clock.Advance(TimeSpan.FromMinutes(5));
        }

        _reach.Regained(-5);
        _reach.Regained(-5);

        Assert.Equal(24, _log.All.Count(line => line.Contains("cannot be written to", StringComparison.Ordinal)));
        Assert.Single(_log.All, line => line.Contains("can be written to again", StringComparison.Ordinal));
        Assert.Equal(25, _log.All.Count);
    }

    [Fact]
    public void Each_chat_and_each_time_it_goes_out_is_told_and_a_chat_that_was_never_out_is_not()
    {
        _reach.Regained(-7);
        _reach.Lost(-5, "kicked");
        _reach.Lost(-6, "kicked");
        _reach.Regained(-5);
        _reach.Lost(-5, "kicked");

        Assert.Equal(3, _log.All.Count(line => line.Contains("cannot be written to", StringComparison.Ordinal)));
        Assert.Equal(4, _log.All.Count);
    }

    public void Dispose() => _factory.Dispose();
}
