using Dapper;
using Npgsql;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Delivery;

/// <summary>A chat whose next row may be tried.</summary>
/// <param name="NextIsFor">The recipient of that row.</param>
/// <param name="NextMayGoAnywhere">Whether that row may be sent whichever chat it is.</param>
public sealed record DueChat(long ChatId, Recipient NextIsFor, bool NextMayGoAnywhere = false);

/// <summary>What a look at the outbox found.</summary>
/// <param name="Chats">The chats whose next row is due.</param>
/// <param name="IsAnyWaiting">Whether there are rows, due or not, that are not set aside.</param>
public sealed record DueLook(IReadOnlyList<DueChat> Chats, bool IsAnyWaiting);

/// <summary>Table <c>outbox</c>: the messages that committed changes owe, and the claims on them.</summary>
public sealed class OutboxStore(NpgsqlDataSource database, MessageKinds kinds)
{
    // Bounds a claim, and with it the messages that a crash can repeat. Written into the SQL text so that the planner knows it: for a
    // parameter it would estimate a tenth of the table, and would compile the statement (PostgreSQL's JIT), which takes longer than running
    // it.
    private const string MostEntries = "16";

    // Bounds the result. The other chats would have to wait anyway.
    private const string MostDueChats = "64";

    // Whether a row is in its chat's queue. A row that is held back is in it only when its next attempt is due.
    private const string InQueue = "set_aside_at is null and (held_back_at is null or next_attempt_at <= now())";

    // Checked before every send: rows for managers are sent to managers' chats only, whoever owed them and when. But a message that shows
    // erased data is changed wherever it is.
    private const string MayGoThere = $"(@isManagers or recipient = 'client' or {ErasureRows.MayGoAnywhere})";

