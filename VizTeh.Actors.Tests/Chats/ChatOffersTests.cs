using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Chats;

public sealed class ChatOffersTests : IDisposable
{
    private const long Managers = -5;

    private readonly FakeTimeProvider _clock = new();
    private readonly LogLines _log = new();
    private readonly ILoggerFactory _factory;
    private readonly ChatReachability _reach;

    public ChatOffersTests()
    {
        _factory = LoggerFactory.Create(builder => builder.AddProvider(_log));
        _reach = new ChatReachability(_clock, NullLogger<ChatReachability>.Instance);
    }

    public void Dispose() => _factory.Dispose();

    [Theory]
    [InlineData("Заявки", "Заявки")]
    [InlineData("  Заявки   фирмы ", "Заявки фирмы")]
    [InlineData("Заявки\r\nTOKEN=1:чужой", "Заявки TOKEN=1:чужой")]
    [InlineData("a\u2028b\u0085c\u001b[31md\u0000e", "a b c [31md e")]
    [InlineData("\u202Eyenom\u2066", "yenom")]
    [InlineData("\u200B\u200E", "a group")]
    [InlineData("", "a group")]
    [InlineData(null, "a group")]
    public void A_title_takes_one_line_and_hides_nothing(string? title, string shown)
    {
        Offers().OnStart(-7, title);

        Assert.EndsWith($"start the bot again: MANAGER_CHAT_ID=-7  # {shown} ", Assert.Single(_log.All), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_title_is_cut_and_no_character_is_cut_in_half()
    {
        Offers().OnStart(-7, string.Concat(Enumerable.Repeat("😀", 200)));

        Assert.EndsWith($"# {string.Concat(Enumerable.Repeat("😀", 32))} ", Assert.Single(_log.All), StringComparison.Ordinal);
    }

    [Fact]
    public void A_chat_takes_a_line_an_hour_and_a_crowd_twenty()
    {
        var offers = Offers();
        for (var time = 0; time < 3; time++)
        {
            for (var person = 1; person <= 100; person++)
                offers.OnStart(person, $"Клиент {person}");
        }

        Assert.Equal(20, _log.All.Count);
        Assert.Contains("MANAGER_CHAT_ID=1  # Клиент 1 ", _log.All.First(), StringComparison.Ordinal);

        _clock.Advance(TimeSpan.FromHours(1));
        offers.OnStart(100, "Клиент 100");

        Assert.Equal(21, _log.All.Count);
    }

    [Fact]
    public void What_was_written_at_the_start_is_told_once_a_managers_chat_turns_out_to_be_out_of_reach()
    {
        var offers = Offers(Managers);
        offers.OnStart(-7, "Заявки");
        offers.OnStart(Managers, "Менеджеры");
        Assert.Empty(_log.All);

        _reach.Asked(Managers, isKnown: false);

        Assert.Contains("MANAGER_CHAT_ID=-7  # Заявки", Assert.Single(_log.All), StringComparison.Ordinal);
    }

    [Fact]
    public void Later_only_a_chat_in_which_somebody_writes_meanwhile_is_told()
    {
        var offers = Offers(Managers);
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.False(offers.AreWanted);
        offers.OnStart(8, "Анна");

        _reach.Lost(Managers, "kicked");
        offers.OnStart(-7, "Заявки");
        Assert.Contains("MANAGER_CHAT_ID=-7", Assert.Single(_log.All), StringComparison.Ordinal);

        _reach.Regained(Managers);
        offers.OnStart(-8, "Другие");
        Assert.Single(_log.All);
    }

    [Fact]
    public void A_chat_that_lets_the_bot_in_is_in_reach()
    {
        _reach.Asked(Managers, isKnown: false);
        Assert.True(_reach.IsAnyOutOfReach);

        _reach.Asked(Managers, isKnown: true);

        Assert.False(_reach.IsAnyOutOfReach);
    }

    private ChatOffers Offers(params long[] configured) => new(
        new ManagerChats(configured, NullLogger<ManagerChats>.Instance), _reach, _clock, _factory.CreateLogger<ChatOffers>());
}
