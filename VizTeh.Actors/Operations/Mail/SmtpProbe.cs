using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Operations.Mail;

/// <summary>Why the mail server would take no letter. Neither part holds a secret, or words of the server.</summary>
/// <param name="Cure">What to do, with the names of the settings.</param>
internal sealed record MailFault(string Reason, string Cure);

/// <summary>Looks whether the mail server would take letters: connection, TLS, account. Sends none.</summary>
internal static class SmtpProbe
{
    /// <param name="limit">How long it may take altogether.</param>
    /// <returns>Null when it would.</returns>
    public static async Task<MailFault?> TryAsync(MailSettings settings, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var session = new SmtpSession();
        try
        {
            await Deadline.RunAsync(token => session.TryAsync(settings, token), limit, cancellationToken);
            return null;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            return new MailFault(MailFailure.WordsOf(error), MailFailure.CureOf(error));
        }
    }
}
