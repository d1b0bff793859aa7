namespace VizTeh.Actors.Tickets;

/// <summary>The parts of statements that read the <see cref="CardStory"/> of <c>tickets ticket</c>: short walks along indexes.</summary>
internal static class CardStorySql
{
    // A ticket of an earlier bot may name no client.
    private static readonly string Others =
        $"""
        array(select other.id::bigint from tickets other
               where other.user_id = ticket.user_id and other.status <> 'closed' and other.user_id > 0 and other.id <> ticket.id
               order by other.id desc limit {CardStory.MostNumbers + 1})
        """;

    // The client's messages since the last answer. A correction is the same message.
    private static readonly string Unanswered =
        $"""
        (select count(distinct coalesce(newest.album_id, newest.first_id::text)) filter (where newest.is_unanswered)
           from (select message.first_id, message.album_id,
                        bool_and(message.author = 'client') over (order by message.id desc) as is_unanswered
                   from (select said.id, said.author, coalesce(said.corrects, said.id) as first_id,
                                coalesce(said.album_id, (select corrected.album_id from ticket_messages corrected
                                                          where corrected.id = said.corrects limit 1)) as album_id
                           from ticket_messages said
                          where said.ticket_id = ticket.id and (said.author = 'client' or {ClientWaiting.IsAnswer})
                          order by said.id desc limit {CardStory.MostMessages}) message) newest)::int
        """;

    /// <summary>The columns of the story.</summary>
    public static readonly string Columns =
        $"""
        {Others} as otheropen,
        (select true from tickets earlier
          where earlier.user_id = ticket.user_id and earlier.user_id > 0 and earlier.id < ticket.id limit 1) is true as isreturning,
        {Unanswered} as unanswered
        """;

    /// <summary>
    /// A text that differs when the card has to be drawn anew: it holds the number of changes of the ticket, how many messages are
    /// unanswered, and the client's other open tickets.
    /// </summary>
    public static readonly string Version =
        $"""
        (select count(*) from ticket_history past where past.ticket_id = ticket.id)
            || '/' || {Unanswered}
            || '/' || array_to_string({Others}, ',')
        """;
}
