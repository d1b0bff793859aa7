using Dapper;
using Npgsql;

namespace VizTeh.Actors.Tickets;

/// <summary>A page of the tickets that a search found, newest first.</summary>
/// <param name="Page">The page that it is, from zero.</param>
/// <param name="Pages">At least one.</param>
/// <param name="Count">How many tickets all pages have.</param>
/// <param name="HasMore">Whether there are more, which no page has.</param>
public sealed record TicketsFound(IReadOnlyList<Ticket> Tickets, int Page, int Pages, int Count, bool HasMore);

/// <summary>Searches table <c>tickets</c>, by column <c>search_words</c> and the states.</summary>
public sealed class TicketSearchStore(NpgsqlDataSource database)
{
    /// <summary>How many tickets a page has.</summary>
    public const int PerPage = 8;

    /// <summary>A search finds at most so many.</summary>
    public const int MostFound = 320;

    // Words that stand in many tickets are soon found among the newest; all tickets are looked through only for the others, by the index.
    private const int Newest = 10_000;

    // Withdrawn tickets are spread over all of the table, and each of them is read from another page; the index of the words finds them by
    // their outcome.
    private const int NewestWithdrawn = 3_000;

    // Tickets that the index of the words names lie on a page each. A statement that finds more than so many of them is given up for one
    // about fewer numbers.
    private const int MostRead = 2_500;

    // Words that no more of the newest have are expected in few tickets altogether, so that all of these are read.
    private const int FewOfNewest = 16;

    // So many numbers are looked through at first for words that seemed to be rare and are not.
    private const long UsualSpan = 100_000;

    private const string Dictionary = "'pg_catalog.russian'";

    /// <param name="page">From zero; the nearest one that exists is read.</param>
    public async Task<TicketsFound> FindAsync(TicketSearch search, int page, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var ids = new List<long>();
        if (search.Number is { } number)
        {
            ids.AddRange(await connection.QueryAsync<long>(new CommandDefinition(
                "select ticket.id::bigint from tickets ticket where ticket.id = @number", new { number },
                cancellationToken: cancellationToken)));
        }

        if (!search.IsNumberOnly)
            ids.AddRange(await FindIdsAsync(search, connection, cancellationToken));
        ids = [.. ids.Distinct()];
        var count = Math.Min(ids.Count, MostFound);
        var pages = Math.Max(1, (count + PerPage - 1) / PerPage);
        var shown = Math.Clamp(page, 0, pages - 1);
        long[] ofPage = [.. ids.Take(MostFound).Skip(shown * PerPage).Take(PerPage)];
        var rows = await connection.QueryAsync<TicketRow>(new CommandDefinition(
            $"select {TicketRow.Columns} from {TicketRow.Tables} where ticket.id = any(@ofPage)", new { ofPage },
            cancellationToken: cancellationToken));
        var byId = rows.ToDictionary(row => row.Id, row => row.ToState().Ticket);
        return new TicketsFound(
            [.. ofPage.Where(byId.ContainsKey).Select(id => byId[id])], shown, pages, count, HasMore: ids.Count > MostFound);
    }

