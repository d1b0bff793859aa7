using Npgsql;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.TelegramApi;

namespace VizTeh.Actors.Delivery.Kinds;

/// <summary>
/// A reaction to a manager's message. A refusal drops it: a chat may allow no reactions, and the message may be gone. So does a limit of
/// Telegram on reactions, for which the cards behind it do not wait.
/// </summary>
public sealed class ReactionKind : MessageKind
{
    // Shorter than any wait that Telegram asks for.
    private static readonly TimeSpan MostPatience = TimeSpan.FromMilliseconds(900);

    public override Type Owed => typeof(OwedMessage.Reaction);

    public override async Task<SendOutcome> SendAsync(
        OutboxEntry entry, TelegramSender sender, TimeSpan patience, CancellationToken cancellationToken)
    {
        var owed = (OwedMessage.Reaction)entry.Row.Owed;
        var outcome = await sender.ReactAsync(
            entry.Row.ChatId, owed.MessageId, owed.Emoji, patience < MostPatience ? patience : MostPatience, cancellationToken);
        return outcome is SendOutcome.Postponed { IsLimitedAlone: true, RetryAfter: var wait }
            ? new SendOutcome.Refused(429, $"Too Many Requests: retry after {wait.InWords()}")
            : outcome;
    }

    public override IReadOnlyList<NpgsqlBatchCommand> ForgetMessage(OutboxEntry entry) => [];

    public override async Task<bool> TrySettleRefusalAsync(
        OutboxClaim claim, SendOutcome.Refused refused, CancellationToken cancellationToken)
    {
        await claim.DropAsync([], cancellationToken);
        return true;
    }
}
