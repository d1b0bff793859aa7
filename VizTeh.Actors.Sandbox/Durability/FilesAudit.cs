using System.Collections.Immutable;
using System.Globalization;
using Npgsql;
using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>
/// Compares, at the end of a run, the files of the tickets and of what was added to them with what a managers' chat shows.
/// </summary>
internal sealed class FilesAudit
{
    private const string Stored =
        """
        select ticket.id::bigint as ticket, file.id #>> '{}', 0 as message, file.place
          from tickets ticket,
               jsonb_path_query(ticket.answers, '$[*].files[*].id') with ordinality as file (id, place) where file.id <> '""'
         union all
        select said.ticket_id, file.id #>> '{}', said.id, file.place
          from ticket_messages said, jsonb_path_query(said.files, '$[*].id') with ordinality as file (id, place)
         where file.id <> '""'
         order by ticket, message, place
        """;

    private readonly List<(long Ticket, string File)> _files = [];

    public List<string> Missing { get; } = [];

    public List<string> Untrue { get; } = [];

    /// <summary>Files that a chat shows more often than they were sent with tickets.</summary>
    public List<Repeat> Extra { get; } = [];

    public static async Task<FilesAudit> ReadAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var audit = new FilesAudit();
        await using var command = database.CreateCommand(Stored);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            audit._files.Add((reader.GetInt64(0), reader.GetString(1)));
        return audit;
    }

    /// <summary>The files of a ticket, in order: those of its answers, then those that were added to it.</summary>
    public ImmutableArray<string> Of(long ticket) => [.. _files.Where(file => file.Ticket == ticket).Select(file => file.File)];

    public void Compare(ChatParticipant chat)
    {
        var shown = chat.Messages.Where(message => message is { FromBot: true, FileId: not null }).ToLookup(message => message.FileId!);
        foreach (var file in _files.GroupBy(file => file.File))
        {
            ChatMessage[] copies = [.. shown[file.Key]];
            var tickets = file.Select(of => of.Ticket).ToHashSet();
            var what = string.Create(CultureInfo.InvariantCulture, $"a file of ticket {string.Join(", ", tickets)} in chat {chat.ChatId}");
            if (copies.Length < file.Count())
                Missing.Add(what);
            Extra.AddRange(copies.Skip(file.Count()).Zip(
                copies.Skip(file.Count() - 1),
                (again, taken) => new Repeat(chat.ChatId, again.Date, $"{what}, taken at {taken.Date:mm:ss.fff}", taken.Date)));
            Untrue.AddRange(copies
                .Where(copy => copy.ReplyTo is not { } card || TicketManager.CardIn(card) is not { } of || !tickets.Contains(of.Ticket))
                .Select(copy => $"{what} is no reply to its card: {copy}"));
        }
    }
}
