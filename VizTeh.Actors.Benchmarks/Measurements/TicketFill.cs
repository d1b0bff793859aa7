using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Benchmarks.Measurements;

/// <summary>Fills a database with tickets whose words are spread as in real ones: a few are in very many, most in few.</summary>
internal static class TicketFill
{
    /// <summary>Every so many tickets one is open.</summary>
    public const int OpenEvery = 100;

    /// <summary>Each ticket asks for so many pieces at most: a number of them is a word of one ticket in so many.</summary>
    public const int MostPieces = 100;

    // Numbers by which a closed ticket was withdrawn, and an open one is in work.
    private const int WithdrawnEvery = 33;
    private const int InWorkEvery = 300;

    private static readonly string[] Names =
        ["Анна", "Борис", "Вера", "Глеб", "Дарья", "Егор", "Жанна", "Захар", "Инна", "Кирилл", "Лидия", "Максим", "Нина", "Олег", "Полина"];

    private static readonly string[] Cities = ["Тверь", "Москва", "Клин", "Орёл", "Тула", "Рязань", "Калуга", "Псков", "Омск", "Пермь"];

    private static readonly string[] Directions = ["Стелы", "Вывески", "Знаки", "Навигация", "Другое"];

    private static readonly string[] Beginnings =
        ["стекл", "метал", "неон", "крыш", "фасад", "подсвет", "панел", "баннер", "короб", "букв", "щит", "кабел", "монтаж", "витрин"];

    private static readonly string[] Middles = ["", "овоч", "истоп", "анов", "ельник", "итов", "арник", "онист", "ушкин", "ерат"];

    private static readonly string[] Endings = ["ый", "ого", "а", "ы", "ой", "ами", "ов", "у"];

    /// <returns>How many of the tickets are open.</returns>
    public static async Task<int> RunAsync(string connectionString, int tickets, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using (var rows = await connection.BeginBinaryImportAsync(
            """
            copy tickets (id, user_id, username, name, org, city, direction, description, phone, status, created_at, close_at,
                          submission_id, outcome, owner_id, owner_name, claimed_at)
            from stdin (format binary)
            """,
            cancellationToken))
        {
            rows.Timeout = TimeSpan.FromMinutes(20);
            var random = new Random(17);
            var began = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
            for (var n = 1; n <= tickets; n++)
            {
                var created = began.AddSeconds(n * 30L);
                var isOpen = n % OpenEvery == 0;
                await rows.StartRowAsync(cancellationToken);
                await rows.WriteAsync((long)n, NpgsqlDbType.Bigint, cancellationToken);
                await rows.WriteAsync(7_000_000_000L + (n % 300_000), NpgsqlDbType.Bigint, cancellationToken);
                await TextAsync(Numbered("client_", n));
                await TextAsync(Names[random.Next(Names.Length)]);
                await TextAsync(Numbered($"ООО «{Word(random)}» ", n));
                await TextAsync(Cities[random.Next(Cities.Length)]);
                await TextAsync(Directions[random.Next(Directions.Length)]);
                await TextAsync(
                    Numbered(string.Join(' ', Enumerable.Range(0, 12).Select(_ => Word(random))) + " шт. ", random.Next(MostPieces) + 1));
                await TextAsync(Numbered("+7", 9_120_000_000L + n));
                await TextAsync(isOpen ? "open" : "closed");
                await rows.WriteAsync(created, NpgsqlDbType.TimestampTz, cancellationToken);
                if (isOpen)
                    await rows.WriteNullAsync(cancellationToken);
                else
                    await rows.WriteAsync(created.AddDays(1), NpgsqlDbType.TimestampTz, cancellationToken);
                await rows.WriteAsync(Guid.NewGuid(), NpgsqlDbType.Uuid, cancellationToken);
                if (!isOpen && n % WithdrawnEvery == 0)
                    await TextAsync(Ticket.Withdrawn);
                else
                    await rows.WriteNullAsync(cancellationToken);
                if (isOpen && n % InWorkEvery == 0)
                {
                    await rows.WriteAsync(9L, NpgsqlDbType.Bigint, cancellationToken);
                    await TextAsync("Пётр");
                    await rows.WriteAsync(created, NpgsqlDbType.TimestampTz, cancellationToken);
                }
                else
                {
                    for (var column = 0; column < 3; column++)
                        await rows.WriteNullAsync(cancellationToken);
                }
            }

            await rows.CompleteAsync(cancellationToken);

            Task TextAsync(string text) => rows.WriteAsync(text, NpgsqlDbType.Text, cancellationToken);
        }

        await using var rest = new NpgsqlCommand(
            """
            insert into ticket_history (ticket_id, status) select id, 'open' from tickets;
            insert into ticket_cards (ticket_id, chat_id, message_id) select id, 1, id from tickets;
            insert into ticket_messages (ticket_id, author, user_id, update_id, text, sent_at)
            select id, case when id % 300 = 0 then 'manager' else 'client' end, user_id, id, 'Когда?', created_at + interval '1 hour'
              from tickets where status = 'open';
            update ticket_numbers set last_number = (select max(id) from tickets);
            analyze
            """,
            connection)
        {
            CommandTimeout = 600,
        };
        await rest.ExecuteNonQueryAsync(cancellationToken);
        return tickets / OpenEvery;
    }

    private static string Numbered(string text, long number) => text + number.ToString(CultureInfo.InvariantCulture);

    // The square prefers the beginnings of the lists.
    private static string Word(Random random) =>
        Beginnings[(int)(Beginnings.Length * random.NextDouble() * random.NextDouble())]
        + Middles[(int)(Middles.Length * random.NextDouble() * random.NextDouble())] + Endings[random.Next(Endings.Length)];
}
