using Microsoft.Extensions.Logging;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Operations.Mail;

/// <summary>How letters are sent; the program runs with the defaults.</summary>
/// <param name="Limit">How long one attempt may take.</param>
/// <param name="Retry">The waits between attempts.</param>
/// <param name="Grace">How long an attempt that is under way may go on when the program stops.</param>
internal sealed record MailOptions(TimeSpan Limit, Backoff Retry, TimeSpan Grace)
{
    public static MailOptions Default { get; } = new(
        Limit: TimeSpan.FromSeconds(30), Retry: new Backoff(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10)),
        Grace: TimeSpan.FromSeconds(3));
}

/// <summary>Sends letters through the mail server of the settings.</summary>
/// <remarks>
/// SMTP has no idempotency: when the answer to a letter is lost, the letter may have been accepted, and each retry may be a copy, under the
/// same Message-ID.
/// </remarks>
internal sealed class SmtpMail(
    MailSettings settings, string sender, MailOptions options, Troubles troubles, TimeProvider clock, ILogger<SmtpMail> logger)
{
    /// <summary>The matter of the trouble in the view <c>health</c>.</summary>
    public const string Matter = "mail";

    /// <summary>Sends a letter to all recipients. Only a cancellation throws.</summary>
    /// <param name="attempts">How often it is tried at most.</param>
    /// <returns>Null when the server has accepted it for at least one recipient; otherwise why not, without any secret.</returns>
    public async Task<string?> SendAsync(Letter letter, int attempts, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await TryAsync(letter, cancellationToken) is not { } failure)
                return null;
            if (troubles.Raise(Matter, null, failure))
                logger.LogError("A letter could not be sent: {Reason}", failure);
            if (attempt >= attempts)
                return failure;
            await Task.Delay(options.Retry.Before(attempt), clock, cancellationToken);
        }
    }

    private async Task<string?> TryAsync(Letter letter, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var session = new SmtpSession();
        using var stop = new CancellationTokenSource();
        // A letter that is broken off may have been accepted, and would be sent again after the next start.
        await using var stopping = cancellationToken.Register(() => stop.CancelAfter(options.Grace));
        try
        {
            using var message = letter.ToMime(settings, sender, clock.GetUtcNow());
            await Deadline.RunAsync(token => session.DeliverAsync(message, settings, token), options.Limit, stop.Token);
        }
        catch (Exception error) when (!stop.IsCancellationRequested)
        {
            return MailFailure.WordsOf(error);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Not every part of a session that is broken off says so as a cancellation.
            throw new OperationCanceledException(cancellationToken);
        }

        if (troubles.Clear(Matter, null))
            logger.LogInformation("Letters can be sent again");
        if (session.Refused > 0)
            logger.LogWarning("The mail server refused {Count} of the addresses in MAIL_TO", session.Refused);
        return null;
    }
}
