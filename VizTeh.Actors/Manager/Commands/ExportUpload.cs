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
    ExportStore store, ExportOptions options, UploadSender sender, ManagerChats chats, BotSettings settings)
{
    private readonly FirmTexts _texts = settings.Company.Texts;
    private int _isRunning;

    /// <summary>Its update stays in the inbox until this is done: after a crash all files are sent anew.</summary>
    /// <param name="topicId">Null for General and outside of forums.</param>
    /// <returns>What is said beside the files; null for nothing.</returns>
    public async Task<Message?> SendAsync(
        long chatId, int? topicId, ReportPeriod period, ExportFormat format, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isRunning, 1) != 0)
            return new Message(_texts[ExportPhrases.Busy]);
        try
        {
            return await SendPartsAsync(chatId, topicId, period, format, cancellationToken);
        }
        finally
        {
            Volatile.Write(ref _isRunning, 0);
        }
    }

    private async Task<Message?> SendPartsAsync(
        long chatId, int? topicId, ReportPeriod period, ExportFormat format, CancellationToken cancellationToken)
    {
        var waiting = new Stack<ReportPeriod>([period]);
        var isSent = false;
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
                return new Message(_texts[ExportPhrases.TooSlow]);
            }

            if (part.IsTooLarge)
            {
                var parts = ExportSplit.Of(next);
                if (parts.Count == 0)
                    return new Message(_texts.With(ExportPhrases.TooLarge, ("day", next.InWords())));
                foreach (var later in parts.Reverse())
                    waiting.Push(later);
            }
            else if (part.File is { } file)
            {
                if (!await UploadAsync(chatId, topicId, part, file, format, cancellationToken))
                    return new Message(_texts[ExportPhrases.Refused]);
                isSent = true;
            }
        }

        return isSent ? null : new Message(_texts.With(ExportPhrases.None, ("period", period.InWords())));
    }

    // A time-out is a failure that passes: the update is handled again later.
    private async Task<bool> UploadAsync(
        long chatId, int? topicId, ExportPart part, PartBuffer file, ExportFormat format, CancellationToken cancellationToken)
    {
        var caption = new Message(_texts.With(
            ExportPhrases.Caption, ("period", part.Period.InWords()), ("count", part.Tickets.ToString(CultureInfo.InvariantCulture))));
        var name = ExportStore.FileNameOf(part.Period, format);
        var address = chats.Resolve(chatId);
        var outcome = await Deadline.RunAsync(
            token => sender.SendAsync(address, address == chatId ? topicId : null, name, file.OpenRead, caption, token),
            options.SendDeadline, cancellationToken);
        if (outcome is SendOutcome.Refused { MigratedTo: { } newChatId })
        {
            outcome = await Deadline.RunAsync(
                token => sender.SendAsync(newChatId, topicId: null, name, file.OpenRead, caption, token), options.SendDeadline,
                cancellationToken);
        }

        return outcome is SendOutcome.Delivered;
    }
}
