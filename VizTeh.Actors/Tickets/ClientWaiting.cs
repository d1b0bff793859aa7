namespace VizTeh.Actors.Tickets;

/// <summary>
/// Since when a ticket's client waits, as parts of a statement that reads <c>tickets ticket</c>: since the first message after the last
/// answer of a manager, or since the ticket was created while nobody has answered. A note is no answer, nor is what did not reach the
/// client.
/// </summary>
internal static class ClientWaiting
{
    /// <summary>Joined to <c>tickets ticket</c>: two short walks along the index by ticket.</summary>
    public const string Joins =
        """
        left join lateral (
             select said.id, said.sent_at from ticket_messages said
              where said.ticket_id = ticket.id and said.author = 'manager' and (said.undelivered is null or said.delivered_at is not null)
              order by said.id desc limit 1) answered on true
        left join lateral (
             select said.sent_at from ticket_messages said
              where said.ticket_id = ticket.id and said.id > answered.id and said.author = 'client'
              order by said.id limit 1) asked on true
        """;

    /// <summary>Whether the client waits for an answer.</summary>
    public const string IsWaiting = "(answered.id is null or asked.sent_at is not null)";

    /// <summary>Since when; null when the client does not wait, and in a row of an earlier bot that kept no time.</summary>
    public const string Since = "case when answered.id is null then ticket.created_at else asked.sent_at end";
}
