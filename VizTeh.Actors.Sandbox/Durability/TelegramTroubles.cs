using System.Text.Json.Nodes;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>Injects faults of Telegram as a whole, one after another.</summary>
internal sealed class TelegramTroubles(
    ChaosOptions options, BotApiServer telegram, Crowd crowd, Observations observations, IReadOnlyList<FormClient> clients,
    IReadOnlyList<TicketManager> managers)
{
    private const long LeapDown = 1_000_000;
    private static readonly TimeSpan HushDeadline = TimeSpan.FromSeconds(20);

    private readonly Random _random = new(options.Seed + 1);
    private readonly List<long> _unreadable = [];
    private readonly Person _stranger = telegram.AddPerson("Посторонний");

    /// <summary>The unreadable updates: they have to be set aside in the end.</summary>
    public IReadOnlyList<long> Unreadable => _unreadable;

    public async Task RunAsync(TimeSpan every)
    {
        using var http = new HttpClient();
        for (var turn = 0; !crowd.IsClosing; turn++)
        {
            await Task.Delay(every * (0.5 + _random.NextDouble()), TimeProvider.System, crowd.GivingUp);
            switch (turn % 5)
            {
                case 0: await PollAsRivalAsync(http); break;
                case 1: DeliverAgain(); break;
                case 2: EnqueueUnknownKinds(); break;
                case 3: EnqueueUnreadable(); break;
                case 4: await RestartIdsLowerAsync(); break;
            }
        }
    }

    private async Task PollAsRivalAsync(HttpClient http)
    {
        observations.NoteFault("second poller");
        var poll = new Uri(telegram.Url, $"/bot{telegram.Token}/getUpdates?timeout=1");
        try
        {
            using var answer = await http.GetAsync(poll, crowd.GivingUp);
        }
        catch (HttpRequestException)
        {
            // Faults also affect the rival's calls.
        }
    }

    private void DeliverAgain()
    {
        Repeat(clients[_random.Next(clients.Count)].RecentUpdates);
        if (managers.Count > 0)
            Repeat(managers[_random.Next(managers.Count)].RecentUpdates);
    }

    private void Repeat(IReadOnlyList<long> recent)
    {
        if (recent.Count == 0)
            return;
        try
        {
            telegram.Updates.DeliverAgain(recent[_random.Next(recent.Count)]);
        }
        catch (ArgumentException)
        {
            // The update is so old that Telegram has discarded it, or so new that the bot has not confirmed it.
            return;
        }

        observations.NoteFault("update delivered twice");
    }

    private void EnqueueUnknownKinds()
    {
        observations.NoteFault("update of an unknown kind");
        telegram.Updates.EnqueueRaw(new JsonObject { ["hologram"] = new JsonObject { ["id"] = "1", ["depth"] = 3 } });
        telegram.Updates.EnqueueRaw(new JsonObject
        {
            ["message"] = new JsonObject
            {
                ["message_id"] = 1,
                ["date"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
                ["from"] = new JsonObject { ["id"] = _stranger.Id, ["is_bot"] = false, ["first_name"] = _stranger.FirstName },
                ["chat"] = new JsonObject { ["id"] = _stranger.Id, ["type"] = "private", ["first_name"] = _stranger.FirstName },
                ["smell"] = new JsonObject { ["of"] = "lilac" },
            },
        });
    }

    private void EnqueueUnreadable()
    {
        observations.NoteFault("unreadable update");
        _unreadable.Add(telegram.Updates.EnqueueRaw(new JsonObject
        {
            ["message"] = new JsonObject { ["message_id"] = "first", ["from"] = 5, ["chat"] = "somewhere" },
        }));
    }

    private async Task RestartIdsLowerAsync()
    {
        using var hush = crowd.Hush();
        try
        {
            await telegram.Updates.WaitUntilConfirmedAsync(HushDeadline, crowd.GivingUp);
            telegram.Updates.RestartIdsAt(telegram.Updates.NextId - LeapDown - _random.Next(1_000));
            observations.NoteFault("ids started again lower");
        }
        catch (Exception error) when (error is TimeoutException or InvalidOperationException)
        {
            // The numbering restarts only at a quiet moment, and none came.
        }
    }
}
