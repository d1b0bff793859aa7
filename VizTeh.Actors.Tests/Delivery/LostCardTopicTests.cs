using VizTeh.Actors.Messages;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;
using Attachment = VizTeh.Actors.Messages.Attachment;
using MessageKind = VizTeh.Actors.Sandbox.BotApi.Chats.MessageKind;

namespace VizTeh.Actors.Tests.Delivery;

/// <summary>In a forum, what is said about a ticket stays in the topic of its card, also while that card is not there.</summary>
public sealed class LostCardTopicTests : IAsyncLifetime
{
    private readonly CreateTicket _ticket = TicketSamples.New();
    private OutboxFixture _outbox = null!;
    private Topic _topic = null!;
    private long _id;
    private long _updates;

    public async Task InitializeAsync()
    {
        _outbox = await OutboxFixture.CreateAsync(hasTopics: true);
        _topic = _outbox.Group.AddTopic("Вывески");
        _id = (await new TicketStore(_outbox.Database.DataSource).CreateAsync([_ticket], [_outbox.Managers.ChatId], default))
            [_ticket.SubmissionId];
        await _outbox.Database.ExecuteAsync($"update outbox set topic_id = {_topic.Id}");
    }

    public async Task DisposeAsync() => await _outbox.DisposeAsync();

    [Fact]
    public async Task Words_and_files_under_a_card_that_a_manager_has_deleted_come_to_its_topic()
    {
        await _outbox.DeliverDueAsync(_outbox.Managers);
        await _outbox.Database.ExecuteAsync("update ticket_cards set message_id = 999999");

        await WriteAsync("Этаж третий");
        await WriteAsync("", _outbox.Telegram.AddFile(MessageKind.Photo));
        await _outbox.DeliverDueAsync(_outbox.Managers);

        Assert.Contains(_outbox.Shown(), shown => shown.Text.EndsWith("Этаж третий", StringComparison.Ordinal));
        Assert.Contains(_outbox.Shown(), shown => shown.Kind == MessageKind.Photo);
        Assert.All(_outbox.Shown(), shown => Assert.Equal(_topic.Id, shown.TopicId));
        Assert.Empty(await _outbox.Database.ReadAsync(OutboxFixture.Rows));
    }

    [Fact]
    public async Task Words_that_wait_between_a_deleted_card_and_the_new_one_come_to_the_topic_of_both()
    {
        await _outbox.DeliverDueAsync(_outbox.Managers);
        await _outbox.Database.ExecuteAsync(
            $"""
            update ticket_cards set message_id = 999999;
            insert into outbox (chat_id, kind, ticket_id, message_id) values ({_outbox.Managers.ChatId}, 'card_edit', {_id}, 999999)
            """);

        await WriteAsync("Этаж третий");
        await _outbox.DeliverDueAsync(_outbox.Managers);

        Assert.Equal(
            [$"№{_id}", "Этаж третий", $"№{_id}"],
            _outbox.Shown().Select(shown => shown.Text.EndsWith("Этаж третий", StringComparison.Ordinal)
                ? "Этаж третий" : $"№{ClientDialogue.NumberIn(shown)}"));
        Assert.All(_outbox.Shown(), shown => Assert.Equal(_topic.Id, shown.TopicId));
    }

    [Fact]
    public async Task Words_follow_a_card_that_came_to_general_because_its_topic_was_closed()
    {
        _topic.Close();
        await _outbox.DeliverDueAsync(_outbox.Managers);
        var card = Assert.Single(_outbox.Shown());

        await WriteAsync("Этаж третий");
        await _outbox.DeliverDueAsync(_outbox.Managers);

        var words = _outbox.Shown()[^1];
        Assert.Equal((null, null, card), (card.TopicId, words.TopicId, words.ReplyTo));
    }

    private Task<bool> WriteAsync(string words, string? photo = null) =>
        new TicketMessageStore(_outbox.Database.DataSource).AddAsync(
            new AddTicketMessage(_id, _ticket.SubmissionId, 42, ++_updates, words, DateTimeOffset.UnixEpoch)
            {
                Files = photo is null ? [] : [new Attachment(AttachmentKind.Photo, photo, "u")],
            },
            [_outbox.Managers.ChatId], default);
}
