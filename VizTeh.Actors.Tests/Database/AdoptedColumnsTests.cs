using VizTeh.Actors.Database;
using VizTeh.Actors.Delivery;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Database;

/// <summary>An adopted table may have additional columns with any name that the program's statements use for something else.</summary>
public sealed class AdoptedColumnsTests
{
    private const long Managers = -5;

    // Names of tables, parts and results in the statements.
    private static readonly string[] NamesInStatements =
    [
        "ticket", "tickets", "changed", "past", "created", "batch", "position", "submitted_at", "history", "cards", "card", "chat",
        "waiting", "sixcolumns", "createdat", "accountname", "fresh", "existing", "numbering", "numbers", "last_before",
        "there", "sent", "known", "head", "run", "first", "next", "changes", "hasmore", "rowids", "isheldback", "changed_ticket", "userid",
        "closeat", "changedto", "actorid", "actorname", "updateid", "changedat", "excluded", "target", "alias", "rows", "since", "error",
        "own", "said", "sentat", "wait", "waits", "present", "locked", "reminding", "other", "earlier", "newest", "message", "story",
        "redrawn", "version", "otheropen", "isreturning", "unanswered",
    ];

    [Fact]
    public async Task A_table_with_a_column_for_every_name_the_program_uses_gets_its_tickets_cards_presses_and_edits()
    {
        await using var fresh = await PostgresFixture.CreateMigratedAsync();
        var own = await fresh.ReadAsync("select column_name::text from information_schema.columns where table_name = 'tickets'");
        var names = await fresh.ReadAsync(
            "select distinct column_name::text from information_schema.columns where table_schema in ('public', 'akka')");
        var extra = names.Concat(NamesInStatements).Except(own).Distinct().ToArray();
        Assert.Contains("update_id", extra);
        await using var database = await PostgresFixture.CreateEmptyAsync();
        var columns = string.Join(", ", extra.Select(name => $"\"{name}\" text"));
        await database.ExecuteAsync($"create table tickets (id serial primary key, user_id bigint not null, {columns})");
        await Migrator.MigrateAsync(database.ConnectionString);
        var tickets = new TicketStore(database.DataSource);
        var outbox = TestOutbox.StoreOf(database);
        var create = TicketSamples.New();

        var id = (await tickets.CreateAsync([create], [Managers], default))[create.SubmissionId];
        Assert.Equal(id, (await tickets.CreateAsync([create], [Managers], default))[create.SubmissionId]);
        await using (var card = await outbox.ClaimAsync(Managers, Recipient.Managers, default))
        {
            Assert.Equal("Анна", card!.Head.Ticket!.Ticket.Answers["name"]!.Value);
            var during = await tickets.ChangeStatusAsync(Close(id, update: 1), default);
            Assert.True(during!.Value.Changed);
            Assert.Equal("Пётр", during.Value.State.LastChange!.ActorName);
            await outbox.CompleteAsync(card, [new SentEntry(card.Head, 70)], default);
        }

        await tickets.ChangeStatusAsync(Close(id, update: 2) with { Status = TicketStatus.Open }, default);
        Assert.Equal([new DueChat(Managers, Recipient.Managers)], (await outbox.LoadDueChatsAsync([], [], default)).Chats);
        await using (var edit = await outbox.ClaimAsync(Managers, Recipient.Managers, default))
        {
            Assert.Equal(new OwedMessage.CardEdit(id, 70), edit!.Head.Row.Owed);
            Assert.Equal(TicketStatus.Open, edit.Head.Ticket!.Ticket.Status);
            Assert.True(await edit.Head.Kind.TrySettleRefusalAsync(
                edit, new SendOutcome.Refused(400, "Bad Request: message to edit not found"), default));
        }

        Assert.Equal(["card|1"], await database.ReadAsync("select concat_ws('|', kind, ticket_id) from outbox"));
    }

    private static ChangeTicketStatus Close(long id, long update) => new(id, TicketStatus.Closed, 9, "Пётр", update, Managers, null);
}
