using VizTeh.Actors.Operations.Alerts;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Operations;

/// <summary>A ticket whose card has reached no managers' chat goes by e-mail, with its card's text, once.</summary>
public sealed class TicketMailTests : AlertDeskFixture
{
    [Fact]
    public async Task It_goes_once_whatever_is_started_and_to_nobody_else()
    {
        var id = await CreateAsync();
        await Start().LookAsync(times: 3);
        await Start().LookAsync(times: 3);

        var letter = Mail.Letters.Single(letter => letter.Subject.Contains('№', StringComparison.Ordinal));
        Assert.Equal($"Заявка №{id} не дошла до чата менеджеров", letter.Subject);
        Assert.Contains("+79161234567", letter.Text, StringComparison.Ordinal);
        Assert.Equal([MailServer.Recipient], letter.To);
        // The alert about the queue has nothing of the client.
        Assert.All(
            Mail.Letters.Where(other => other != letter),
            other => Assert.DoesNotContain("Анна", other.Raw + other.Text, StringComparison.Ordinal));
        Assert.All(InChat, text => Assert.DoesNotContain("Анна", text, StringComparison.Ordinal));
        Assert.All(Log.All, line => Assert.DoesNotContain("Анна", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_the_mail_server_refuses_it_waits_and_the_others_have_their_turn()
    {
        var (first, second) = (await CreateAsync(), await CreateAsync());
        Mail.RefusesLetters = true;
        var process = Start(channels => channels with { OpsChatId = null });
        await process.LookAsync();
        Mail.RefusesLetters = false;
        await process.LookAsync(times: 2);

        Assert.Equal([second], Numbers());
        await Database.ExecuteAsync("update ticket_mails set next_attempt_at = now() where mailed_at is null");
        await process.LookAsync();

        Assert.Equal([second, first], Numbers());
        Assert.Equal(["2", "1"], await Database.ReadAsync("select attempts from ticket_mails order by ticket_id"));
    }

    [Fact]
    public async Task A_process_that_dies_after_the_letter_and_before_its_record_sends_a_copy_under_the_same_id()
    {
        await CreateAsync();
        await Database.ExecuteAsync(
            """
            create function refuse() returns trigger language plpgsql as
            $$ begin raise exception 'refused' using errcode = 'check_violation'; end $$;
            create trigger refuse before update of mailed_at on ticket_mails for each row execute function refuse();
            """);
        var dying = Start(channels => channels with { OpsChatId = null });
        // It waits to record the letter, and never gets to it.
        var round = dying.RoundAsync();
        await Mail.NextAsync(letter => letter.Subject.Contains('№', StringComparison.Ordinal));
        await Eventually.IsTrueAsync(
            () =>
            {
                Clock.Advance(TimeSpan.FromSeconds(5));
                return round.IsCompleted;
            },
            "it has given up");
        await round;
        await Database.ExecuteAsync("drop trigger refuse on ticket_mails; update ticket_mails set next_attempt_at = now()");

        await Start(channels => channels with { OpsChatId = null }).LookAsync();
        await Start(channels => channels with { OpsChatId = null }).LookAsync();

        var letters = Mail.Letters.Where(letter => letter.Subject.Contains('№', StringComparison.Ordinal)).ToList();
        Assert.Equal(2, letters.Count);
        Assert.Single(letters.Select(letter => letter.Message.MessageId).Distinct());
    }

    [Fact]
    public async Task A_card_that_arrives_meanwhile_keeps_the_letter_back()
    {
        var id = await CreateAsync();
        var look = await new AlertStore(Database.DataSource).LookAsync(ShippedForm.Company.Alerts, wantsTickets: true, default);
        Assert.Equal([id], look.UnseenTickets);
        await Database.ExecuteAsync($"insert into ticket_cards (ticket_id, chat_id, message_id) values ({id}, -5, 7)");

        Assert.Null(await new UnseenTickets(Database.DataSource).ClaimAsync(id, TimeSpan.FromMinutes(5), default));
        await Start().LookAsync(times: 3);

        Assert.Empty(Numbers());
    }

    [Fact]
    public async Task Without_e_mail_nothing_is_looked_for()
    {
        await CreateAsync();

        await Start(channels => channels with { Mail = null }).LookAsync(times: 3);

        Assert.Empty(await Database.ReadAsync("select ticket_id from ticket_mails"));
    }

    private IEnumerable<long> Numbers() => Mail.Letters.Where(letter => letter.Subject.Contains('№', StringComparison.Ordinal))
        .Select(letter => long.Parse(letter.Subject.Split('№')[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>A ticket whose card waits for twenty minutes.</summary>
    private async Task<long> CreateAsync()
    {
        var ticket = TicketSamples.New();
        var ids = await new TicketStore(Database.DataSource).CreateAsync([ticket], [-5L], default);
        await Database.ExecuteAsync("update outbox set created_at = now() - interval '20 minutes'");
        return ids[ticket.SubmissionId];
    }
}
