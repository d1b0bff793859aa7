using Akka.Actor;
using VizTeh.Actors.Clients;
using VizTeh.Actors.Database;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Conversations;

/// <summary>
/// What a client who is banned gets: a sentence to the first message after the ban, a note on each press, and nothing else. Nothing of what
/// they send is stored; an open form stays as it is.
/// </summary>
/// <param name="outbox">A function, because the actor is needed for a ban only.</param>
internal sealed class BannedClient(BanStore bans, ClientReplies replies, FirmTexts texts, Func<IActorRef> outbox)
{
    private static readonly TimeSpan StoreDeadline = TimeSpan.FromSeconds(10);

    // The ban that the client was told of, as far as this incarnation of the conversation knows.
    private long? _toldOf;

    /// <summary>The note on a press.</summary>
    public string Toast => texts[BanPhrases.Toast];

    /// <summary>
    /// Whether an update of a banned client is refused. Everybody may ask what is stored about them, and have it erased.
    /// </summary>
    public static bool IsRefused(Conversation conversation, ClientUpdate update, FormContext context) =>
        PersonalDataRules.StepFor(update.Input, context.Texts) is null
        && ErasureRules.OfChoice(conversation.Form, conversation.Erasure, update.Input, context) is null;

    /// <summary>Answers an update of the banned client; idempotent.</summary>
    public async Task<IUpdateReport> AnswerAsync(ClientUpdate update, CancellationToken cancellationToken)
    {
        try
        {
            if (update.Input is ClientInput.Press)
                await replies.SayAsync(update, [], Toast, cancellationToken);
            else if (update.Ban is { } ban && _toldOf != ban)
                await TellAsync(update.UserId, ban, cancellationToken);
            return new Handled(update.UpdateId);
        }
        catch (Exception error)
        {
            return new Failed(
                update.UpdateId, DatabaseErrors.WordsOf(error),
                IsFault: error is not OperationCanceledException && !DatabaseErrors.IsTransient(error));
        }
    }

    private async Task TellAsync(long userId, long ban, CancellationToken cancellationToken)
    {
        var sentence = new OwedMessage.Notice(Recipient.Client, new Message(texts[BanPhrases.Sentence]));
        if (await Deadline.RunAsync(token => bans.TellAsync(userId, ban, sentence, token), StoreDeadline, cancellationToken))
            outbox().Tell(OutboxFilled.Instance);
        _toldOf = ban;
    }
}
