using Microsoft.Extensions.Logging;
using VizTeh.Actors.Operations.Mail;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Operations.Alerts;

/// <summary>Sends alerts on the ways that are configured.</summary>
/// <param name="chat">Null for none.</param>
/// <param name="mail">Null for none.</param>
internal sealed class AlertPost(OpsChat? chat, SmtpMail? mail, FirmTexts texts, AlertOptions options, ILogger<AlertPost> logger)
{
    /// <summary>Whether there is any way for alerts of a kind.</summary>
    public bool CanSend(AlertKind kind) => mail is not null || (chat is not null && AlertKinds.GoesToChat(kind));

    /// <summary>Sends all of them as one message a way, to the ops chat first, so that the letter can say if that failed.</summary>
    /// <returns>The kinds whose message reached somebody.</returns>
    public async Task<IReadOnlySet<AlertKind>> SendAsync(IReadOnlyList<DueAlert> alerts, TimeSpan now, CancellationToken cancellationToken)
    {
        List<DueAlert> forChat = chat is null ? [] : [.. alerts.Where(alert => AlertKinds.GoesToChat(alert.Kind))];
        var isInChat = forChat.Count > 0
            && await chat!.TrySendAsync(AlertText.Html(forChat, now, texts), cancellationToken);
        var isMailed = mail is not null
            && await mail.SendAsync(
                AlertText.Letter(alerts, now, chatIsMute: forChat.Count > 0 && !isInChat, Guid.NewGuid(), texts), options.MailAttempts,
                cancellationToken) is null;
        IEnumerable<DueAlert> reached = isMailed ? alerts : isInChat ? forChat : [];
        HashSet<AlertKind> told = [.. reached.Select(alert => alert.Kind)];
        foreach (var alert in alerts.Where(alert => told.Contains(alert.Kind)))
        {
            logger.LogWarning(
                "Alert {Kind}: {Step} was sent to the ops chat: {IsInChat}; by e-mail: {IsMailed}", AlertKinds.NameOf(alert.Kind),
                alert.Step == AlertStep.SayOver ? "its end" : "it", isInChat && AlertKinds.GoesToChat(alert.Kind), isMailed);
        }

        return told;
    }
}
