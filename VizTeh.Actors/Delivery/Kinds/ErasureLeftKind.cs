using System.Globalization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Delivery.Kinds;

/// <summary>Asks the managers to delete by hand what a chat still shows of an erased ticket, since the bot cannot.</summary>
public sealed class ErasureLeftKind(BotSettings settings) : MessageKind
{
    public override Type Owed => typeof(OwedMessage.ErasureLeft);

    public override Task<SendOutcome> SendAsync(
        OutboxEntry entry, TelegramSender sender, TimeSpan patience, CancellationToken cancellationToken)
    {
        var (left, texts) = ((OwedMessage.ErasureLeft)entry.Row.Owed, settings.Company.Texts);
        var number = left.TicketId.ToString(CultureInfo.InvariantCulture);
        var words = left.ChatId == entry.Row.ChatId
            ? texts.With(ManagerPhrases.ErasureLeftHere, ("number", number))
            : texts.With(
                ManagerPhrases.ErasureLeftElsewhere, ("number", number), ("chat", left.ChatId.ToString(CultureInfo.InvariantCulture)));
        return sender.SendAsync(entry.Row.ChatId, new Message(words), patience, cancellationToken);
    }
}
