using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using VizTeh.Actors.Operations.Alerts;
using VizTeh.Actors.Operations.Mail;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Operations;

/// <summary>A database, an emulated Telegram with an ops chat, a mail server, and processes whose alerts are looked at by hand.</summary>
public abstract class AlertDeskFixture : IAsyncLifetime
{
    private Person _member = null!;

    private protected TestDatabase Database { get; private set; } = null!;

    private protected BotApiServer Telegram { get; private set; } = null!;

    private protected MailServer Mail { get; private set; } = null!;

    private protected Group Ops { get; private set; } = null!;

    private protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2027, 1, 18, 9, 0, 0, TimeSpan.Zero));

    private protected LogLines Log { get; } = new();

    private protected IEnumerable<string> InChat => Said(Ops);

    private protected IEnumerable<string> Letters => Mail.Letters.Select(letter => letter.Text.TrimEnd('\n'));

    public async Task InitializeAsync()
    {
        Database = await PostgresFixture.CreateMigratedAsync();
        Telegram = await BotApiServer.StartAsync();
        Mail = await MailServer.StartAsync();
        _member = Telegram.AddPerson("Ольга");
        Ops = Telegram.AddGroup("Дежурные", _member);
    }

    public async Task DisposeAsync()
    {
        Assert.All(Log.All.Concat(InChat), line => Assert.DoesNotContain(Telegram.Token, line, StringComparison.Ordinal));
        Assert.All(Letters, letter => Assert.DoesNotContain(Telegram.Token, letter, StringComparison.Ordinal));
        await Mail.DisposeAsync();
        await Telegram.DisposeAsync();
        await Database.DisposeAsync();
    }

    private protected IEnumerable<string> Said(Group group) =>
        group.Seat(_member).Messages.Where(message => message.FromBot).Select(message => message.Text);

    /// <summary>A process that has just started.</summary>
    /// <param name="change">Changes where alerts go.</param>
    private protected AlertProcess Start(
        Func<AlertChannels, AlertChannels>? change = null, Func<AlertOptions, AlertOptions>? options = null,
        NpgsqlDataSource? database = null)
    {
        var channels = new AlertChannels(Ops.Id, Mail.Settings);
        var settings = TestSettings.For(Telegram, Database.Details) with { Alerts = change?.Invoke(channels) ?? channels };
        var defaults = AlertOptions.Default with { MailAttempts = 1 };
        return new AlertProcess(
            settings, database ?? Database.DataSource, options?.Invoke(defaults) ?? defaults, Clock, PassAsync,
            LoggerFactory.Create(builder => builder.AddProvider(Log)));
    }

    /// <summary>A message that has waited in the outbox for ten minutes.</summary>
    private protected Task OweLateMessageAsync() => Database.ExecuteAsync(
        """
        insert into outbox (chat_id, kind, payload, expires_at, created_at)
        values (-5, 'notice', '{}', now() + interval '1 day', now() - interval '10 minutes')
        """);

    /// <summary>As if so much time had passed for the database too.</summary>
    private protected async Task PassAsync(TimeSpan time)
    {
        Clock.Advance(time);
        await Database.ExecuteAsync(
            $"""
            update alerts set said_at = said_at - interval '{time.TotalSeconds} s', began_at = began_at - interval '{time.TotalSeconds} s',
                              claimed_until = claimed_until - interval '{time.TotalSeconds} s'
            """);
    }
}

/// <summary>The alerts of one process; its rounds are made by hand.</summary>
internal sealed class AlertProcess
{
    private readonly AlertDesk _desk;
    private readonly FakeTimeProvider _clock;
    private readonly Func<TimeSpan, Task> _pass;

    public AlertProcess(
        BotSettings settings, NpgsqlDataSource database, AlertOptions options, FakeTimeProvider clock, Func<TimeSpan, Task> pass,
        ILoggerFactory logging)
    {
        (_clock, _pass) = (clock, pass);
        Connectivity = new Connectivity(clock);
        Troubles = new Troubles(clock);
        Connectivity.Database.Reached();
        Connectivity.Telegram.Reached();
        Connectivity.Token.Reached();
        var sender = new TelegramSender(
            TelegramClient.Create(settings), limits: null, TimeProvider.System, logging.CreateLogger<TelegramSender>());
        _desk = AlertHosting.DeskOf(
            settings, sender, database, Connectivity, new AlertMemory(clock), Troubles, Duty, options, MailOptions.Default, clock,
            logging);
    }

    public Connectivity Connectivity { get; }

    /// <summary>Whether this process, as one of several nodes, takes the updates.</summary>
    public SoleDuty Duty { get; } = new();

    public Troubles Troubles { get; }

    public Task RoundAsync(CancellationToken cancellationToken = default) => _desk.RoundAsync(cancellationToken);

    /// <summary>Looks at the tables so often, a minute after each other.</summary>
    public async Task LookAsync(int times = 1)
    {
        for (var look = 0; look < times; look++)
        {
            await RoundAsync();
            await _pass(TimeSpan.FromMinutes(1));
        }
    }

    /// <summary>As the program's watch reports a database that does not answer for so long.</summary>
    public void LoseDatabase(TimeSpan lasts)
    {
        Connectivity.Database.Failed();
        _clock.Advance(lasts);
        Connectivity.Database.Failed();
    }
}
