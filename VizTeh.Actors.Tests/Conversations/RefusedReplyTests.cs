using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Database;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Conversations;

/// <summary>Replies to a client that Telegram refuses.</summary>
public sealed class RefusedReplyTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new();

    // Never opened: no photo is shown here.
    private readonly NpgsqlDataSource _nowhere = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1");
    private BotApiServer _server = null!;
    private ChatParticipant _anna = null!;
    private TelegramSender _sender = null!;
    private Troubles _troubles = null!;
    private ClientReplies _replies = null!;

    public async Task InitializeAsync()
    {
        _server = await BotApiServer.StartAsync();
        _anna = _server.AddPerson("Анна").Chat;
        _anna.SendText("/start");
        var settings = TestSettings.For(_server);
        _sender = new TelegramSender(TelegramClient.Create(settings), null, TimeProvider.System, NullLogger<TelegramSender>.Instance);
        _troubles = new Troubles(_clock);
        _replies = new ClientReplies(
            _sender, settings, new CompanyPhoto(_nowhere), _troubles, _clock, RecordedTelemetry.Alone(),
            NullLogger<ClientReplies>.Instance);
    }

    public async Task DisposeAsync()
    {
        _sender.Dispose();
        await _nowhere.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_reply_that_is_refused_for_no_fault_of_its_own_is_repeated_and_health_says_so_until_it_is_through()
    {
        var refusal = _server.Faults.Inject(Fault.Refused(400, "Bad Request: CHAT_WRITE_FORBIDDEN") with { Times = 2 });

        var saying = SayAsync("раз", "два");
        await refusal.WaitForHitsAsync();
        await Eventually.IsTrueAsync(() => _troubles.Current.Count == 1, "health says it");
        Assert.Equal(
            ("reply refused", _anna.ChatId, "400 Bad Request: CHAT_WRITE_FORBIDDEN"),
            (_troubles.Current[0].Matter, _troubles.Current[0].Subject, _troubles.Current[0].Error));
        await PassTimeUntilAsync(saying);

        Assert.Equal(["раз", "два"], Texts());
        Assert.Empty(_troubles.Current);
    }

    [Fact]
    public async Task A_reply_that_is_refused_for_good_is_given_up_and_stays_in_health_until_the_client_hears_something_again()
    {
        _server.Faults.Inject(Fault.Refused(400, "Bad Request: can't parse entities: Unsupported start tag") with { Times = 1 });

        await SayAsync("раз");

        Assert.Empty(Texts());
        Assert.Equal("reply refused", Assert.Single(_troubles.Current).Matter);
        await SayAsync("два");
        Assert.Equal(["два"], Texts());
        Assert.Empty(_troubles.Current);
    }

    [Fact]
    public async Task A_chat_that_goes_on_refusing_does_not_hold_its_client_up_for_ever()
    {
        var refusal = _server.Faults.Inject(Fault.Refused(400, "Bad Request: CHAT_WRITE_FORBIDDEN") with { Times = null });

        await PassTimeUntilAsync(SayAsync("раз"));

        Assert.InRange(refusal.Hits, 5, 20);
        Assert.Single(_troubles.Current);
    }

    [Theory]
    [InlineData(403, "Forbidden: bot was blocked by the user")]
    [InlineData(403, "Forbidden: user is deactivated")]
    [InlineData(400, "Bad Request: chat not found")]
    public async Task A_client_who_has_left_is_no_trouble(int code, string description)
    {
        _server.Faults.Inject(Fault.Refused(code, description));

        await SayAsync("раз");

        Assert.Empty(_troubles.Current);
    }

    [Fact]
    public async Task A_reply_that_is_answered_with_404_is_never_given_up()
    {
        _server.Faults.Inject(Fault.Refused(404, "Not Found") with { Times = 15 });

        await PassTimeUntilAsync(SayAsync("раз"));

        Assert.Equal(["раз"], Texts());
        Assert.Empty(_troubles.Current);
    }

    private Task SayAsync(params string[] texts) => _replies.SayAsync(
        new ClientUpdate(1, _anna.ChatId, null, new ClientInput.Text("?")), [.. texts.Select(text => new Reply.Say(new Message(text)))],
        toast: null, default);

    private async Task PassTimeUntilAsync(Task task)
    {
        await Eventually.IsTrueAsync(
            () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(5));
                return task.IsCompleted;
            },
            "it is said, or given up");
        await task;
    }

    private string[] Texts() => [.. _anna.Messages.Where(message => message.FromBot).Select(message => message.Text)];
}
