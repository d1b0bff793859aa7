namespace VizTeh.Actors.TelegramApi;

/// <summary>Where in a chat a message comes.</summary>
/// <param name="ReplyTo">
/// The message that it replies to, whose topic of a forum it comes to. If that message is gone, it is no reply. Null for none.
/// </param>
/// <param name="TopicId">
/// The forum topic, which holds for a message that is gone, too; null for General, outside of forums, and if it is not known.
/// </param>
public readonly record struct ReplyPlace(long? ReplyTo, int? TopicId = null)
{
    /// <summary>
    /// Sends to this place. If the topic is gone or closed to the bot, the message comes to that of the message it replies to; if that is
    /// gone or closed too, as no reply, in General.
    /// </summary>
    internal async Task<SendOutcome> SendAsync(Func<ReplyPlace, Task<SendOutcome>> send)
    {
        var outcome = await send(this);
        if (TopicId is not null && outcome is SendOutcome.Refused { IsAboutTopic: true })
            outcome = await send(this with { TopicId = null });
        return ReplyTo is not null && outcome is SendOutcome.Refused { IsAboutTopic: true } ? await send(default) : outcome;
    }
}
