using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Delivery;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Delivery;

/// <summary>An outbox with a managers' group and a client who has pressed Start; only what a test calls is running.</summary>
internal sealed class OutboxFixture : IAsyncDisposable
{
    public const string Rows =
        """
        select concat_ws('|', kind, recipient, ticket_id, attempts, set_aside_at is not null, held_back_at is not null, last_error)
          from outbox order by id
        """;

    private readonly TelegramSender _sender;
    private readonly CardTurns _turns;

    private OutboxFixture(TestDatabase database, BotApiServer telegram, bool hasTopics)
    {
        (Database, Telegram) = (database, telegram);
        var manager = telegram.AddPerson("Мария");
        Group = hasTopics
            ? telegram.AddSupergroup("Менеджеры", manager).WithTopics()
            : telegram.AddGroup("Менеджеры", manager);
        Managers = Group.Seat(manager);
        OtherManagers = telegram.AddGroup("Другие менеджеры", manager).Seat(manager);
        Client = telegram.AddPerson("Анна").Chat;
        Client.SendText("/start");
        var settings = TestSettings.For(telegram, database.Details, Group.Id);
        _sender = new TelegramSender(TelegramClient.Create(settings), null, TimeProvider.System, NullLogger<TelegramSender>.Instance);
        Store = TestOutbox.StoreOf(database, Log);
        Chats = new ManagerChats([Group.Id, OtherManagers.ChatId], NullLogger<ManagerChats>.Instance);
        Foreground = new ForegroundWork(Clock);
        _turns = new CardTurns(Foreground, Clock);
        Delivery = new OutboxDelivery(
            Store, _sender, Chats, new ChatReachability(Clock, LoggerOf<ChatReachability>()), _turns, Clock, LoggerOf<OutboxDelivery>());
    }

    public FakeTimeProvider Clock { get; } = new();

    public LogLines Log { get; } = new();

    public TestDatabase Database { get; }

    public BotApiServer Telegram { get; }

    public Group Group { get; }

    public ChatParticipant Managers { get; }

    /// <summary>Another managers' chat, to which nothing is owed but by the test.</summary>
    public ChatParticipant OtherManagers { get; }

    public ChatParticipant Client { get; }

    public ManagerChats Chats { get; }

    public OutboxStore Store { get; }

    /// <summary>The clients' updates that are being handled, as the test says.</summary>
    public ForegroundWork Foreground { get; }

    public OutboxDelivery Delivery { get; }

    /// <param name="hasTopics">Whether the managers' group is a forum.</param>
    public static async Task<OutboxFixture> CreateAsync(bool hasTopics = false) =>
        new(await PostgresFixture.CreateMigratedAsync(), await BotApiServer.StartAsync(), hasTopics);

    public static OwedMessage.Notice ToClient(string text) => new(Recipient.Client, new Message(text));

    public static OwedMessage.Notice ToManagers(string text) => new(Recipient.Managers, new Message(text));

    public Task<bool> OweAsync(string text) => Database.OweAsync(text, Client.ChatId, ToClient(text));

    /// <summary>Delivers as the outbox does, with every wait already over.</summary>
    public async Task DeliverDueAsync(ChatParticipant to)
    {
        await EndWaitsAsync();
        while ((await Delivery.DeliverAsync(to.ChatId, default)).Wait == TimeSpan.Zero)
        {
        }
    }

    /// <summary>A start of the program, and the waits that it leaves are over too.</summary>
    public async Task EndWaitsAsync()
    {
        await Store.WakeAsync(null, default);
        await Database.ExecuteAsync("update outbox set next_attempt_at = now() where kind = 'answer' and next_attempt_at > now()");
    }

    /// <summary>Claims the next row of the outbox and sends it; the process dies before it has recorded that.</summary>
    public async Task SendAndDieAsync(ChatParticipant to, Recipient chatOf)
    {
        await using var claim = await Store.ClaimAsync(to.ChatId, chatOf, default);
        Assert.IsType<SendOutcome.Delivered>(
            await claim!.Head.Kind.SendAsync(claim.Head, _sender, TimeSpan.FromSeconds(3), default));
    }

    /// <summary>Sends the next row of the outbox, and loses the right to it; the row is settled when the test says so.</summary>
    public async Task<Func<Task>> SendUnsettledAsync(ChatParticipant to, Recipient chatOf)
    {
        await using var claim = await Store.ClaimAsync(to.ChatId, chatOf, default);
        var sent = Assert.IsType<SendOutcome.Delivered>(
            await claim!.Head.Kind.SendAsync(claim.Head, _sender, TimeSpan.FromSeconds(3), default));
        return () => Store.CompleteAsync(
            claim, [new SentEntry(claim.Head, sent.MessageId) { MoreMessageIds = sent.MoreMessageIds }], default);
    }

    public async Task<long> CreateTicketAsync()
    {
        var ticket = TicketSamples.New();
        return (await CreateTicketsAsync(ticket))[ticket.SubmissionId];
    }

    /// <summary>Creates as many tickets; the card of each is owed to the managers.</summary>
    public Task CreateTicketsAsync(int count) => CreateTicketsAsync([.. Enumerable.Range(0, count).Select(_ => TicketSamples.New())]);

    public InjectedFault Refuse(ChatParticipant chat, int code, string words, int? times = null) =>
        Telegram.Faults.Inject(Fault.Refused(code, words) with { Method = "sendMessage", ChatId = chat.ChatId, Times = times });

    /// <summary>What the bot said, of each message the first line; of a card the beginning with its number.</summary>
    public static IReadOnlyList<string> Said(ChatParticipant to) =>
        [.. to.Messages.Where(message => message.FromBot).Select(message => message.Text.Split('\n')[0].Split(" · ")[0])];

    /// <summary>What the managers were sent and still see.</summary>
    public List<ChatMessage> Shown() => [.. Managers.Messages.Where(message => message.FromBot)];

    /// <summary>The numbers of the tickets whose cards the managers see, as they came.</summary>
    public List<long> Cards() => [.. Shown().Select(ClientDialogue.NumberIn)];

    public int LogLines(string containing) => Log.All.Count(line => line.Contains(containing, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        _sender.Dispose();
        _turns.Dispose();
        await Telegram.DisposeAsync();
        await Database.DisposeAsync();
    }

    private Task<IReadOnlyDictionary<Guid, long>> CreateTicketsAsync(params IReadOnlyList<CreateTicket> tickets) =>
        new TicketStore(Database.DataSource).CreateAsync(tickets, [Managers.ChatId], default);

    private Logger<T> LoggerOf<T>()
    {
        var factory = new LoggerFactory([Log]);
        return new Logger<T>(factory);
    }
}
