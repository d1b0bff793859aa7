using VizTeh.Actors.Database;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Sandbox.Postgres;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Outages;

/// <summary>A PostgreSQL that a test class may stop without affecting others.</summary>
public sealed class OutageCluster : IAsyncLifetime
{
    public PostgresCluster Cluster { get; private set; } = null!;

    public async Task InitializeAsync() => Cluster = await PostgresCluster.StartAsync();

    public async Task DisposeAsync() => await Cluster.DisposeAsync();
}

/// <summary>The bot as a separate process, with a database that can be stopped, a Telegram, and clients.</summary>
internal sealed class OutageFixture : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    private OutageFixture(TestDatabase database, BotApiServer telegram, ChatParticipant manager)
    {
        (Database, Telegram, Manager) = (database, telegram, manager);
        Bot = StartBot();
    }

    public TestDatabase Database { get; }

    public BotApiServer Telegram { get; }

    public ChatParticipant Manager { get; }

    public BotProcess Bot { get; private set; }

    public static async Task<OutageFixture> SetAsync(PostgresServer server)
    {
        var database = new TestDatabase(server, await server.CreateDatabaseAsync());
        await Migrator.MigrateAsync(database.ConnectionString);
        var telegram = await BotApiServer.StartAsync(new BotApiOptions { DefaultTimeout = Patience });
        var manager = telegram.AddPerson("Пётр").Chat;
        manager.SendText("/start");
        var fixture = new OutageFixture(database, telegram, manager);
        await manager.NextAsync("");
        await fixture.InboxIsEmptyAsync();
        return fixture;
    }

    public IReadOnlyList<OutageClient> AddClients(int count) =>
        [.. Enumerable.Range(0, count).Select(number => new OutageClient(this, number))];

    /// <summary>Starts one more bot beside it, with the same settings; the caller ends it.</summary>
    public BotProcess StartAnotherBot() => StartBot();

    /// <summary>Starts the bot again after it was stopped.</summary>
    public async Task StartBotAgainAsync()
    {
        await Bot.DisposeAsync();
        Bot = StartBot();
    }

    /// <summary>Asserts what must hold at the end of every outage.</summary>
    public async Task AssertNothingIsLostAsync(IReadOnlyList<OutageClient> clients)
    {
        // This process's own connections were lost with the others.
        Database.DataSource.Clear();
        await InboxIsEmptyAsync();
        await Eventually.BecomesAsync(
            () => Database.ReadAsync("select id::text from outbox"), rows => rows.Count == 0, "every card is sent");
        Assert.Equal(
            clients.Select(client => $"{client.TicketId}|{client.Seat.ChatId}|{client.Form["name"]}|{client.Form["description"]}").Order(),
            (await Database.ReadAsync("select concat_ws('|', id, user_id, name, description) from tickets")).Order());
        // A card that was sent when the connection broke, before that could be stored, is doubled by a crash only, and the bot has not
        // crashed.
        Assert.Equal(
            clients.Select(client => client.TicketId).Order(),
            Manager.Messages.Where(message => message.InlineButtons.Length > 0).Select(ClientDialogue.NumberIn).Order());
        Assert.False(Bot.HasExited);
    }

    /// <summary>Waits until the inbox is empty; no update may be set aside.</summary>
    public Task InboxIsEmptyAsync() => Eventually.BecomesAsync(
        () => Database.ReadAsync("select concat_ws(' ', update_id, attempts, last_error) from inbox"),
        rows => rows.Count == 0, "every update is handled, and none was set aside");

    public async ValueTask DisposeAsync()
    {
        await Bot.DisposeAsync();
        await Telegram.DisposeAsync();
        await Database.DisposeAsync();
    }

    private BotProcess StartBot() => BotProcess.Start(BotEnvironment.Of(Database.Details, Telegram, [Manager.Person.Id]));
}

/// <summary>A client who answers every question at once, and sends one form.</summary>
internal sealed class OutageClient(OutageFixture fixture, int number)
{
    private readonly IReadOnlyList<(string Step, Func<ChatParticipant, Task> Act, string Answer)> _steps = ClientDialogue.Steps(
        TypedForm.Ordinary.With("name", $"Имя {number}").With("description", $"Описание {number}"));

    private int _done;
    private ChatMessage? _last;

    public TypedForm Form { get; } = TypedForm.Ordinary.With("name", $"Имя {number}").With("description", $"Описание {number}");

    public ChatParticipant Seat { get; } = fixture.Telegram.AddPerson($"Клиент {number}").Chat;

    public long TicketId { get; private set; }

    /// <summary>Continues until so many steps are answered.</summary>
    public async Task AnswerAsync(int steps)
    {
        for (; _done < steps; _done++)
        {
            // Typed, not pressed: in an outage of minutes Telegram would discard a press.
            if (_steps[_done].Step == "direction")
                Seat.SendText(Form["direction"]);
            else
                await _steps[_done].Act(Seat);
            _last = await Seat.NextAsync(_steps[_done].Answer);
        }
    }

    public async Task OrderAsync()
    {
        await AnswerAsync(_steps.Count);
        Seat.SendText("Отправить");
        TicketId = ClientDialogue.NumberIn(await Seat.NextAsync("№"));
    }
}
