using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using VizTeh.Actors.Reports;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>The tickets as a file, with the whole program over HTTP.</summary>
public sealed class ExportTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_manager_gets_the_tickets_as_a_workbook_or_as_a_plain_table()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        await bot.NewClient().OrderAsync(TypedForm.Ordinary.With("name", "=1+1"));
        var manager = bot.Manager.Chat;

        manager.SendText("/export");
        var workbook = await manager.NextAsync("Заявки за");
        Assert.Equal(MessageKind.Document, workbook.Kind);
        Assert.EndsWith(": 1", workbook.Text, StringComparison.Ordinal);
        using (var zip = new ZipArchive(new MemoryStream(bot.Telegram.FileContent(workbook.FileId!)!)))
        {
            using var reader = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open());
            var sheet = await reader.ReadToEndAsync();
            Assert.Contains("ООО «Ромашка»", sheet, StringComparison.Ordinal);
            Assert.DoesNotContain("<f>", sheet, StringComparison.Ordinal);
        }

        manager.SendText("/export месяц csv");
        var table = await manager.NextAsync("Заявки за");
        var csv = Encoding.UTF8.GetString(bot.Telegram.FileContent(table.FileId!)!);
        Assert.StartsWith("\uFEFFНомер;Создана;", csv, StringComparison.Ordinal);
        Assert.Contains(";'=1+1;", csv, StringComparison.Ordinal);
        manager.SendText("/export 31.02");
        await manager.NextAsync("Такой даты нет: 31.02.");
        manager.SendText("/export 2019");
        await manager.NextAsync("За 01.01–31.12.2019 заявок не было.");
        await bot.AssertAllIsHandledAsync();
        bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task While_a_file_is_uploaded_cards_and_answers_do_not_wait_and_another_export_is_told_so()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var manager = bot.Manager.Chat;
        await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        var stalled = bot.Telegram.Faults.Inject(Fault.Stall(TimeSpan.FromMinutes(5)) with { Method = "sendDocument" });
        manager.SendText("/export");
        await stalled.WaitForHitsAsync();

        manager.SendText("/export csv");
        await manager.NextAsync("Одна выгрузка уже готовится.");
        manager.SendText("/help");
        await manager.NextAsync("Подсказка для менеджера");
        var id = await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        var card = await manager.NextAsync($"№{id}");
        Assert.Contains("закрыта", (await manager.Press(card, "Закрыть заявку").AnswerAsync(Soon)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(manager.Messages, message => message.Kind == MessageKind.Document);

        // The bot dies while it uploads: the update is still in the inbox, and the file is made anew.
        await bot.StopAsync();
        bot.Telegram.Faults.Clear();
        await bot.StartAsync();
        Assert.EndsWith(": 2", (await manager.NextAsync("Заявки за")).Text, StringComparison.Ordinal);
        await bot.AssertAllIsHandledAsync();
    }

    [Fact]
    public async Task Who_has_the_file_gets_the_next_one_although_the_bot_does_not_know_yet_that_it_has_come()
    {
        await using var bot = await BotUnderTest.CreateAsync(
            services: services => services.AddSingleton(ExportOptions.Default with { TurnPatience = TimeSpan.FromMinutes(1) }));
        await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        var manager = bot.Manager.Chat;
        var late = bot.Telegram.Faults.Inject(Fault.ExecuteThenStall() with { Method = "sendDocument" });
        manager.SendText("/export");
        await manager.NextAsync("Заявки за");

        manager.SendText("/export csv");
        // Updates are handled in the order in which they come: the second export has begun to wait.
        manager.SendText("/help");
        await manager.NextAsync("Подсказка для менеджера");
        late.Release();

        await manager.NextAsync("Заявки за");
        await bot.AssertAllIsHandledAsync();
        Assert.DoesNotContain(manager.Messages, message => message.Text.Contains("уже готовится", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_would_be_too_large_comes_by_month_and_a_day_that_is_too_large_is_told()
    {
        await using var bot = await BotUnderTest.CreateAsync(
            services: services => services.AddSingleton(ExportOptions.Default with { MostBytes = 30_000 }));
        await bot.Database.ExecuteAsync(
            """
            insert into tickets (user_id, status, created_at, description)
            select n, 'open', timestamptz '2026-03-01 12:00Z' + n * interval '1 hour', md5(n::text) from generate_series(0, 1000) n;
            insert into tickets (user_id, status, created_at, description)
            select n, 'open', timestamptz '2025-05-09 12:00Z', md5(n::text) from generate_series(1, 1000) n
            """);
        var manager = bot.Manager.Chat;

        manager.SendText("/export 01.02.2026-30.04.2026 csv");
        await manager.NextAsync("Заявки за 01.02–30.04.2026 не поместятся в один файл.");
        // A month has more than the limit too: it comes by day, April as well.
        await manager.NextAsync("Заявки за 01.03.2026: ");
        await manager.NextAsync("Заявки за 31.03.2026: ");
        await manager.NextAsync("Заявки за 01.04–30.04.2026: ");
        manager.SendText("/export 09.05.2025 csv");
        await manager.NextAsync("Заявки за 09.05.2025 не помещаются");

        Assert.Equal(
            1001,
            manager.Messages.Where(message => message.Kind == MessageKind.Document)
                .Sum(message => int.Parse(message.Text.Split(": ")[1], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_client_gets_no_file()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient();
        client.SendText("/start");
        await client.NextAsync("Здравствуйте");

        client.SendText("/export");
        await bot.AssertAllIsHandledAsync();

        Assert.DoesNotContain(client.Messages, message => message.Kind == MessageKind.Document);
    }

    [Fact]
    public async Task A_file_that_Telegram_refuses_is_told_and_one_whose_upload_is_interrupted_comes_all_the_same()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        var manager = bot.Manager.Chat;
        bot.Telegram.Faults.Inject(Fault.Refused(413, "Request Entity Too Large") with { Method = "sendDocument" });
        manager.SendText("/export");
        await manager.NextAsync("Telegram не принял файл.");

        bot.Telegram.Faults.Inject(Fault.ResetBeforeExecution() with { Method = "sendDocument" });
        manager.SendText("/export");
        await manager.NextAsync("Заявки за");
    }

    [Fact]
    public async Task An_upload_that_is_never_confirmed_is_tried_three_times_and_then_told_and_the_next_export_may_begin()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        var manager = bot.Manager.Chat;
        var fault = bot.Telegram.Faults.Inject(Fault.ExecuteThenReset() with { Method = "sendDocument", Times = null });

        manager.SendText("/export");
        await manager.NextAsync("Не получилось отправить файл за ");
        await bot.AssertAllIsHandledAsync();

        Assert.Equal(3, manager.Messages.Count(message => message.Kind == MessageKind.Document));
        bot.Telegram.Faults.Clear();
        manager.SendText("/export csv");
        await Eventually.BecomesAsync(
            () => Task.FromResult(manager.Messages.Count(message => message.Kind == MessageKind.Document)), count => count == 4,
            "the next export has come");
        Assert.Equal(3, fault.Hits);
    }

    [Fact]
    public async Task An_upload_that_does_not_come_through_in_time_is_told_once_and_not_begun_again()
    {
        await using var bot = await BotUnderTest.CreateAsync(
            services: services => services.AddSingleton(ExportOptions.Default with { SendDeadline = TimeSpan.FromSeconds(2) }));
        await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        var manager = bot.Manager.Chat;
        bot.Telegram.Faults.Inject(Fault.ServerError() with { Method = "sendDocument", Times = null });

        manager.SendText("/export");
        await manager.NextAsync("Не получилось отправить файл за ");
        await bot.AssertAllIsHandledAsync();

        Assert.DoesNotContain(manager.Messages, message => message.Kind == MessageKind.Document);
    }

    [Fact]
    public async Task Nothing_of_a_client_whose_data_is_erased_while_the_file_is_uploaded_stays_in_the_chat()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        await bot.NewClient().OrderAsync(TypedForm.Ordinary.With("name", "Аполлинария"));
        await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        var manager = bot.Manager.Chat;
        var stalled = bot.Telegram.Faults.Inject(Fault.Stall() with { Method = "sendDocument" });

        manager.SendText("/export csv");
        await stalled.WaitForHitsAsync();
        await bot.Database.ExecuteAsync(
            "update tickets set user_id = null, name = null, answers = null, erased_at = now() where name = 'Аполлинария'");
        stalled.Release();
        await bot.AssertAllIsHandledAsync();

        var file = Assert.Single(manager.Messages, message => message.Kind == MessageKind.Document && !message.IsDeleted);
        Assert.EndsWith(": 2", file.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "Аполлинария", Encoding.UTF8.GetString(bot.Telegram.FileContent(file.FileId!)!), StringComparison.Ordinal);
    }
}
