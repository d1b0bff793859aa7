namespace VizTeh.Actors.Outbox;

/// <summary>The reminders of an unfinished form (<see cref="OwedMessage.Notice.RemindsOf"/>).</summary>
internal static class FormReminderNotices
{
    /// <summary>Of a row <c>run</c> of the outbox: whether it is such a reminder.</summary>
    public const string Is = "run.kind = 'notice' and run.payload -> 'reminder' is not null";

    /// <summary>
    /// Of such a row: whether its client has sent or cancelled the form, begun another one, or done anything else since the reminder was
    /// decided, or is banned. Every input after the decision writes the row of <c>form_reminders</c>, and so does the form's cancellation.
    /// </summary>
    public const string IsOutdated =
        """
        ((select true from form_reminders open
           where open.user_id = run.chat_id and open.form_id = (run.payload -> 'reminder' ->> 'form')::uuid
             and open.touched_at = (run.payload -> 'reminder' ->> 'touched')::timestamptz limit 1) is null
         or (select true from tickets sent
              where sent.submission_id = (run.payload -> 'reminder' ->> 'form')::uuid limit 1) is not null
         or (select true from bans ban where ban.user_id = run.chat_id limit 1) is not null)
        """;
}
