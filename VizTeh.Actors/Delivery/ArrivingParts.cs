using Dapper;
using Npgsql;

namespace VizTeh.Actors.Delivery;

/// <summary>
/// Albums of which a further part, or the edit of one, is stored in the inbox and not handled yet: it may make a note of what waits for
/// the client.
/// </summary>
internal static class ArrivingParts
{
    // An update that is set aside is never handled, and one that is stored as a part of the answer was. The text is searched instead of the
    // JSON: PostgreSQL's operators fail for a document with an escape of a character that it does not have, and any person can send one.
    // What is mistaken for a part, a reply to one for instance, makes the answer wait until it is handled.
    private const string Find =
        """
        select said.ticket_id, said.album_id
          from ticket_messages said
         where said.id = any(@ids)
           and exists (select from inbox arriving
                        where arriving.set_aside_at is null
                          and strpos(arriving.payload::text, '"media_group_id"') > 0
                          and strpos(arriving.payload::text, '"' || said.album_id || '"') > 0
                          and strpos(arriving.payload::text, said.chat_id::text) > 0
                          and not exists (select from ticket_messages stored
                                           where stored.ticket_id = said.ticket_id and stored.update_id = arriving.update_id))
        """;

    /// <param name="answers">The row of <c>ticket_messages</c> of one part of each album.</param>
    /// <param name="transaction">
    /// Holds the locks on the outbox's rows of the parts: whoever makes notes of them waits, and so does the deletion of that update.
    /// </param>
    public static async Task<IReadOnlySet<(long TicketId, string AlbumId)>> FindAsync(
        long[] answers, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken) =>
        answers.Length == 0
            ? new HashSet<(long, string)>()
            : (await connection.QueryAsync<(long, string)>(new CommandDefinition(
                Find, new { ids = answers }, transaction, cancellationToken: cancellationToken))).ToHashSet();
}
