using Microsoft.Extensions.Logging;
using VizTeh.Actors.Database;
using VizTeh.Actors.Operations.Mail;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Operations.Alerts;

/// <summary>
/// Sends tickets whose card has reached no managers' chat by e-mail, each once: it is claimed, sent, and then recorded as sent. A process
/// that dies in between sends it again, under the same Message-ID.
/// </summary>
internal sealed class TicketMailer(
    UnseenTickets tickets, SmtpMail mail, CompanySettings company, AlertOptions options, TimeProvider clock,
    ILogger<TicketMailer> logger)
{
    private const int MostRecords = 3;

    private static readonly Backoff RecordBackoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));

    /// <summary>Until one fails, or the time for them is over: the rest is found at the next look.</summary>
    public async Task SendAsync(IReadOnlyList<long> ticketIds, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        foreach (var ticketId in ticketIds)
        {
            if (clock.GetElapsedTime(began) >= options.TicketTime || !await TrySendAsync(ticketId, cancellationToken))
                return;
        }
    }

    private async Task<bool> TrySendAsync(long ticketId, CancellationToken cancellationToken)
    {
        var state = await Deadline.RunAsync(
            token => tickets.ClaimAsync(ticketId, options.Lease, token), options.StatementLimit, cancellationToken);
        if (state is null)
            return true;
        if (!await TryMailAsync(ticketId, AlertText.Letter(state, company.Alerts.Card ?? TimeSpan.Zero, company), cancellationToken))
        {
            await Deadline.RunAsync(token => tickets.PostponeAsync(ticketId, token), options.StatementLimit, cancellationToken);
            return false;
        }

        logger.LogWarning("Ticket {TicketId} has reached no managers' chat yet, and was sent by e-mail", ticketId);
        await RecordAsync(ticketId, cancellationToken);
        return true;
    }

    private async Task<bool> TryMailAsync(long ticketId, Letter letter, CancellationToken cancellationToken)
    {
        try
        {
            return await mail.SendAsync(letter, attempts: 1, cancellationToken) is null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Otherwise the next process would wait for the end of the claim.
            await Deadline.RunAsync(token => tickets.ReleaseAsync(ticketId, token), options.ClosingLimit, CancellationToken.None);
            throw;
        }
    }

    // Not broken off by a stop: the letter would be sent again.
    private async Task RecordAsync(long ticketId, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await Deadline.RunAsync(token => tickets.SettleAsync(ticketId, token), options.StatementLimit, CancellationToken.None);
                return;
            }
            catch (Exception error) when (attempt < MostRecords && !cancellationToken.IsCancellationRequested)
            {
                logger.LogWarning("That ticket {TicketId} was sent by e-mail could not be recorded ({Error}); trying again", ticketId,
                    DatabaseErrors.WordsOf(error));
                await Task.Delay(RecordBackoff.Before(attempt), clock, cancellationToken);
            }
        }
    }
}
