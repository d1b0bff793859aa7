using System.IO.Compression;
using System.Text;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Reports;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Reports;

/// <summary>Which tickets are in a file, and what it says of them.</summary>
public sealed class ExportStoreTests : IAsyncLifetime
{
    private static readonly ReportPeriod March = new(new DateOnly(2027, 3, 1), new DateOnly(2027, 3, 31));
    private static readonly BotSettings Firm = TestSettings.WithoutServers(ShippedForm.Company);

    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await PostgresFixture.CreateMigratedAsync();

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task A_row_has_the_ticket_its_answers_by_question_and_what_an_earlier_form_asked()
    {
        var answers = new SentAnswers(
            [
                new("name", "Имя", QuestionKind.Text, "=Анна"), new("phone", "Телефон", QuestionKind.Phone, "+79161234567"),
                new("old", "Прежний вопрос", QuestionKind.Text, "да"),
            ],
            [new("gone", "Бюджет", QuestionKind.Number, "100")]);
        var ticket = TicketSamples.New() with
        {
            Answers = answers,
            Source = "expo",
            SubmittedAt = new DateTimeOffset(2027, 3, 1, 9, 0, 0, TimeSpan.Zero),
        };
        var id = (await new TicketStore(_database.DataSource).CreateAsync([ticket], [], default))[ticket.SubmissionId];
        await _database.ExecuteAsync(
            $"""
            update tickets set status = 'closed', outcome = 'Заказ', close_at = '2027-03-02 10:00Z', owner_id = 9, owner_name = 'Мария',
                   claimed_at = '2027-03-01 10:00Z';
            insert into ticket_history (ticket_id, status, actor_id, actor_name) values ({id}, 'closed', 9, 'Пётр')
            """);

        var part = await StoreOf().WriteAsync(March, ExportFormat.Csv, default);

        Assert.Equal((1, false), (part.Tickets, part.IsTooLarge));
        var lines = TextOf(part.File!).Split("\r\n");
        Assert.Equal(
            "Номер;Создана;Состояние;Итог;Закрыта;Кто закрыл;В работе у;Взята в работу;Источник;Имя в Telegram;Ник в Telegram;"
            + "Имя;Организация;Город;Направление;Описание;Телефон;Другие ответы;Файлов",
            lines[0].TrimStart('\uFEFF'));
        Assert.StartsWith(
            $"{id};01.03.2027 12:00;закрыта;Заказ;02.03.2027 13:00;Пётр;Мария;01.03.2027 13:00;expo;;'@anna;'=Анна;;;;;'+7",
            lines[1], StringComparison.Ordinal);
        Assert.EndsWith(";\"Прежний вопрос: да\nБюджет: 100\";", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_tickets_of_the_period_are_in_the_file_in_their_order_and_rows_of_an_earlier_bot_and_erased_ones_can_be_read()
    {
        await _database.ExecuteAsync(
            """
            insert into tickets (id, user_id, status, created_at, name, erased_at) values
              (1, 1, 'open', '2027-03-31 20:59Z', 'Поздняя', null), (2, 1, 'open', '2027-02-28 21:00Z', 'Ранняя', null),
              (3, 1, 'open', '2027-03-31 21:00Z', 'Апрель', null),
              (5, null, 'closed', '2027-03-15 12:00Z', null, '2027-03-16 12:00Z')
            """);

        var part = await StoreOf().WriteAsync(March, ExportFormat.Csv, default);

        Assert.Equal(
            ["2", "5", "1"], TextOf(part.File!).Split("\r\n").Skip(1).Where(line => line.Length > 0).Select(line => line.Split(';')[0]));
        Assert.Null((await StoreOf().WriteAsync(new ReportPeriod(new(2026, 1, 1), new(2026, 1, 31)), ExportFormat.Xlsx, default)).File);
    }

    [Fact]
    public async Task A_hundred_thousand_tickets_are_written_below_150_MiB()
    {
        await FillAsync(100_000);
        GC.Collect();
        using var peak = new PeakMemory();

        var part = await StoreOf().WriteAsync(March, ExportFormat.Xlsx, default);

        Assert.Equal((100_000, false), (part.Tickets, part.IsTooLarge));
        Assert.InRange(part.File!.Length, 1_000_000, 45 << 20);
        using var zip = new ZipArchive(part.File.OpenRead());
        Assert.NotNull(zip.GetEntry("xl/worksheets/sheet1.xml"));
        // Other tests of the run are in the same memory.
        Assert.InRange(peak.Growth, 0, 150 << 20);
    }

    [Fact]
    public async Task A_file_that_would_be_too_large_is_not_made_and_one_that_takes_too_long_is_given_up()
    {
        await FillAsync(3_000);

        var part = await StoreOf(ExportOptions.Default with { MostBytes = 50_000 }).WriteAsync(March, ExportFormat.Xlsx, default);
        Assert.True(part.IsTooLarge);
        Assert.Null(part.File);

        await using var locked = await _database.DataSource.OpenConnectionAsync();
        await using var transaction = await locked.BeginTransactionAsync();
        await using var command = new Npgsql.NpgsqlCommand("lock table tickets in access exclusive mode", locked, transaction);
        await command.ExecuteNonQueryAsync();
        await Assert.ThrowsAsync<TimeoutException>(() => StoreOf(ExportOptions.Default with { WriteDeadline = TimeSpan.FromSeconds(1) })
            .WriteAsync(March, ExportFormat.Xlsx, default));
    }

    private Task FillAsync(int count) => _database.ExecuteAsync(
        $$"""
        insert into tickets (user_id, username, status, created_at, name, org, city, direction, description, phone)
        select n, 'user' || n, 'open', '2027-03-01 12:00Z'::timestamptz + n * interval '20 seconds', 'Анна ' || n,
               'ООО «Ромашка ' || n || '»', 'Тверь', 'Стелы', repeat(md5(n::text), 5), '+7916' || lpad(n::text, 7, '0')
          from generate_series(1, {{count}}) n
        """);

    private ExportStore StoreOf(ExportOptions? options = null) => new(_database.DataSource, Firm, options ?? ExportOptions.Default);

    private static string TextOf(PartBuffer file)
    {
        using var stream = file.OpenRead();
        using var reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: false);
        return reader.ReadToEnd();
    }

    /// <summary>Watches how much the managed memory grows.</summary>
    private sealed class PeakMemory : IDisposable
    {
        private readonly long _before = GC.GetTotalMemory(forceFullCollection: true);
        private readonly Timer _timer;
        private long _peak;

        public PeakMemory() => _timer = new Timer(_ => Look(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(5));

        public long Growth
        {
            get
            {
                Look();
                return Math.Max(Interlocked.Read(ref _peak) - _before, 0);
            }
        }

        public void Dispose() => _timer.Dispose();

        private void Look() => Interlocked.Exchange(ref _peak, Math.Max(Interlocked.Read(ref _peak), GC.GetTotalMemory(false)));
    }
}
