using System.Globalization;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Reports;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Manager.Commands;

/// <summary>
/// Sends the tickets of a period to a managers' chat as files: one, or one a month where one would be too large. One export at a time runs
/// in the process, since each holds a file in memory.
/// </summary>
internal sealed class ExportUpload(
    ExportStore store, ExportOptions options, UploadSender uploads, TelegramSender sender, ManagerChats chats, BotSettings settings,
    TimeProvider clock)
{
    // Each of them may have brought the file.
    private const int MostUnconfirmed = 3;

    // How often a file is made anew because the data of one of its clients was erased meanwhile.
    private const int MostRewrites = 5;

    // Between two looks at whether a file may still be sent.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly FirmTexts _texts = settings.Company.Texts;

    // Not disposed: it has no handle as long as its WaitHandle is not asked for.
    private readonly SemaphoreSlim _turn = new(1);

    private enum Upload
    {
        Sent,
        Refused,

        /// <summary>It did not come through in time, or Telegram never confirmed it.</summary>
        GivenUp,

        /// <summary>The data of a client who is in the file was erased; the file is not in the chat.</summary>
        Outdated,
    }

    /// <summary>Its update stays in the inbox until this is done: after a crash all files are sent anew.</summary>
    /// <param name="topicId">Null for General and outside of forums.</param>
    /// <returns>What is said beside the files.</returns>
    public async Task<IReadOnlyList<Message>> SendAsync(
        long chatId, int? topicId, ReportPeriod period, ExportFormat format, CancellationToken cancellationToken)
    {
        // The file is in the chat a moment before its export ends: whoever asks for the next one then is not told to wait.
        if (!await _turn.WaitAsync(options.TurnPatience, cancellationToken))
            return [new Message(_texts[ExportPhrases.Busy])];
        try
        {
            return await SendPartsAsync(new Address(chatId, topicId), period, format, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<IReadOnlyList<Message>> SendPartsAsync(
        Address to, ReportPeriod period, ExportFormat format, CancellationToken cancellationToken)
    {
        var waiting = new Stack<ReportPeriod>([period]);
        var (sent, rewrites) = (0, 0);
        while (waiting.TryPop(out var next))
        {
            ExportPart part;
            try
            {
                part = await store.WriteAsync(next, format, cancellationToken);
            }
            catch (TimeoutException)
            {
                // Repeated, it would take as long.
                return End(new Message(_texts[ExportPhrases.TooSlow]), sent);
            }

            if (part.IsTooLarge)
            {
                var parts = ExportSplit.Of(next);
                if (parts.Count == 0)
                    return End(new Message(_texts.With(ExportPhrases.TooLarge, ("day", next.InWords()))), sent);
                if (next == period)
                    await SayAsync(to, new Message(_texts.With(ExportPhrases.Split, ("period", period.InWords()))), cancellationToken);
                foreach (var later in parts.Reverse())
                    waiting.Push(later);
            }
            else if (part.File is { } file)
            {
                switch (await UploadAsync(to, part, file, format, cancellationToken))
                {
                    case Upload.Sent:
                        sent++;
                        break;
                    case Upload.Outdated when ++rewrites <= MostRewrites:
                        waiting.Push(next);
                        break;
                    case Upload.Refused:
                        return End(new Message(_texts[ExportPhrases.Refused]), sent);
                    default:
                        return End(new Message(_texts.With(ExportPhrases.GivenUp, ("period", next.InWords()))), sent);
                }
            }
        }

        return sent > 0 ? [] : [new Message(_texts.With(ExportPhrases.None, ("period", period.InWords())))];
    }

    private IReadOnlyList<Message> End(Message said, int sent) => sent == 0
        ? [said]
        : [said, new Message(_texts.With(ExportPhrases.SentBefore, ("count", sent.ToString(CultureInfo.InvariantCulture))))];

    // After the deadline the update ends: repeated, it would fill the line without end, and nobody else could have an export.
    private async Task<Upload> UploadAsync(
        Address to, ExportPart part, PartBuffer file, ExportFormat format, CancellationToken cancellationToken)
    {
        try
        {
            return await Deadline.RunAsync(
                token => UploadUntilDoneAsync(to, part, file, format, token), options.SendDeadline, cancellationToken);
        }
        catch (TimeoutException)
        {
            return Upload.GivenUp;
        }
    }

    private async Task<Upload> UploadUntilDoneAsync(
        Address to, ExportPart part, PartBuffer file, ExportFormat format, CancellationToken cancellationToken)
    {
        var caption = new Message(_texts.With(
            ExportPhrases.Caption, ("period", part.Period.InWords()), ("count", part.Tickets.ToString(CultureInfo.InvariantCulture))));
        var name = ExportStore.FileNameOf(part.Period, format);
        long? movedTo = null;
        var unconfirmed = 0;
        while (true)
        {
            if (await store.IsOutdatedAsync(part, cancellationToken))
                return Upload.Outdated;
            var (chatId, topicId) = movedTo is { } moved ? new Address(moved, null) : Newest(to);
            switch (await uploads.SendAsync(chatId, topicId, name, file.OpenRead, caption, Patience, cancellationToken))
            {
                case SendOutcome.Delivered delivered when await store.IsOutdatedAsync(part, cancellationToken):
                    // Its client is told that everything was erased.
                    if (delivered.MessageId is { } messageId)
                        await sender.DeleteAsync(chatId, messageId, Patience, cancellationToken);
                    return Upload.Outdated;
                case SendOutcome.Delivered:
                    return Upload.Sent;
                case SendOutcome.Refused { MigratedTo: { } newChatId } when movedTo is null:
                    movedTo = newChatId;
                    break;
                case SendOutcome.Postponed postponed:
                    if (postponed.Unconfirmed is not null && ++unconfirmed >= MostUnconfirmed)
                        return Upload.GivenUp;
                    await Task.Delay(postponed.RetryAfter, clock, cancellationToken);
                    break;
                default:
                    return Upload.Refused;
            }
        }
    }

    // The files come all the same when this does not.
    private async Task SayAsync(Address to, Message message, CancellationToken cancellationToken)
    {
        var (chatId, topicId) = Newest(to);
        await sender.SendToTopicAsync(chatId, topicId, message, Patience, cancellationToken);
    }

    private Address Newest(Address to) => chats.Resolve(to.ChatId) is var chatId && chatId == to.ChatId ? to : new Address(chatId, null);

    private sealed record Address(long ChatId, int? TopicId);
}