    // Only the first row is locked. The rows behind it are read without a lock, since only the process that holds the lock on the first
    // sends them. The ticket is read as of the same moment as the waiting edits: edits of the same message are one, drawn once, from the
    // state after all of them.
    private static readonly string Claim =
        $"""
        with head as materialized (
            select id from outbox
             where id = (select min(id) from outbox where chat_id = @chatId and {InQueue} and {MayGoThere})
               and next_attempt_at <= now()
               for update skip locked
        ), run as materialized (
            -- An edit that names no message is for the newest card of the chat (CardRedraws).
            select waiting.*,
                   case when waiting.kind = 'card_edit' and waiting.message_id is null then (
                        select max(card.message_id) from ticket_cards card
                         where card.ticket_id = waiting.ticket_id and card.chat_id = waiting.chat_id)
                        else waiting.message_id end as edited_id
              from head
             cross join lateral (
                   select id, chat_id, kind, ticket_id, message_id, topic_id, recipient, payload, ticket_message_id, attempts, held_back_at,
                          expires_at, history_id, created_at, reply_to, next_attempt_at
                     from outbox
                    where chat_id = @chatId and {InQueue} and {MayGoThere} and id >= head.id
                    order by id limit {MostEntries}) waiting
        )
        select run.id, run.chat_id as chatid, run.kind, run.ticket_id as ticketid, run.edited_id as messageid, run.topic_id as topicid,
               run.recipient, run.payload::text as payload, run.ticket_message_id as ticketmessageid,
               said.words, said.files, said.author, said.authorname, said.albumid, said.edits, said.writtenas, said.writtenin,
               said.undelivered, said.firstid, said.iscorrection,
               case when run.kind = 'answer_edit' then (
                    select copy.shows from answer_copies copy
                     where copy.chat_id = run.chat_id and copy.message_id = run.message_id limit 1)
                    when run.kind = 'post_edit' then (
                    select post.shows from ticket_posts post
                     where post.chat_id = run.chat_id and post.message_id = run.message_id limit 1) end as shows,
               case when run.kind = 'card_edit' then (
                    select card.menu from ticket_cards card
                     where card.chat_id = run.chat_id and card.message_id = run.edited_id limit 1) end as menu,
               case when run.ticket_message_id is not null
                      or run.kind in ('ticket_files', 'old_files', 'answer_prompt', 'reminder', 'wait_reminder') then (
                    select card.message_id from ticket_cards card
                     where card.ticket_id = run.ticket_id and card.chat_id = run.chat_id
                     order by (card.topic_id is not distinct from (
                                select oldest.topic_id from ticket_cards oldest
                                 where oldest.ticket_id = run.ticket_id and oldest.chat_id = run.chat_id
                                 order by oldest.message_id limit 1)) desc, card.message_id desc
                     limit 1) end as cardmessageid,
               -- What waits for its time was not refused yet: its first refusal is one like any other.
               run.attempts, run.attempts > 0 and run.held_back_at is not null as isheldback,
               run.kind = 'answer' and run.attempts = 0 and run.next_attempt_at > now() as awaitsparts,
               run.kind = 'answer' and said.albumid is not null
                 and run.next_attempt_at > now() - interval '{AnswerRows.LongestAlbumWait}' as mayawaitparts,
               coalesce(run.expires_at <= now(), false) as isexpired,
               run.history_id as historyid, run.reply_to as replyto,
               case when run.kind = 'reminder' then {SnoozeRows.IsAwaited} is not true
                    when {LeftFormNotices.Is} then {LeftFormNotices.IsOutdated}
                    when {FormReminderNotices.Is} then {FormReminderNotices.IsOutdated}
                    when run.kind = 'wait_reminder' then {WaitRows.IsRunTrue} is not true
                    -- The card is not sent yet, and will be drawn when it is.
                    when run.kind = 'card_edit' then run.edited_id is null
                    else run.history_id is not null and {ClientNotices.IsTrue} is not true end as isoutdated,
               -- By an index each: with "or" between them, all rows that wait for the chat would be read, for every edit.
               case when run.edited_id is null then array[run.id] else array(
                    select waiting.id from outbox waiting
                     where waiting.chat_id = @chatId and waiting.message_id = run.edited_id and waiting.set_aside_at is null
                    union all
                    select waiting.id from outbox waiting
                     where run.message_id is null and waiting.ticket_id = run.ticket_id and waiting.chat_id = @chatId
                       and waiting.kind = 'card_edit' and waiting.message_id is null and waiting.set_aside_at is null) end as rowids,
               case when run.kind = 'card' then (
                    select {CardStorySql.Version} from tickets ticket where ticket.id = run.ticket_id limit 1)
                    when run.kind = 'wait_reminder' then {WaitRows.Version} end as version,
               exists (select from outbox
                        where chat_id = @chatId and {InQueue} and {MayGoThere} and id > (select max(id) from run)) as hasmore,
               story.otheropen, story.isreturning, story.unanswered,
               changed_ticket.*
          from run
          left join lateral (
               select coalesce(changed.text, message.text) as words, message.files::text as files, message.author as author,
                      message.author_name as authorname, message.album_id as albumid, coalesce(sent.edits, message.edits) as edits,
                      message.message_id as writtenas, message.chat_id as writtenin, message.undelivered as undelivered,
                      coalesce(message.corrects, message.id) as firstid, message.corrects is not null as iscorrection
                 from ticket_messages message
                 left join lateral (
                      select corrected.edits from ticket_messages corrected where corrected.id = message.corrects limit 1) sent on true
                 left join lateral (
                      -- A client's words are shown as they are now. To files that came without words none are added.
                      select newer.text from ticket_messages newer
                       where newer.corrects = coalesce(message.corrects, message.id) and message.author = 'client' and message.text <> ''
                       order by newer.id desc limit 1) changed on true
                where message.id = run.ticket_message_id limit 1) said on true
          left join lateral (
               select {CardStorySql.Columns} from tickets ticket
                where ticket.id = run.ticket_id and ticket.status is distinct from 'closed' and run.kind in ('card', 'card_edit')
                limit 1) story on true
          left join lateral (
               select {TicketRow.Columns} from {TicketRow.Tables} where ticket.id = run.ticket_id limit 1) changed_ticket on true
         order by run.id
        """;

    /// <summary>
    /// The chats whose next row is due, by the database's clock, which also set the due time; this process's clock may differ. Returns all
    /// such managers' chats, and a limited number of the others.
    /// </summary>
    /// <param name="managersChats">The chats that cards are sent to.</param>
    /// <param name="resting">Chats that are not to be served now, so that they do not use up the limit.</param>
    public async Task<DueLook> LoadDueChatsAsync(
        IReadOnlyCollection<long> managersChats, IReadOnlyCollection<long> resting, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<(long? ChatId, string? NextIsFor, bool NextMayGoAnywhere)>(new CommandDefinition(
            // Skips from chat to chat along the index: only the first row of each chat is read, however many rows wait.
            $"""
            with recursive first as (
                (select chat_id, next_attempt_at, recipient, {ErasureRows.MayGoAnywhere} as may_go_anywhere
                   from outbox where {InQueue} order by chat_id, id limit 1)
                union all
                select next.chat_id, next.next_attempt_at, next.recipient, next.may_go_anywhere
                  from first,
                       lateral (select chat_id, next_attempt_at, recipient, {ErasureRows.MayGoAnywhere} as may_go_anywhere from outbox
                                 where {InQueue} and chat_id > first.chat_id order by chat_id, id limit 1) next
            )
            select known.id, next.recipient, false
              from unnest(@managersChats::bigint[]) as known (id)
             cross join lateral (select next_attempt_at, recipient from outbox
                                  where {InQueue} and chat_id = known.id order by chat_id, id limit 1) next
             where next.next_attempt_at <= now()
            union all
            select due.chat_id, due.recipient, coalesce(due.may_go_anywhere, false)
              from (select chat_id, recipient, may_go_anywhere from first
                     where next_attempt_at <= now() and chat_id <> all(@others::bigint[]) limit {MostDueChats}) due
            union all
            -- Of no chat: there are rows.
            select null, null, false
              from (select from outbox where set_aside_at is null order by chat_id, id limit 1) waiting
            """,
            new { managersChats = managersChats.ToArray(), others = managersChats.Concat(resting).ToArray() },
            cancellationToken: cancellationToken));
        var chats = new List<DueChat>();
        var isAnyWaiting = false;
        foreach (var (chatId, nextIsFor, mayGoAnywhere) in rows)
        {
            if (chatId is { } chat && nextIsFor is not null)
                chats.Add(new DueChat(chat, Recipients.FromColumn(nextIsFor), mayGoAnywhere));
            else
                isAnyWaiting = true;
        }

        return new DueLook(chats, isAnyWaiting);
    }

