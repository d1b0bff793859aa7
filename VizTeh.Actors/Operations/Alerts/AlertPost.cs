using Microsoft.Extensions.Logging;
using VizTeh.Actors.Operations.Mail;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Operations.Alerts;

/// <summary>Sends alerts on the ways that are configured.</summary>
/// <param name="memory">Knows for how long a way that failed is left alone.</param>
/// <param name="chat">Null for none.</param>
/// <param name="mail">Null for none.</param>
internal sealed class AlertPost(
    AlertMemory memory, OpsChat? chat, SmtpMail? mail, FirmTexts texts, AlertOptions options, ILogger<AlertPost> logger)
{
    private static readonly AlertWay[] Ways = Enum.GetValues<AlertWay>();

    /// <summary>Whether there is any way for alerts of a kind.</summary>
    public bool CanSend(AlertKind kind) => Array.Exists(Ways, way => Leads(way, kind));

    /// <summary>Whether a way for alerts of a kind may be tried now.</summary>
    public bool MayTry(AlertKind kind) => Array.Exists(Ways, way => Leads(way, kind) && memory.MayTry(way, kind));

    /// <summary>
    /// Sends all of them as one message a way, to the ops chat first, so that the letter can say if that failed. A cancellation ends it
    /// without an exception.
    /// </summary>
    /// <returns>The kinds whose message reached somebody.</returns>
    public async Task<IReadOnlySet<AlertKind>> SendAsync(IReadOnlyList<DueAlert> alerts, CancellationToken cancellationToken)
    {
        var now = memory.Now;
        var (forChat, forMail) = (On(AlertWay.Chat, alerts), On(AlertWay.Mail, alerts));
        var (isInChat, isMailed) = (false, false);
        try
        {
            isInChat = forChat.Count > 0 && await TryAsync(
                AlertWay.Chat, forChat, () => chat!.TrySendAsync(AlertText.Html(forChat, now, texts), cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            var chatIsMute = !isInChat && forMail.Exists(alert => Leads(AlertWay.Chat, alert.Kind));
            isMailed = forMail.Count > 0 && await TryAsync(AlertWay.Mail, forMail, async () => await mail!.SendAsync(
                AlertText.Letter(forMail, now, chatIsMute, Guid.NewGuid(), texts), options.MailAttempts, cancellationToken) is null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What somebody has by now is told; the rest is told after the next start.
        }

        HashSet<AlertKind> told = [.. (isInChat ? forChat : []).Concat(isMailed ? forMail : []).Select(alert => alert.Kind)];
        foreach (var alert in alerts.Where(alert => told.Contains(alert.Kind)))
        {
            logger.LogWarning(
                "Alert {Kind}: {Step} was sent to the ops chat: {IsInChat}; by e-mail: {IsMailed}", AlertKinds.NameOf(alert.Kind),
                alert.Step == AlertStep.SayOver ? "its end" : "it", isInChat && forChat.Contains(alert),
                isMailed && forMail.Contains(alert));
        }

        return told;
    }

    private bool Leads(AlertWay way, AlertKind kind) => way == AlertWay.Chat
        ? chat is not null && AlertKinds.GoesToChat(kind)
        : mail is not null;

    private List<DueAlert> On(AlertWay way, IEnumerable<DueAlert> alerts) =>
        [.. alerts.Where(alert => Leads(way, alert.Kind) && memory.MayTry(way, alert.Kind))];

    private async Task<bool> TryAsync(AlertWay way, List<DueAlert> alerts, Func<Task<bool>> send)
    {
        var isDelivered = await send();
        memory.Tried(way, alerts.Select(alert => alert.Kind), isDelivered, options.Retry);
        return isDelivered;
    }
}
