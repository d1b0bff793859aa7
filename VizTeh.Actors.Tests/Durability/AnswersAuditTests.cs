using VizTeh.Actors.Sandbox.Durability;
using VizTeh.Actors.Tests.Delivery;

namespace VizTeh.Actors.Tests.Durability;

/// <summary>The durability run finds an answer in the chat of a client whose ticket it is not about.</summary>
public sealed class AnswersAuditTests : AnswerFixture
{
    [Fact]
    public async Task An_answer_to_an_own_ticket_is_as_promised_also_once_the_ticket_is_erased_and_one_to_anothers_is_found()
    {
        await PrepareAsync();
        await AnswerAsync("Привезём завтра");
        await DeliverAllAsync();
        await Outbox.Database.ExecuteAsync("delete from ticket_messages; update tickets set erased_at = now(), user_id = null");
        var audit = await AnswersAudit.ReadAsync(Outbox.Database.DataSource, default);

        audit.Compare(Outbox.Client, new HashSet<long> { Id, Id + 1 });
        Assert.Empty(audit.Untrue);
        audit.Compare(Outbox.Client, new HashSet<long> { Id + 1 });

        Assert.Contains(Heading, Assert.Single(audit.Untrue), StringComparison.Ordinal);
    }
}