    private static async Task<IEnumerable<long>> FindIdsAsync(
        TicketSearch search, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var (text, state) = (search.HasText ? IsText(search) : null, StatesOf(search));
        if (text is null)
        {
            return state is null
                ? []
                : await FindAsync(
                    $"select found.id::bigint from tickets found where {state} order by found.id desc limit {MostFound + 1}");
        }

        // Closed tickets are most of the newest; of the other states, which have an index each, the newest ones are looked through.
        var isFew = state is not null && !search.States.HasFlag(SearchedStates.Closed);
        var isWithdrawn = search.States == SearchedStates.Withdrawn;
        var looked = isWithdrawn ? NewestWithdrawn : Newest;
        var newest = (await FindAsync(
            $"""
            select found.id::bigint
              from (select found.id, found.search_words, found.status, found.outcome, found.owner_id from tickets found
                     where {(isFew ? state : "true")}
                     order by found.id desc limit {looked}) found
             where {text} and {state ?? "true"}
             order by found.id desc limit {MostFound + 1}
            """)).AsList();
        if (newest.Count > MostFound || (isFew && await IsAllAsync()))
            return newest;
        // The few tickets of a state are found by its index as well; of others the state is looked at after they are read. If the words are
        // as frequent as among the newest, enough tickets have the numbers of the span, and half as many again.
        var indexed = isWithdrawn ? IsText(search, alsoWithdrawn: true) : text;
        return await FindByIndexAsync(
            isFew ? $"{indexed} and {state}" : indexed, isFew ? "true" : state ?? "true",
            isFew || newest.Count <= FewOfNewest ? null : looked * (MostFound + 1L) * 3 / 2 / newest.Count,
            ParametersOf(search), connection, cancellationToken);

        // Whether no more tickets have the state than were looked through.
        async Task<bool> IsAllAsync() => await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            $"select count(*)::int from (select from tickets found where {state} limit {looked + 1}) looked",
            cancellationToken: cancellationToken)) <= looked;

        Task<IEnumerable<long>> FindAsync(string sql) => connection.QueryAsync<long>(
            new CommandDefinition(sql, ParametersOf(search), cancellationToken: cancellationToken));
    }

    /// <summary>
    /// Looks up words by their index: among all tickets, or, if too many have them, among one span of numbers after the other, the newest
    /// first. No statement reads more than <see cref="MostRead"/> tickets; a span without enough of them is followed by one twice as wide,
    /// so that numbers which no ticket has are soon passed.
    /// </summary>
    /// <param name="indexed">What an index finds.</param>
    /// <param name="isMeant">What a ticket that was found must be as well.</param>
    /// <param name="firstSpan">How many numbers seem to hold enough of them; null when few are expected: then all are tried first.</param>
    private static async Task<IEnumerable<long>> FindByIndexAsync(
        string indexed, string isMeant, long? firstSpan, DynamicParameters parameters, NpgsqlConnection connection,
        CancellationToken cancellationToken)
    {
        var (lowest, ceiling) = await connection.QuerySingleAsync<(long, long)>(new CommandDefinition(
            """
            select coalesce((select ticket.id from tickets ticket order by ticket.id limit 1), 1)::bigint,
                   coalesce((select ticket.id from tickets ticket order by ticket.id desc limit 1), 0)::bigint
            """,
            cancellationToken: cancellationToken));

        // A plan that was made for other words, or before the table grew, must not look through the table in the order of the numbers.
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "select set_config('enable_indexscan', 'off', true)", transaction: transaction, cancellationToken: cancellationToken));
        var (found, span, triesAll, hasTriedAll) = (new List<long>(), firstSpan ?? UsualSpan, firstSpan is null, firstSpan is null);
        while (found.Count <= MostFound && ceiling >= lowest)
        {
            var floor = triesAll ? lowest - 1 : Math.Max(lowest - 1, ceiling - span);
            // A bound that takes most of the numbers in is not looked up by their index.
            var isInSpan = floor < lowest ? "found.id + 0 <= @ceiling" : "found.id > @floor and found.id <= @ceiling";
            parameters.Add("floor", floor);
            parameters.Add("ceiling", ceiling);
            var look = await connection.QuerySingleAsync<Look>(new CommandDefinition(
                $"""
                with matching as materialized (
                    select found.id::bigint as id, {isMeant} as is_meant from tickets found
                     where {indexed} and {isInSpan}
                     limit {MostRead + 1}
                )
                select (select count(*) from matching)::int as read,
                       array(select matching.id from matching where matching.is_meant
                              order by matching.id desc limit {MostFound + 1}) as ids
                """,
                parameters, transaction, cancellationToken: cancellationToken));
            if (look.Read > MostRead)
            {
                // As many numbers as may be read hold no more tickets than that, so this comes to an end.
                (span, triesAll) = (Math.Max(MostRead, Math.Min(span, (ceiling - floor) / 4)), false);
                continue;
            }

            found.AddRange(look.Ids);
            // Of the rest about as many are expected.
            triesAll = !hasTriedAll && (double)look.Read * (floor - lowest) <= (double)MostRead * (ceiling - floor);
            hasTriedAll |= triesAll;
            (ceiling, span) = (floor, span * 2);
        }

        await transaction.CommitAsync(cancellationToken);
        return found;
    }

    private static DynamicParameters ParametersOf(TicketSearch search)
    {
        var parameters = new DynamicParameters(new { search.Words, search.KeysAsQuery });
        foreach (var (at, phone) in search.Phones.Index())
        {
            parameters.Add($"phone{at}", $"'{phone.Key}'");
            parameters.Add($"digits{at}", phone.Words);
        }

        return parameters;
    }

    /// <summary>The condition that a ticket has the words; the query of it is made once, not for every row.</summary>
    /// <param name="alsoWithdrawn">
    /// Whether the outcome's word is looked up as well: the index then gives only tickets that have all of them.
    /// </param>
    private static string IsText(TicketSearch search, bool alsoWithdrawn = false)
    {
        IEnumerable<string> parts =
        [
            $"plainto_tsquery({Dictionary}, search_text(@Words))", "@KeysAsQuery::tsquery",
            .. search.Phones.Index().Select(phone =>
                $"(@phone{phone.Index}::tsquery || plainto_tsquery({Dictionary}, search_text(@digits{phone.Index})))"),
        ];
        if (alsoWithdrawn)
            parts = parts.Append($"plainto_tsquery({Dictionary}, search_text('{Ticket.Withdrawn}'))");
        return $"(found.search_words @@ (select {string.Join(" && ", parts)}))";
    }

    // Null for any state.
    private static string? StatesOf(TicketSearch search)
    {
        // A ticket in work is open: the two together mean no more than those in work.
        var states = search.States.HasFlag(SearchedStates.InWork) || search.States.HasFlag(SearchedStates.Free)
            ? search.States & ~SearchedStates.Open
            : search.States;
        return states == SearchedStates.None
            ? null
            : "(" + string.Join(
                " or ",
                Enum.GetValues<SearchedStates>().Where(state => state != SearchedStates.None && states.HasFlag(state))
                    .Select(ConditionOf)) + ")";
    }

    private static string ConditionOf(SearchedStates state) => state switch
    {
        SearchedStates.Open => "found.status <> 'closed'",
        SearchedStates.Closed => "found.status = 'closed'",
        SearchedStates.Withdrawn => $"(found.status = 'closed' and found.outcome = '{Ticket.Withdrawn}')",
        SearchedStates.InWork => "(found.status <> 'closed' and found.owner_id is not null)",
        SearchedStates.Free => "(found.status <> 'closed' and found.owner_id is null)",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "an unknown state"),
    };

    private sealed class Look
    {
        /// <summary>How many tickets were read, at most one more than may be.</summary>
        public int Read { get; init; }

        /// <summary>The newest of those that are meant, newest first.</summary>
        public long[] Ids { get; init; } = [];
    }
}
