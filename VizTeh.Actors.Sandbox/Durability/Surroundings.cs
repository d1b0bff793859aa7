using System.Globalization;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.Network;
using VizTeh.Actors.Sandbox.Postgres;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>Injects environment faults (machine and network), one after another.</summary>
internal sealed class Surroundings : IAsyncDisposable
{
    private static readonly TimeSpan FarthestStep = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan SecondLasts = TimeSpan.FromSeconds(10);

    private readonly Random _random;
    private readonly FreezingRelay? _database;
    private readonly FreezingRelay _telegram;
    private readonly BotClock? _clock = BotClock.TryCreate();

    public Surroundings(int seed, PostgresDatabase database, Uri telegram)
    {
        _random = new Random(seed + 2);
        _telegram = FreezingRelay.Before(telegram.Host, telegram.Port);
        // A UNIX socket has no network connection that could be dropped.
        _database = database.Host.StartsWith('/') ? null : FreezingRelay.Before(database.Host, database.Port);
    }

    /// <summary>The settings that route the bot through the relays instead of the direct addresses.</summary>
    public IReadOnlyDictionary<string, string> Settings
    {
        get
        {
            var settings = new Dictionary<string, string>(_clock?.Environment ?? new Dictionary<string, string>())
            {
                ["TELEGRAM_API_URL"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_telegram.Port}"),
            };
            if (_database is not null)
            {
                settings["DB_HOST"] = "127.0.0.1";
                settings["DB_PORT"] = _database.Port.ToString(CultureInfo.InvariantCulture);
            }

            return settings;
        }
    }

    /// <param name="chats">The chats that may get a message twice: one sent into a lost connection, or by two processes.</param>
    public async Task RunAsync(
        TimeSpan every, Incarnations incarnations, Crowd crowd, Observations observations, IReadOnlyCollection<long> chats)
    {
        for (var turn = 0; !crowd.IsClosing; turn++)
        {
            try
            {
                await Task.Delay(every * (0.5 + _random.NextDouble()), TimeProvider.System, crowd.Closing);
            }
            catch (OperationCanceledException)
            {
                break;
            }

            switch (turn % 4)
            {
                case 0: Forget(_database, "connections to PostgreSQL forgotten"); break;
                case 1: StepClock(); break;
                case 2: Forget(_telegram, "connections to Telegram forgotten"); break;
                case 3: await RunSecondAsync(); break;
            }
        }

        // The clock is set right at the end, as by a time server.
        _clock?.Set(TimeSpan.Zero);

        void Forget(FreezingRelay? relay, string what)
        {
            if (relay is null)
                return;
            Excuse();
            relay.ForgetConnections();
            observations.NoteFault(what);
        }

        void StepClock()
        {
            if (_clock is null)
                return;
            _clock.Set(FarthestStep * ((_random.NextDouble() * 2) - 1));
            observations.NoteFault("clock set");
        }

        async Task RunSecondAsync()
        {
            observations.NoteFault("second process");
            Excuse();
            await incarnations.RunSecondAsync(SecondLasts, kills: _random.Next(2) == 0, crowd.GivingUp);
            Excuse();
        }

        void Excuse()
        {
            foreach (var chat in chats)
                observations.NoteExcuse(chat, TimeProvider.System.GetUtcNow());
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
        await _telegram.DisposeAsync();
        _clock?.Dispose();
    }
}
