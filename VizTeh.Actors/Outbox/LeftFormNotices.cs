namespace VizTeh.Actors.Outbox;

/// <summary>The notices that a form was cancelled because it was not touched (<see cref="OwedMessage.Notice.IsOfLeftForm"/>).</summary>
internal static class LeftFormNotices
{
    /// <summary>Of a row <c>run</c> of the outbox: whether it is such a notice.</summary>
    public const string Is = "run.kind = 'notice' and run.payload -> 'leftForm' is not null";

    /// <summary>
    /// Of such a row: whether its client has begun a form since, or taken the cancelled one up again, or is banned. The row of
    /// <c>form_reminders</c> was deleted with the cancellation: another one means an open form.
    /// </summary>
    public const string IsOutdated =
        """
        ((select true from form_reminders open where open.user_id = run.chat_id limit 1) is not null
         or (select true from tickets sent where sent.user_id = run.chat_id and sent.created_at > run.created_at limit 1) is not null
         or (select true from bans ban where ban.user_id = run.chat_id limit 1) is not null)
        """;
}
