using VizTeh.Actors.Messages;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Tickets;

/// <summary>What a client writes to a ticket is stored once, for the client's own ticket only, and owed to each managers' chat.</summary>
public sealed class TicketMessageStoreTests : IAsyncLifetime
{
    private const string Stored =
        "select concat_ws('|', ticket_id, author, user_id, update_id, message_id, text) from ticket_messages order by id";
    private const string Owed = "select concat_ws('|', chat_id, kind, ticket_id, ticket_message_id) from outbox order by id";

    private TestDatabase _database = null!;
    private TicketMessageStore _messages = null!;
    private CreateTicket _ticket = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateMigratedAsync();
        _messages = new TicketMessageStore(_database.DataSource);
        _ticket = TicketSamples.New();
        await new TicketStore(_database.DataSource).CreateAsync([_ticket], [-1, -2], default);
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task A_message_is_stored_and_owed_behind_the_card_in_each_chat()
    {
        Assert.True(await AddAsync(Message(5, "Этаж третий")));
        Assert.True(await AddAsync(Message(6, "Вход со двора")));

        Assert.Equal(["1|client|42|5|105|Этаж третий", "1|client|42|6|106|Вход со двора"], await _database.ReadAsync(Stored));
        Assert.Equal(
            [
                "-1|card|1", "-2|card|1", "-1|ticket_message|1|1", "-2|ticket_message|1|1", "-1|ticket_message|1|2",
                "-2|ticket_message|1|2",
            ],
            await _database.ReadAsync(Owed));
        Assert.Equal(["0"], await _database.ReadAsync("select distinct extract(epoch from sent_at)::int from ticket_messages"));
    }

    [Fact]
    public async Task An_update_that_comes_again_however_often_and_at_once_stores_and_owes_nothing_twice()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AddAsync(Message(5, "Этаж третий"))));
        await _database.ExecuteAsync("delete from outbox");

        Assert.True(await AddAsync(Message(5, "Этаж третий")));

        Assert.Equal(["1"], await _database.ReadAsync("select count(*) from ticket_messages"));
        Assert.Empty(await _database.ReadAsync(Owed));
    }

    [Fact]
    public async Task Files_are_stored_with_the_words_or_without_any_once_and_owed_with_the_message()
    {
        var photo = new Attachment(AttachmentKind.Photo, "id\"1", "u1") { Name = "фасад.jpg" };
        var place = new Attachment(AttachmentKind.Venue) { Place = new Place(55.75, 37.61, "Склад", "Ленина, 1") };
        await AddAsync(Message(5, "") with { Files = [photo, place] });
        await AddAsync(Message(6, "Вот") with { Files = [photo] });
        await AddAsync(Message(5, "") with { Files = [photo, place] });

        var files = await _database.ReadAsync("select files::text from ticket_messages order by id");
        Assert.Equal([photo, place], FilesColumn.Read(files[0]));
        Assert.Equal([photo], FilesColumn.Read(files[1]));
        Assert.Equal(
            ["-1|card|1", "-2|card|1", "-1|ticket_message|1|1", "-2|ticket_message|1|1", "-1|ticket_message|1|2", "-2|ticket_message|1|2"],
            await _database.ReadAsync(Owed));
    }

    [Fact]
    public async Task The_table_refuses_a_message_of_neither_words_nor_files() =>
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => AddAsync(Message(5, "") with { Files = [] }));

    [Fact]
    public async Task Nobody_writes_to_a_ticket_of_another_person_or_of_another_submission_or_to_one_that_is_gone()
    {
        Assert.False(await AddAsync(Message(5, "чужое") with { UserId = 43 }));
        Assert.False(await AddAsync(Message(6, "чужое") with { SubmissionId = Guid.NewGuid() }));
        Assert.False(await AddAsync(Message(7, "чужое") with { TicketId = 2 }));

        Assert.Empty(await _database.ReadAsync(Stored));
        Assert.Equal(["-1|card|1", "-2|card|1"], await _database.ReadAsync(Owed));
    }

    [Fact]
    public async Task A_chat_that_has_no_card_of_the_ticket_is_sent_it_first()
    {
        await _database.ExecuteAsync("delete from outbox; insert into ticket_cards (ticket_id, chat_id, message_id) values (1, -2, 70)");

        await _messages.AddAsync(Message(5, "Этаж третий"), [-2, -3], default);
        await _messages.AddAsync(Message(6, "Вход со двора"), [-2, -3], default);

        Assert.Equal(
            ["-2|ticket_message|1|1", "-3|card|1", "-3|ticket_message|1|1", "-2|ticket_message|1|2", "-3|ticket_message|1|2"],
            await _database.ReadAsync(Owed.Replace("order by", "where kind <> 'card_edit' order by", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_message_that_nobody_may_be_shown_is_stored_all_the_same()
    {
        Assert.True(await _messages.AddAsync(Message(5, "Этаж третий"), [], default));

        Assert.Equal(["1"], await _database.ReadAsync("select count(*) from ticket_messages"));
    }

    [Fact]
    public async Task The_table_refuses_to_owe_what_is_said_about_a_ticket_to_anybody_but_managers() =>
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => _database.ExecuteAsync(
            """
            insert into ticket_messages (ticket_id, author, user_id, update_id, text, sent_at) values (1, 'client', 42, 1, 'x', now());
            insert into outbox (chat_id, kind, ticket_id, ticket_message_id, recipient) values (42, 'ticket_message', 1, 1, 'client')
            """));

    private Task<bool> AddAsync(AddTicketMessage message) => _messages.AddAsync(message, [-1, -2], default);

    private AddTicketMessage Message(long updateId, string text) =>
        new(1, _ticket.SubmissionId, 42, updateId, text, DateTimeOffset.UnixEpoch, MessageId: 100 + updateId);
}