    /// <summary>
    /// Reads the next rows of a chat, and locks the first of them. The lock is the right to send to the chat, until the claim is disposed
    /// of or its process dies. Null when nothing is due or another process holds the lock.
    /// </summary>
    /// <param name="chatOf">Whose chat it is: rows for managers are claimed for a managers' chat only.</param>
    public async Task<OutboxClaim?> ClaimAsync(long chatId, Recipient chatOf, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var rows = (await connection.QueryAsync<ClaimedRow, TicketRow, (ClaimedRow Row, TicketRow? Ticket)>(new CommandDefinition(
                Claim, new { chatId, isManagers = chatOf == Recipient.Managers }, transaction, cancellationToken: cancellationToken),
                (row, ticket) => (row, ticket))).AsList();
            if (rows.Count == 0)
            {
                await connection.DisposeAsync();
                return null;
            }

            var albums = await ArrivingParts.FindAsync(
                [
                    .. rows.Where(row => row.Row.MayAwaitParts).DistinctBy(row => (row.Row.TicketId, row.Row.AlbumId))
                        .Select(row => row.Row.TicketMessageId!.Value),
                ],
                connection, transaction, cancellationToken);
            return new OutboxClaim(connection, transaction, EntriesOf(rows, albums), rows[0].Row.HasMore);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Makes refused rows due now. With a chat id, two kinds of rows go on waiting: those that may have been sent, and those that are held
    /// back and were refused within the last minute (their chat takes other messages, and may be a lively one). An answer that waits for
    /// the other parts of its album goes on waiting in any case.
    /// </summary>
    /// <param name="chatId">Null for all chats.</param>
    public async Task WakeAsync(long? chatId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            $"""
            update outbox set next_attempt_at = case when kind = 'answer' then now() else '-infinity' end
             where set_aside_at is null and next_attempt_at > now() and not {AnswerRows.IsUntried}
               and (@chatId::bigint is null
                    or (chat_id = @chatId and not may_be_sent and (held_back_at is null or held_back_at < now() - interval '1 minute')))
            """,
            new { chatId }, cancellationToken: cancellationToken));
    }

    /// <summary>
    /// Puts rows back into the queue that were set aside because the version of then could not read them: this version, or this node of the
    /// cluster, may be a later one. If it is not, they are set aside anew.
    /// </summary>
    public async Task TakeUpUnreadableAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            update outbox set set_aside_at = null, last_error = null, attempts = greatest(attempts - 1, 0), next_attempt_at = '-infinity'
             where set_aside_at is not null and starts_with(last_error, @reason)
            """,
            new { reason = OwedMessage.Unreadable.Reason }, cancellationToken: cancellationToken));
    }

    /// <summary>
    /// Has all parts of albums that are answers wait anew: before the program died, their next parts may have come to the inbox, or only to
    /// Telegram. It waits for no lock.
    /// </summary>
    public async Task AwaitPartsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(AnswerRows.AwaitAllParts, cancellationToken: cancellationToken));
    }

    /// <summary>
    /// Settles sent messages in one transaction: their rows are deleted, and the statements of their kinds run. Idempotent.
    /// </summary>
    /// <param name="claim">Its transaction is used if its connection still lives, else a new one.</param>
    /// <param name="sent">Entries of the claim.</param>
    public async Task CompleteAsync(OutboxClaim claim, IReadOnlyCollection<SentEntry> sent, CancellationToken cancellationToken)
    {
        if (await claim.TryCompleteAsync(sent, cancellationToken))
            return;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await OutboxClaim.CompleteAsync(connection, transaction, sent, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    // Edits of one message become one entry.
    private List<OutboxEntry> EntriesOf(
        IEnumerable<(ClaimedRow Row, TicketRow? Ticket)> rows, IReadOnlySet<(long TicketId, string AlbumId)> arriving)
    {
        var edited = new HashSet<long>();
        return AdditionAlbums.Joined(AnswerAlbums.Joined([.. from claimed in rows
                   let row = claimed.Row
                   let ticket = claimed.Ticket?.ToState()
                   where row.MessageId is not { } messageId || edited.Add(messageId)
                   let owed = OwedOf(row)
                   select new OutboxEntry(
                       new OutboxRow(row.Id, row.ChatId, owed, row.Attempts, row.IsHeldBack, row.IsExpired, row.IsOutdated), kinds.Of(owed),
                       ticket, row.RowIds)
                   {
                       Words = row.Words,
                       Files = FilesOf(row, ticket),
                       CardMessageId = row.CardMessageId,
                       Said = row.ToSaid(),
                       Wording = row.ToWording(),
                       Shows = row.Shows,
                       AlbumId = row.AlbumId,
                       AwaitsParts = row.AwaitsParts
                           || (row is { MayAwaitParts: true, TicketId: { } of, AlbumId: { } album } && arriving.Contains((of, album))),
                       Menu = CardMenu.FromColumn(row.Menu),
                       Story = row.ToStory(),
                       Version = row.Version,
                   }]));
    }

    // Files that a client sent without words have none to be shown before them; of a manager's the name is shown.
    private static OwedMessage OwedOf(ClaimedRow row) => OwedMessage.Of(row.ToColumns()) switch
    {
        OwedMessage.TicketMessage message when row is { Words: "", Author: "client" } =>
            new OwedMessage.TicketFiles(message.TicketId, message.TicketMessageId),
        var owed => owed,
    };

    // A card brings the files of its ticket after it.
    private static IReadOnlyList<Attachment> FilesOf(ClaimedRow row, TicketState? ticket) => row switch
    {
        { TicketMessageId: not null } => FilesColumn.Read(row.Files),
        { Kind: OwedMessage.Card.Kind or OwedMessage.TicketFiles.Kind } => ticket?.Ticket.Files ?? [],
        _ => [],
    };

    private sealed record ClaimedRow
    {
        public long Id { get; init; }

        public long ChatId { get; init; }

        public required string Kind { get; init; }

        public long? TicketId { get; init; }

        public long? MessageId { get; init; }

        public int? TopicId { get; init; }

        public required string Recipient { get; init; }

        public string? Payload { get; init; }

        public long? TicketMessageId { get; init; }

        public string? Words { get; init; }

        public string? Files { get; init; }

        public long? CardMessageId { get; init; }

        public string? Author { get; init; }

        public string? AuthorName { get; init; }

        public string? AlbumId { get; init; }

        public bool AwaitsParts { get; init; }

        public bool MayAwaitParts { get; init; }

        public int? Edits { get; init; }

        public long? WrittenAs { get; init; }

        public long? WrittenIn { get; init; }

        public string? Undelivered { get; init; }

        public long? FirstId { get; init; }

        public bool IsCorrection { get; init; }

        public string? Shows { get; init; }

        public string? Menu { get; init; }

        public int Attempts { get; init; }

        public bool IsHeldBack { get; init; }

        public bool IsExpired { get; init; }

        public long? HistoryId { get; init; }

        public long? ReplyTo { get; init; }

        public bool IsOutdated { get; init; }

        public required long[] RowIds { get; init; }

        public string? Version { get; init; }

        /// <summary>Null, with the next two, for what is no card of an open ticket.</summary>
        public long[]? OtherOpen { get; init; }

        public bool? IsReturning { get; init; }

        public int? Unanswered { get; init; }

        public bool HasMore { get; init; }

        public SaidByManager? ToSaid() => Author is "manager" or "note"
            ? new SaidByManager(TicketMessageId!.Value, AuthorName, AlbumId, Edits ?? 0, WrittenAs, Undelivered, Author == "note")
            {
                ChatId = WrittenIn,
            }
            : null;

        public ClientWording? ToWording() => Author == "client" && FirstId is { } first
            ? new ClientWording(first, Edits ?? 0, IsCorrection)
            : null;

        public CardStory ToStory() => OtherOpen is { } others
            ? new CardStory(others, IsReturning ?? false, Unanswered ?? 0)
            : CardStory.None;

        public OwedColumns ToColumns() => new(Kind, TicketId, MessageId, TopicId, Recipient, Payload, TicketMessageId, HistoryId, ReplyTo);
    }
}
