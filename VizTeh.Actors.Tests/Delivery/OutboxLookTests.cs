using VizTeh.Actors.Delivery;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Delivery;

/// <summary>What the outbox finds when it looks, which decides when it looks again.</summary>
public sealed class OutboxLookTests
{
    private const string Ticket =
        """
        insert into tickets (user_id, name, org, city, direction, description, phone, submission_id)
        values (1, 'n', 'o', 'c', 'd', 't', '+7', gen_random_uuid())
        """;

    [Theory]
    [InlineData("", false, false)]
    [InlineData("now()", true, true)]
    [InlineData("now() + interval '1 day'", false, true)]
    [InlineData("now() + interval '1 day', held_back_at = now()", false, true)]
    [InlineData("now(), set_aside_at = now()", false, false)]
    public async Task Rows_that_wait_are_told_from_none_whether_they_are_due_or_not(string nextAttempt, bool isDue, bool isWaiting)
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await database.ExecuteAsync(Ticket);
        if (nextAttempt.Length > 0)
        {
            await database.ExecuteAsync("insert into outbox (chat_id, kind, ticket_id) select 7, 'card', id from tickets");
            await database.ExecuteAsync($"update outbox set next_attempt_at = {nextAttempt}");
        }

        var found = await TestOutbox.StoreOf(database.DataSource).LoadDueChatsAsync([7], [], CancellationToken.None);

        Assert.Equal(isDue ? [new DueChat(7, Recipient.Managers)] : [], found.Chats);
        Assert.Equal(isWaiting, found.IsAnyWaiting);
    }
}
