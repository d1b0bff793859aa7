using Microsoft.Extensions.Logging;
using Npgsql;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Database;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.TelegramApi;

namespace VizTeh.Actors.Delivery;

/// <summary>The outcome of serving a chat.</summary>
/// <param name="ChatId">The chat.</param>
/// <param name="Wait">The wait before the chat's next row may be tried; zero for none; null when no further row is known.</param>
/// <param name="HasMigrated">Whether its rows moved to another chat, which has to be served.</param>
public sealed record DeliveryReport(long ChatId, TimeSpan? Wait, bool HasMigrated = false);

/// <summary>Sends the next messages of a chat one after another, and settles each by Telegram's answer.</summary>
public sealed class OutboxDelivery(
    OutboxStore store, TelegramSender sender, ManagerChats chats, ChatReachability reach, CardTurns turns, TimeProvider clock,
    ILogger<OutboxDelivery> logger)
{
    // A claim holds a connection. A claim whose turn to send is further away than this is given back, and the chat is claimed again later.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // Messages are sent for this time and then settled together. A crash before the settling repeats them, so it is short: with Telegram's
    // usual latency it is one message. A server that answers at once is sent more of them per settling.
    private static readonly TimeSpan RunLength = TimeSpan.FromMilliseconds(50);

    // From this refusal of a row on, each refusal is followed by an attempt to send another row of the chat, a different one each time. If
    // that one is accepted, the refused row is at fault, whatever the wording of the refusal.
    private const int SuspectAfter = 3;

    // For a former managers' chat. Retries for about twenty minutes.
    private const int MostRefusalsOfFormer = 10;

    // A further part of an album is handled within moments, unless the managers' chat is over its limit.
    private static readonly TimeSpan PartsInterval = TimeSpan.FromMilliseconds(500);

    private static readonly Backoff RefusalBackoff = new(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5));

    // For a send whose outcome is unknown: most such faults pass soon, and each repeat may be a duplicate.
    private static readonly Backoff UnconfirmedBackoff = new(TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(1));
    private static readonly Backoff SettleBackoff = new(TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(5));

    public async Task<DeliveryReport> DeliverAsync(long chatId, CancellationToken cancellationToken)
    {
        if (chats.Contains(chatId))
            await turns.WaitAsync(cancellationToken);
        await using var claim = await store.ClaimAsync(
            chatId, chats.Contains(chatId) ? Recipient.Managers : Recipient.Client, cancellationToken);
        if (claim is null)
            return new DeliveryReport(chatId, null);
        if (claim.Head.Row.IsOver)
        {
            await GiveUpAsync(claim, cancellationToken);
            return new DeliveryReport(chatId, TimeSpan.Zero);
        }

        if (claim.Head.AwaitsParts)
            return new DeliveryReport(chatId, PartsInterval);
        if (WaitOf(claim.Head) is { } wait)
        {
            await claim.DeferAsync(wait, cancellationToken);
            return new DeliveryReport(chatId, TimeSpan.Zero);
        }

        var startedAt = clock.GetTimestamp();
        var outcome = await claim.HoldWhileAsync(SendAsync(claim.Head, Patience, cancellationToken), clock);
        if (SentEntryOf(claim.Head, outcome) is { } head)
        {
            var sent = await SendFollowersAsync(claim, head, startedAt, cancellationToken);
            await CompleteAsync(claim, sent, cancellationToken);
            FailPoints.Pass(FailPoints.CardSettled);
            reach.Regained(chatId);
            var isMoreOwed = claim.HasMore || sent.Count < claim.Entries.Count || sent[^1].Entry.KeepsRow;
            return new DeliveryReport(chatId, isMoreOwed ? TimeSpan.Zero : null);
        }

        if (outcome is SendOutcome.Refused refused && MovedTo(chatId, refused) is { } newChatId)
        {
            await MigrateAsync(claim, new ChatMigration(chatId, newChatId), cancellationToken);
            return new DeliveryReport(chatId, TimeSpan.Zero, HasMigrated: true);
        }

        return new DeliveryReport(chatId, await SettleFailureAsync(claim, outcome, cancellationToken));
    }

    // A message that is not accepted ends the run. It is sent again as the head of the next claim, where every outcome is handled. So does
    // one whose row has more to send, which the rows behind it must not overtake. So does an update of a client, unless the managers' turn
    // covers more messages.
    private async Task<List<SentEntry>> SendFollowersAsync(
        OutboxClaim claim, SentEntry head, long startedAt, CancellationToken cancellationToken)
    {
        List<SentEntry> sent = [head];
        foreach (var entry in claim.Entries.Skip(1))
        {
            var left = RunLength - clock.GetElapsedTime(startedAt);
            if (left <= TimeSpan.Zero || sent[^1].Entry.KeepsRow || entry.Row.IsOver || entry.AwaitsParts || WaitOf(entry) is not null
                || !entry.Kind.MayFollow(entry, sent) || cancellationToken.IsCancellationRequested
                || (chats.Contains(entry.Row.ChatId) && !turns.TryGoOn()))
            {
                break;
            }

            if (await claim.HoldWhileAsync(TrySendAsync(entry, left), clock) is not { } follower)
                break;
            sent.Add(follower);
        }

        return sent;
    }

    // Is not cancelled and does not throw: the messages sent before it have to be settled, or they would be sent again.
    private async Task<SentEntry?> TrySendAsync(OutboxEntry entry, TimeSpan patience)
    {
        try
        {
            return SentEntryOf(entry, await SendAsync(entry, patience, CancellationToken.None));
        }
        catch (Exception error)
        {
            logger.LogWarning(
                "The {Owed} could not be sent to chat {ChatId} ({Error}); it will be retried",
                entry.Row.Owed.Name, entry.Row.ChatId, error.Message);
            return null;
        }
    }

    private Task<SendOutcome> SendAsync(OutboxEntry entry, TimeSpan patience, CancellationToken cancellationToken) =>
        entry.Kind.SendAsync(entry, sender, patience, cancellationToken);

    // Null when Telegram has not accepted the message, or when its id is unknown but needed.
    private static SentEntry? SentEntryOf(OutboxEntry entry, SendOutcome outcome)
    {
        if (outcome is not SendOutcome.Delivered delivered || (delivered.MessageId is null && entry.Kind.NeedsMessageId))
            return null;
        FailPoints.Pass(FailPoints.CardSent);
        return new SentEntry(entry, delivered.MessageId) { MoreMessageIds = delivered.MoreMessageIds };
    }

    // Null when it may be sent now.
    private TimeSpan? WaitOf(OutboxEntry entry)
    {
        var now = clock.GetUtcNow();
        return entry.Kind.NotBefore(entry, now) - now;
    }

    private async Task GiveUpAsync(OutboxClaim claim, CancellationToken cancellationToken)
    {
        var row = claim.Head.Row;
        await claim.DropAsync([], cancellationToken);
        if (row.IsOutdated)
        {
            logger.LogInformation(
                "The {Owed} to chat {ChatId} is dropped: what it tells of has changed again", row.Owed.Name, row.ChatId);
            return;
        }

        logger.LogWarning(
            "The {Owed} to chat {ChatId} is given up: its time limit is over, after {Attempts} failed attempts", row.Owed.Name, row.ChatId,
            row.Attempts);
    }

    // A group that has migrated may also be refused in other words; its old id is never reachable again.
    private long? MovedTo(long chatId, SendOutcome.Refused refused) =>
        refused.MigratedTo
        ?? (refused.Reason != RefusalReason.Content && chats.Resolve(chatId) is var currentId && currentId != chatId ? currentId : null);

    private async Task MigrateAsync(OutboxClaim claim, ChatMigration migration, CancellationToken cancellationToken)
    {
        await claim.MigrateAsync(migration, cancellationToken);
        chats.Learn(migration);
        if (claim.Head.Kind.ForgetMessage(claim.Head) is not null)
        {
            logger.LogWarning(
                "The {Owed} in chat {ChatId} is given up, since messages there can no longer be edited: the group has become the "
                + "supergroup {NewChatId}",
                claim.Head.Row.Owed.Name, migration.OldChatId, migration.NewChatId);
        }
    }

    private async Task<TimeSpan?> SettleFailureAsync(OutboxClaim claim, SendOutcome outcome, CancellationToken cancellationToken)
    {
        switch (outcome)
        {
            case SendOutcome.Delivered:
                // Each repeat is a duplicate, so the waits grow.
                return await RepeatLaterAsync(
                    claim, "sent, but the answer was cut off before the message's id", RefusalBackoff, cancellationToken);

            case SendOutcome.Postponed { Unconfirmed: { } reason }:
                return await RepeatLaterAsync(claim, reason, UnconfirmedBackoff, cancellationToken);

            case SendOutcome.Postponed postponed:
                return postponed.RetryAfter;

            case SendOutcome.Refused refused when await claim.Head.Kind.TrySettleRefusalAsync(claim, refused, cancellationToken):
                return TimeSpan.Zero;

            case SendOutcome.Refused refused when IsOutOfReach(claim.Head.Row, refused):
                logger.LogWarning(
                    "The {Owed} in the former managers' chat {ChatId} is given up: {Code} {Description}",
                    claim.Head.Row.Owed.Name, claim.Head.Row.ChatId, refused.Code, refused.Description);
                await claim.DropAsync(claim.Head.Kind.ForgetMessage(claim.Head) ?? [], cancellationToken);
                return TimeSpan.Zero;

            case SendOutcome.Refused { Reason: RefusalReason.Content } refused:
                logger.LogError(
                    "The {Owed} was refused in chat {ChatId} and is set aside in table outbox: {Code} {Description}",
                    claim.Head.Row.Owed.Name, claim.Head.Row.ChatId, refused.Code, refused.Description);
                await claim.RecordRefusalAsync(refused, TimeSpan.Zero, setAside: true, cancellationToken);
                return TimeSpan.Zero;

            case SendOutcome.Refused refused:
                return await SettleRefusalOfChatAsync(claim, refused, cancellationToken);

            default:
                throw new ArgumentOutOfRangeException(nameof(outcome), outcome.GetType(), "an unknown kind of outcome");
        }
    }

    // Nobody waits for messages in a chat that is no managers' chat any more. A 404 means that the token or the address of the Bot API is
    // wrong, which says nothing about the chat.
    private bool IsOutOfReach(OutboxRow row, SendOutcome.Refused refused) =>
        row.Owed.Recipient == Recipient.Managers && !chats.Contains(row.ChatId) && refused.Code != 404
        && (refused.Reason == RefusalReason.Content || refused.IsPersonGone || row.Attempts + 1 >= MostRefusalsOfFormer);

    private async Task<TimeSpan?> SettleRefusalOfChatAsync(
        OutboxClaim claim, SendOutcome.Refused refused, CancellationToken cancellationToken)
    {
        var row = claim.Head.Row;
        var refusals = row.Attempts + 1;
        var wait = RefusalBackoff.Before(refusals);
        if (row.IsHeldBack)
        {
            await claim.RecordRefusalAsync(refused, wait, setAside: false, cancellationToken);
            return TimeSpan.Zero;
        }

        OutboxEntry[] others =
            [.. claim.Entries.Skip(1).Where(entry => !entry.Row.IsOver && !entry.AwaitsParts && WaitOf(entry) is null)];
        if (refusals >= SuspectAfter && others.Length > 0
            && await TrySendAsync(others[(refusals - SuspectAfter) % others.Length], Patience) is { } taken)
        {
            logger.LogError(
                "The {Owed} is refused in chat {ChatId}, which takes others: it is retried from time to time and no "
                + "longer blocks them ({Code} {Description})", row.Owed.Name, row.ChatId, refused.Code, refused.Description);
            await HoldBackAsync(claim, refused, wait, taken, cancellationToken);
            reach.Regained(row.ChatId);
            return TimeSpan.Zero;
        }

        // The managers' reachability is independent of a client's refusals.
        if (row.Owed.Recipient == Recipient.Managers && chats.Contains(row.ChatId))
            reach.Lost(row.ChatId, refused.Description);
        await claim.RecordRefusalAsync(refused, wait, setAside: false, cancellationToken);
        return wait;
    }

    // The settling of the accepted entry is retried, as below. The record of the head's refusal need not be: the refusal will repeat.
    private async Task HoldBackAsync(
        OutboxClaim claim, SendOutcome.Refused refused, TimeSpan wait, SentEntry taken, CancellationToken cancellationToken)
    {
        try
        {
            await claim.HoldBackAsync(refused, wait, taken, CancellationToken.None);
        }
        catch (Exception failure) when (failure is NpgsqlException or InvalidOperationException or IOException)
        {
            logger.LogWarning(
                "It could not be stored that the {Owed} is held back ({Error})", claim.Head.Row.Owed.Name, failure.Message);
            await CompleteAsync(claim, [taken], cancellationToken);
        }
    }

    private static async Task<TimeSpan?> RepeatLaterAsync(
        OutboxClaim claim, string error, Backoff backoff, CancellationToken cancellationToken)
    {
        var wait = backoff.Before(claim.Head.Row.Attempts + 1);
        await claim.RecordUnconfirmedAsync(error, wait, cancellationToken);
        return claim.Head.Row.IsHeldBack ? TimeSpan.Zero : wait;
    }

    // Only this process knows that Telegram accepted the messages. If that is not stored, they are sent again, so settling is retried until
    // the database accepts it. A stop ends the retries, but never cancels an attempt.
    private async Task CompleteAsync(OutboxClaim claim, List<SentEntry> sent, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await store.CompleteAsync(claim, sent, CancellationToken.None);
                return;
            }
            catch (Exception error)
            {
                var wait = SettleBackoff.Before(attempt);
                logger.LogError(
                    "{Count} messages from the {Owed} on were sent to chat {ChatId}, but that could not be stored ({Error}); "
                    + "next try in {Wait}",
                    sent.Count, claim.Head.Row.Owed.Name, claim.Head.Row.ChatId, DatabaseErrors.WordsOf(error), wait.InWords());
                await Task.Delay(wait, clock, cancellationToken);
            }
        }
    }
}
