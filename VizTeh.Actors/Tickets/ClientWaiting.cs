namespace VizTeh.Actors.Tickets;

/// <summary>
/// The one rule by which a ticket's client waits, as parts of statements that read <c>tickets ticket</c>: the client waits for an answer
/// that arrives. A note ends no wait, nor does an answer that cannot be delivered; one on its way counts until that is known. The client
/// waits since the first message after the last answer, or since the ticket was created while there is none. What ends the reminders to
/// the managers is a rule of its own (<see cref="WaitRows.IsUnattended"/>).
/// </summary>
internal static class ClientWaiting
{
    /// <summary>
    /// Of a row <c>said</c> of <c>ticket_messages</c>: whether it is an answer that the client has, if only its words, or is to get.
    /// </summary>
    public const string IsAnswer = "(said.author = 'manager' and (said.undelivered is null or said.delivered_at is not null))";

    /// <summary>Joined to <c>tickets ticket</c>: two short walks along the index by ticket.</summary>
    public const string Joins =
        $"""
        left join lateral (
             select said.id, said.sent_at from ticket_messages said
              where said.ticket_id = ticket.id and {IsAnswer}
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
