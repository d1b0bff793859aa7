using System.Diagnostics;
using System.Globalization;
using Npgsql;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Sandbox.Nodes;
using VizTeh.Actors.Sandbox.Postgres;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>
/// The bot as a separate process between an emulated Telegram and PostgreSQL, used by simulated people while it is killed and while faults
/// are injected. When all work has finished, the stored data are compared with the recorded actions.
/// </summary>
public sealed class ChaosRun
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(30);

    private readonly ChaosOptions _options;
    private readonly Observations _observations = new();
    private readonly long _started = Stopwatch.GetTimestamp();

    private ChaosRun(ChaosOptions options) => _options = options;

    /// <param name="server">The server on which a database for the run is created, and dropped at the end.</param>
    /// <exception cref="TimeoutException">The bot did not start at all.</exception>
    public static async Task<Verdict> RunAsync(ChaosOptions options, PostgresServer server, CancellationToken cancellationToken = default)
    {
        var details = await server.CreateDatabaseAsync(cancellationToken: cancellationToken);
        try
        {
            return await new ChaosRun(options).RunAsync(details, cancellationToken);
        }
        finally
        {
            await server.DropDatabaseAsync(details.Name, CancellationToken.None);
        }
    }

    private async Task<Verdict> RunAsync(PostgresDatabase details, CancellationToken cancellationToken)
    {
        await using var database = NpgsqlDataSource.Create(details.ConnectionString);
        await using var watch = new InboxWatch(_observations);
        await using var telegram = await BotApiServer.StartAsync(
            new BotApiOptions
            {
                FirstUpdateId = 900_000_000,
                MessagesPerChatLimit = 500_000,
                BeforeErase = watch.BeforeEraseAsync,
            },
            cancellationToken);
        var boss = telegram.AddPerson("Ольга", username: "olga_boss");
        var colleagues = Enumerable.Range(1, _options.Managers).Select(number => telegram.AddPerson($"Пётр {number}")).ToArray();
        var group = telegram.AddSupergroup("Заявки", [boss, .. colleagues]);

        await using var surroundings = _options.SurroundingsEvery is null ? null : new Surroundings(_options.Seed, details, telegram.Url);
        var settings = BotEnvironment.Of(details, telegram, [group.Id, boss.Id]);
        foreach (var (name, value) in surroundings?.Settings ?? new Dictionary<string, string>())
            settings[name] = value;
        using var variants = _options.ChangesForms || _options.AsksConsent
            ? new FormVariants(_options.Program, _options.ChangesForms, _options.AsksConsent)
            : null;
        await using var fleet = _options.Nodes is { } several
            ? await NodeFleet.CreateAsync(several.Count, details, telegram, settings, _options.Program, _options.OnBotLine)
            : null;
        await using var incarnations = new Incarnations(
            settings, _options.Program, _options.OnBotLine, TimeProvider.System, variants?.Files ?? [])
        {
            Plan = _options.Incarnations,
        };
        await using var nodes = fleet is null
            ? null
            : new NodeLives(_options.Nodes!, _options.Seed, fleet, telegram, database, () => _observations.LongestWaitNow);
        IBotLives lives = nodes is null ? incarnations : nodes;
        await lives.StartAsync();
        await watch.BeginAsync(database, cancellationToken);
        var weather = new RandomFaults(_options, _observations, lives, TimeProvider.System);
        telegram.Faults.Weather = weather.Of;

        using var closing = new CancellationTokenSource();
        using var givingUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var crowd = new Crowd(_options.MostThought, closing.Token, givingUp.Token);
        var twice = _options.TroubleEvery is not null;
        var forms = _options.ChangesForms ? FormVariants.Forms : [ScriptedForm.Shipped];
        var clients = Enumerable.Range(1, _options.Clients)
            .Select(number => new FormClient(
                number, telegram.AddPerson($"Клиент {number}").Chat, forms, _options.Seed, twice, crowd, _observations,
                _options.AsksConsent))
            .ToArray();
        // They fill the form as shipped.
        var erasing = _options is { ChangesForms: false }
            ? Enumerable.Range(1, Math.Max(1, _options.Clients / 8))
                .Select(number => new ErasingClient(
                    number, telegram.AddPerson($"{ErasingClient.Mark} {number}").Chat, _options.Seed, crowd, _observations,
                    _options.AsksConsent))
                .ToArray()
            : [];
        boss.Chat.SendText("/start");
        var wishes = new Wishes();
        ChatParticipant[] participants = [boss.Chat, .. colleagues.Select(group.Seat)];
        var managers = participants
            .Select((participant, index) => new TicketManager(participant, _options.Seed + index, twice, wishes, crowd, _observations))
            .ToArray();
        var troubles = new TelegramTroubles(_options, telegram, crowd, _observations, clients, managers);

        List<Task> people =
        [
            .. clients.Select(client => client.RunAsync()), .. managers.Select(manager => manager.RunAsync()),
            .. erasing.Select(client => client.RunAsync()),
        ];
        people.Add(new PassingTime(database, _options.Seed, crowd).RunAsync());
        if (_options.TroubleEvery is { } every)
            people.Add(troubles.RunAsync(every));
        if (surroundings is not null && _options.SurroundingsEvery is { } often)
        {
            long[] chats =
            [
                .. clients.Select(client => client.Seat.ChatId), .. erasing.Select(client => client.Seat.ChatId), boss.Id, group.Id,
            ];
            people.Add(surroundings.RunAsync(often, incarnations, crowd, _observations, chats));
        }

        using var reporting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var progress = ReportAsync(lives, reporting.Token);

        await Task.WhenAll(
            lives.LiveThroughAsync(cancellationToken), Task.Delay(_options.AtLeast, TimeProvider.System, cancellationToken));
        await closing.CancelAsync();
        weather.ClearUp();
        telegram.Faults.Clear();
        var stuck = await SettleAsync(
            people,
            () =>
            [
                .. clients.Select(client => (client.Seat.ChatId, client.WaitsFor)),
                .. erasing.Select(client => (client.Seat.ChatId, client.WaitsFor)),
            ],
            new StoredConversations(database), givingUp);
        var leftovers = new Leftovers(database);
        var unsettled = await leftovers.ComeToRestAsync(telegram, _options.SettleDeadline, cancellationToken);
        await reporting.CancelAsync();
        await progress;
        lives.NoteUnexpectedDeath();

        var audit = new Audit(database);
        await audit.RunAsync(clients, erasing, managers, wishes.Closed, [boss.Chat, group.Seat(boss)], cancellationToken);
        if (_options.AsksConsent)
            audit.Differing.AddRange(await leftovers.WithoutConsentAsync(cancellationToken));
        var setAside = await leftovers.SetAsideAsync(troubles.Unreadable, cancellationToken);
        var deeds = await ManagerDeeds.ReadAsync([boss, .. colleagues], database, cancellationToken);
        var verdict = Judge(lives, audit, deeds, erasing.Sum(client => client.Erased), stuck, unsettled, setAside);
        if (fleet is null || nodes is null)
            return verdict;
        verdict = NodeVerdict.Add(verdict, _options.Nodes!, nodes.Troubles, _observations.Waits);
        fleet.Log.IsKept = !verdict.Holds;
        return verdict with { Log = verdict.Holds ? null : fleet.Log.Path };
    }

    /// <summary>Lets the people finish their forms.</summary>
    /// <returns>The people who still wait at the time limit.</returns>
    private async Task<List<string>> SettleAsync(
        List<Task> people, Func<IReadOnlyList<(long ChatId, string? For)>> waits, StoredConversations conversations,
        CancellationTokenSource givingUp)
    {
        var all = Task.WhenAll(people);
        try
        {
            await all.WaitAsync(_options.SettleDeadline, givingUp.Token);
            return [];
        }
        catch (TimeoutException)
        {
            var stuck = new List<string>();
            foreach (var (chatId, waitsFor) in waits().Where(person => person.For is not null))
            {
                var stored = await conversations.ReadAsync(chatId, givingUp.Token);
                stuck.Add($"{waitsFor}{string.Concat(stored.Select(line => $"\n        {line}"))}");
            }

            await givingUp.CancelAsync();
            await all.ContinueWith(_ => { }, TaskScheduler.Default);
            foreach (var person in people.Where(person => person.IsFaulted))
                await person;
            return stuck;
        }
    }

    private Verdict Judge(
        IBotLives lives, Audit audit, IReadOnlyList<ManagerDeeds> deeds, int erasures, List<string> stuck,
        List<string> unsettled, List<string> setAside)
    {
        Repeat[] repeats = [.. _observations.Repeats, .. audit.ExtraCards];
        return new Verdict
        {
            Seed = _options.Seed,
            Duration = Stopwatch.GetElapsedTime(_started),
            Begun = _observations.Begun,
            Sent = _observations.Sent,
            Cancelled = _observations.Cancelled,
            ManagersPresses = _observations.Presses,
            Incarnations = lives.Records,
            Faults = _observations.Faults,
            Repeats = repeats.Length,
            LongestWait = _observations.Waits.Select(wait => wait.Length).DefaultIfEmpty().Max(),
            CardsDoubled = audit.ExtraCards.Count,
            StaleCopies = audit.StaleCopies,
            RemovedAnswers = audit.RemovedAnswers,
            Erasures = erasures,
            Reminders = audit.Reminders,
            RepliesToAnswers = _observations.RepliesToAnswers,
            Corrections = _observations.Corrections,
            Deeds = deeds,
            Promises =
            [
                ("tickets lost", audit.Lost),
                ("tickets doubled", audit.Doubled),
                ("rows that differ from what was typed", audit.Differing),
                ("rows without the status last asked for", audit.WrongStatus),
                ("left after an erasure", audit.LeftAfterErasure),
                ("clients stuck", stuck),
                ("answers asked for twice", _observations.AskedAgain),
                ("messages that nothing leads to", _observations.Unexpected),
                ("repeated too often", RedeliveryBudget.TooOften(repeats, _observations.Excuses, lives.Records)),
                ("answers repeated too often",
                    RedeliveryBudget.TooOften(audit.ExtraAnswers, _observations.Excuses, lives.Records)),
                ("cards missing", audit.CardsMissing),
                ("cards that do not show the row", audit.CardsUntrue),
                ("reminders lost", audit.RemindersMissing),
                ("reminders that nobody asked for, or asked for once and had twice", audit.RemindersUntrue),
                ("fewer than two managers claimed, answered, snoozed and closed",
                    _options.ExpectsAllDeeds ? ManagerDeeds.NotShown(deeds) : []),
                ("left in the inbox, the outbox or Telegram's queue", unsettled),
                ("set aside wrongly", setAside),
                ("confirmed to Telegram before the inbox had them", [.. _observations.AheadOfInbox.Select(id => $"update {id}")]),
                ("deaths that nobody caused",
                    [
                        .. lives.Records.Where(incarnation => incarnation.Death == Death.Unexpected)
                            .Select(incarnation => $"incarnation {incarnation.Index}: {incarnation.LastWords}"),
                    ]),
            ],
        };
    }

    private async Task ReportAsync(IBotLives lives, CancellationToken cancellationToken)
    {
        if (_options.OnProgress is not { } say)
            return;
        using var timer = new PeriodicTimer(ProgressInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                say(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Stopwatch.GetElapsedTime(_started).TotalSeconds:0} s: {lives.Records.Count - 1} deaths, "
                        + $"{_observations.Faults.Values.Sum()} faults, "
                    + $"{_observations.Begun} forms begun, {_observations.Sent} sent, {_observations.Presses} presses of managers"));
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }
}
