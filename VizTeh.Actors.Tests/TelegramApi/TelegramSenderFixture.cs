using Microsoft.Extensions.Logging.Abstractions;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.TelegramApi;

/// <summary>The sender, an emulated Telegram, and two people who have written to the bot.</summary>
public abstract class TelegramSenderFixture : IAsyncLifetime
{
    protected static Message Hello { get; } = new("Здравствуйте, <b>Анна</b>!");

    protected BotApiServer Server { get; private set; } = null!;

    protected ChatParticipant Anna { get; private set; } = null!;

    protected ChatParticipant Boris { get; private set; } = null!;

    protected TelegramSender Sender { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await BotApiServer.StartAsync();
        Anna = StartedChat("Анна");
        Boris = StartedChat("Борис");
        Sender = SenderWith(limits: null);
    }

    public async Task DisposeAsync()
    {
        Sender.Dispose();
        await Server.DisposeAsync();
    }

    protected static IEnumerable<ChatMessage> Received(ChatParticipant participant) =>
        participant.Messages.Where(message => message.FromBot);

    protected ChatParticipant StartedChat(string name)
    {
        var participant = Server.AddPerson(name).Chat;
        participant.SendText("/start");
        return participant;
    }

    protected TelegramSender SenderWith(PacingLimits? limits, TimeProvider? clock = null, Func<long, bool>? isManagers = null)
    {
        var client = TelegramClient.Create(TestSettings.For(Server));
        return new TelegramSender(client, limits, clock ?? TimeProvider.System, NullLogger<TelegramSender>.Instance, isManagers);
    }
}
