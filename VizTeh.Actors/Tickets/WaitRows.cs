namespace VizTeh.Actors.Tickets;

/// <summary>Table <c>ticket_waits</c>, as parts of statements.</summary>
internal static class WaitRows
{
    /// <summary>
    /// Of a row <c>wait</c> of the table: whether no manager has done anything for its client yet, and managers are to be reminded. A note
    /// or an answer that cannot be delivered ends the reminders, although the client still waits (<see cref="ClientWaiting"/>): somebody
    /// knows of it. What ends them came after the beginning of the wait; null for false.
    /// </summary>
    public const string IsUnattended =
        """
        (select true from tickets ticket
          where ticket.id = wait.ticket_id and ticket.status is distinct from 'closed' and ticket.erased_at is null
            and (select true from bans ban where ban.user_id = wait.user_id limit 1) is null
            and (select true from ticket_history past
                  where past.ticket_id = wait.ticket_id and past.id > wait.history_id
                    and (past.action in ('claim', 'take-over', 'snooze') or past.action = 'status' and past.status = 'closed')
                  limit 1) is null
            and (select true from ticket_messages said
                  where said.ticket_id = wait.ticket_id and said.id > wait.message_id and said.author <> 'client'
                  limit 1) is null
          limit 1)
        """;

    /// <summary>
    /// Of a row <c>run</c> of the outbox that reminds of a wait: whether the wait goes on, and no later reminder of it was sent to another
    /// chat. Null for false.
    /// </summary>
    public const string IsRunTrue =
        $"""
        (select true from ticket_waits wait
          where wait.ticket_id = run.ticket_id and wait.wait_id = (run.payload ->> 'wait')::bigint
            and wait.told <= (run.payload ->> 'round')::int + 1 and {IsUnattended}
          limit 1)
        """;

    /// <summary>A part of the statement that creates tickets: their clients wait from now on.</summary>
    public const string ForCreated =
        """
        waits as (
            insert into ticket_waits (ticket_id, user_id, since, started_at, due_at)
            select created.id, created.user_id, coalesce(created.created_at, @waitStart::timestamptz), @waitStart::timestamptz,
                   @waitDue::timestamptz
              from created where @waitDue::timestamptz is not null
        )
        """;

    /// <summary>
    /// The client of an open ticket waits from now on. A wait that goes on keeps its steps, and notes that the client has written; one of
    /// which all reminders were sent gets new ones, and tells its age from its own beginning. The lock on the row orders this and the
    /// settling of the last reminder, which begins the steps anew for a client who has written since it was drawn: one of the two sees
    /// the other.
    /// </summary>
    public const string Begin =
        $"""
        with present as materialized (
            select wait.ticket_id, wait.since, wait.is_over, {IsUnattended} is true as is_unattended
              from ticket_waits wait where wait.ticket_id = @ticketId for update
        ), noted as (
            update ticket_waits
               set message_id = (select coalesce(max(said.id), 0) from ticket_messages said where said.ticket_id = @ticketId)
             where ticket_waits.ticket_id = (select present.ticket_id from present where present.is_unattended and not present.is_over)
        )
        insert into ticket_waits (ticket_id, user_id, since, started_at, history_id, message_id, due_at)
        select ticket.id, ticket.user_id,
               coalesce((select present.since from present where present.is_unattended), @since::timestamptz), @waitStart::timestamptz,
               (select coalesce(max(past.id), 0) from ticket_history past where past.ticket_id = ticket.id),
               (select coalesce(max(said.id), 0) from ticket_messages said where said.ticket_id = ticket.id),
               @waitDue::timestamptz
          from tickets ticket
         where ticket.id = @ticketId and ticket.status is distinct from 'closed' and ticket.user_id is not null
           and (select present.is_unattended and not present.is_over from present) is not true
        on conflict (ticket_id) do update
           set wait_id = default, since = excluded.since, started_at = excluded.started_at, history_id = excluded.history_id,
               message_id = excluded.message_id, told = 0, is_over = false, due_at = excluded.due_at
        """;

    /// <summary>Of a row <c>run</c> of the outbox that reminds of a wait: a text that differs once the client has written again.</summary>
    public const string Version =
        "(select wait.message_id::text from ticket_waits wait where wait.ticket_id = run.ticket_id limit 1)";
}
