using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tickets;
using Attachment = VizTeh.Actors.Messages.Attachment;
using MessageKind = VizTeh.Actors.Sandbox.BotApi.Chats.MessageKind;
using TicketRoutes = VizTeh.Actors.Outbox.TicketRoutes;

namespace VizTeh.Actors.Tests.Delivery;

/// <summary>A ticket whose client has a chat with the bot, and managers who answer; of the bot only what a test calls is running.</summary>
public abstract class AnswerFixture : TicketFilesFixture
{
    private protected const string Owed = "select concat_ws('|', kind, ticket_message_id, payload #>> '{}') from outbox order by id";

    private long _updates = 100;

    private protected AnswerStore Answers => new(Outbox.Database.DataSource);

    private protected ChatMessage Card => Outbox.Shown()[0];

    /// <summary>What the client was sent and still sees, without what comes with the first chat.</summary>
    private protected List<ChatMessage> Sent => [.. Outbox.Client.Messages.Where(message => message.FromBot)];

    private protected string Heading => $"Ответ по заявке №{Id}";

    /// <summary>A ticket of the client, whose card is in the managers' chat.</summary>
    private protected async Task PrepareAsync()
    {
        await CreateAsync();
        await Outbox.Database.ExecuteAsync($"update tickets set user_id = {Outbox.Client.ChatId}");
        await DeliverAsync();
    }

    /// <summary>A manager replies to the card.</summary>
    /// <param name="other">A managers' chat that is shown the answer too.</param>
    private protected async Task<ChatMessage> AnswerAsync(
        string words, Attachment? file = null, string? album = null, bool note = false, long? other = null)
    {
        var written = Outbox.Managers.SendText(words.Length > 0 ? words : "?", replyTo: Card);
        Assert.Equal(
            new AnswerTarget(Id, IsErased: false),
            await Answers.AddAsync(
                new ManagerAnswer(++_updates, written.ChatId, written.Id, 9, "Пётр", words, DateTimeOffset.UnixEpoch)
                {
                    File = file,
                    AlbumId = album,
                    IsNote = note,
                },
                new AnsweredPost(Card.ChatId, Card.Id), TicketRoutes.ToAll(other is { } chat ? [chat] : []), default));
        return written;
    }

    /// <param name="file">What the message has now; null for none.</param>
    private protected Task<EditOutcome> EditAsync(
        ChatMessage written, string words, int second = 1, bool note = false, Attachment? file = null) =>
        Answers.EditAsync(
            new ManagerEdit(written.ChatId, written.Id, words, DateTimeOffset.UnixEpoch.AddSeconds(second))
            {
                File = file,
                IsNote = note,
            },
            default);

    private protected Attachment File(MessageKind kind) => Files(kind)[0];

    private protected Task DeliverToClientAsync() => Outbox.DeliverDueAsync(Outbox.Client);

    /// <summary>Delivers everything, what follows from a delivery too.</summary>
    private protected async Task DeliverAllAsync()
    {
        await DeliverToClientAsync();
        await DeliverAsync();
    }
}
