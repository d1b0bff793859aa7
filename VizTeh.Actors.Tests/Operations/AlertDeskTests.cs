using Microsoft.Extensions.Logging;
using Npgsql;
using VizTeh.Actors.Operations.Alerts;
using VizTeh.Actors.Operations.Mail;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Operations;

/// <summary>Who gets which alert, over restarts, second processes and ways that fail.</summary>
public sealed class AlertDeskTests : AlertDeskFixture
{
    private const string Stored = "select kind || ' ' || (began_at is not null)::text from alerts order by kind";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task A_database_that_is_away_is_told_of_on_both_ways_once_and_so_is_its_return()
    {
        var process = Start();
        process.LoseDatabase(TimeSpan.FromSeconds(59));
        await process.RoundAsync();
        Assert.Empty(InChat);

        process.LoseDatabase(TimeSpan.FromSeconds(2));
        await process.RoundAsync();
        await process.RoundAsync();

        Assert.StartsWith("⚠️ База данных не отвечает: 1 мин", Assert.Single(InChat), StringComparison.Ordinal);
        Assert.Equal(InChat, Letters);
        Assert.Empty(await Database.ReadAsync(Stored));

        process.Connectivity.Database.Reached();
        await process.LookAsync();
        Assert.Equal(["database true"], await Database.ReadAsync(Stored));
        await PassAsync(TimeSpan.FromMinutes(2));
        await process.LookAsync(times: 3);

        Assert.Equal(2, InChat.Count());
        Assert.StartsWith("✅ Снова в порядке: база данных отвечает (перерыв — 1 мин)", InChat.Last(), StringComparison.Ordinal);
        Assert.Equal(InChat, Letters);
        Assert.Equal(["database false"], await Database.ReadAsync(Stored));
    }

    [Fact]
    public async Task A_restart_in_the_middle_of_an_outage_repeats_no_alert_within_the_hour_and_tells_the_end()
    {
        await OweLateMessageAsync();
        await Start().LookAsync(times: 3);
        Assert.Single(InChat);

        for (var restart = 0; restart < 3; restart++)
            await Start().LookAsync(times: 3);
        Assert.Single(InChat);

        await PassAsync(Hour);
        var last = Start();
        await last.LookAsync(times: 3);
        Assert.Equal(2, InChat.Count());

        await Database.ExecuteAsync("delete from outbox");
        await last.LookAsync(times: 2);
        await Start().LookAsync(times: 5);
        await last.LookAsync(times: 5);
        Assert.Equal("✅ Снова в порядке: сообщения доходят.", InChat.Last());
        Assert.Equal(3, InChat.Count());
        Assert.Equal(3, Letters.Count());
    }

    [Fact]
    public async Task Of_several_processes_one_tells()
    {
        await OweLateMessageAsync();
        await Database.ExecuteAsync("insert into inbox (update_id, payload, set_aside_at) values (1, '{}', now())");
        AlertProcess[] processes = [Start(), Start(), Start()];
        await Task.WhenAll(processes.Select(process => process.RoundAsync()));
        Clock.Advance(TimeSpan.FromMinutes(1));

        await Task.WhenAll(processes.Select(process => process.RoundAsync()));

        Assert.Single(string.Join('\n', InChat).Split("Сообщения не доходят").Skip(1));
        Assert.Single(string.Join('\n', InChat).Split("Отложено после ошибок: обновлений — 1, сообщений — 0").Skip(1));
        Assert.Equal(InChat.Order(), Letters.Order());
    }

    [Fact]
    public async Task Of_several_nodes_without_the_database_the_one_that_takes_the_updates_tells_and_one_of_them_tells_the_end()
    {
        AlertProcess[] nodes = [Start(), Start(), Start()];
        nodes[0].Duty.Set(isHere: false);
        nodes[2].Duty.Set(isHere: false);
        foreach (var node in nodes)
            node.LoseDatabase(TimeSpan.FromSeconds(61));

        foreach (var node in nodes.Concat(nodes))
            await node.RoundAsync();

        Assert.StartsWith("⚠️ База данных не отвечает", Assert.Single(InChat), StringComparison.Ordinal);
        Assert.Equal(InChat, Letters);

        foreach (var node in nodes)
            node.Connectivity.Database.Reached();
        await PassAsync(TimeSpan.FromMinutes(2));
        for (var look = 0; look < 4; look++)
        {
            foreach (var node in nodes)
                await node.LookAsync();
        }

        Assert.Equal(2, InChat.Count());
        Assert.StartsWith("✅ Снова в порядке: база данных отвечает", InChat.Last(), StringComparison.Ordinal);
        Assert.Equal(InChat, Letters);
    }

    [Fact]
    public async Task What_is_set_aside_is_told_again_only_when_more_was()
    {
        var process = Start();
        await Database.ExecuteAsync("insert into inbox (update_id, payload, set_aside_at) values (1, '{}', now() - interval '1 minute')");
        await process.LookAsync();
        await PassAsync(Hour);
        await process.LookAsync(times: 2);
        Assert.Single(InChat);

        await Database.ExecuteAsync("insert into outbox (chat_id, kind, payload, expires_at, set_aside_at) "
            + "values (-5, 'notice', '{}', now(), now())");
        await process.LookAsync(times: 2);

        Assert.Equal(2, InChat.Count());
        Assert.Contains("обновлений — 1, сообщений — 1", InChat.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chat_that_does_not_take_the_bot_any_more_costs_nothing_but_a_line_in_the_letter()
    {
        Ops.RemoveBot();
        var process = Start();
        process.LoseDatabase(TimeSpan.FromMinutes(2));

        await process.RoundAsync();
        await process.RoundAsync();

        Assert.EndsWith(
            "В служебный чат это сообщение не дошло. Причина — в журнале бота.", Assert.Single(Letters), StringComparison.Ordinal);
        var trouble = Assert.Single(process.Troubles.Current);
        Assert.Equal(OpsChat.Matter, trouble.Matter);
        Assert.Contains("403", trouble.Error, StringComparison.Ordinal);
        Assert.Single(Log.All, line => line.Contains("An alert could not be sent to the ops chat", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_alert_that_reaches_nobody_is_tried_again_after_a_while_and_told_once_a_way_opens()
    {
        Ops.RemoveBot();
        Mail.RefusesLetters = true;
        await OweLateMessageAsync();
        var process = Start();
        await process.LookAsync(times: 2);
        Assert.Equal(1, Mail.RefusedLetters);
        await process.RoundAsync();
        await process.RoundAsync();
        Assert.InRange(Mail.RefusedLetters, 1, 2);
        Assert.Equal(["outbox false"], await Database.ReadAsync(Stored));

        Mail.RefusesLetters = false;
        Clock.Advance(TimeSpan.FromMinutes(15));
        await process.LookAsync(times: 2);

        Assert.Single(Letters);
        Assert.Equal(["outbox true"], await Database.ReadAsync(Stored));
        Assert.DoesNotContain(process.Troubles.Current, trouble => trouble.Matter == SmtpMail.Matter);
    }

    [Fact]
    public async Task Of_a_refused_token_and_a_silent_telegram_only_letters_tell()
    {
        var process = Start();
        process.Connectivity.Token.Failed();
        process.Connectivity.Telegram.Failed();
        Clock.Advance(TimeSpan.FromMinutes(6));
        process.Connectivity.Telegram.Failed();
        await process.RoundAsync();

        process.Connectivity.Token.Reached();
        process.Connectivity.Telegram.Reached();
        await process.LookAsync(times: 6);

        Assert.Empty(InChat);
        Assert.Equal(
            [
                "⚠️ Telegram не отвечает: 6 мин. Бот ждёт и продолжит, когда связь вернётся. Заявки не теряются.\n\n"
                    + "⚠️ Telegram не принимает TOKEN бота. Возьмите новый у @BotFather, впишите его в настройки и перезапустите бота.",
                "✅ Снова в порядке: Telegram отвечает (перерыв — 6 мин).\n\n✅ Снова в порядке: Telegram принимает TOKEN бота.",
            ],
            Letters);
    }

    [Fact]
    public async Task A_process_that_does_not_poll_says_nothing_of_telegram_and_ends_nobody_elses_outage()
    {
        await Database.ExecuteAsync("insert into alerts (kind, said_at, began_at) values ('telegram', now(), now())");
        var process = Start();
        process.Connectivity.ForgetTelegram();

        await process.LookAsync(times: 10);

        Assert.Empty(Letters);
        Assert.Equal(["telegram true"], await Database.ReadAsync(Stored));
    }

    [Fact]
    public async Task Without_e_mail_what_no_chat_could_hear_is_not_told_and_not_recorded()
    {
        var process = Start(channels => channels with { Mail = null });
        process.Connectivity.Token.Failed();
        await process.LookAsync(times: 2);

        Assert.Empty(InChat);
        Assert.Empty(await Database.ReadAsync(Stored));
    }

    [Fact]
    public async Task Without_an_ops_chat_all_goes_by_mail()
    {
        var process = Start(channels => channels with { OpsChatId = null });
        process.LoseDatabase(TimeSpan.FromMinutes(2));
        await process.RoundAsync();

        Assert.StartsWith("⚠️ База данных не отвечает: 2 мин", Assert.Single(Letters), StringComparison.Ordinal);
        Assert.DoesNotContain("служебный чат", Letters.Single(), StringComparison.Ordinal);
        Assert.Empty(Telegram.Calls.Of("sendMessage"));
    }

    [Fact]
    public async Task An_ops_chat_that_became_a_supergroup_gets_its_alerts_there()
    {
        var supergroup = Ops.UpgradeToSupergroup();
        var process = Start();
        process.LoseDatabase(TimeSpan.FromMinutes(2));
        await process.RoundAsync();

        Assert.Single(Said(supergroup));
        Assert.Single(Log.All, line => line.Contains("into OPS_CHAT_ID", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_telegram_that_keeps_the_call_for_ever_does_not_keep_the_letter()
    {
        var stall = Telegram.Faults.Inject(Fault.Stall() with { Method = "sendMessage" });
        var process = Start(options: options => options with { ChatLimit = TimeSpan.FromSeconds(20) });
        process.LoseDatabase(TimeSpan.FromMinutes(2));

        var round = process.RoundAsync();
        await stall.WaitForHitsAsync();
        Clock.Advance(TimeSpan.FromSeconds(20));
        await round;
        stall.Release();

        Assert.Contains("В служебный чат это сообщение не дошло", Assert.Single(Letters), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outage_that_is_told_from_memory_is_not_told_again_by_the_process_that_starts_after_it()
    {
        var process = Start();
        process.LoseDatabase(TimeSpan.FromMinutes(2));
        await process.RoundAsync();
        process.Connectivity.Database.Reached();
        await process.LookAsync();

        var next = Start();
        await next.LookAsync();
        next.LoseDatabase(TimeSpan.FromMinutes(2));
        await next.RoundAsync();

        Assert.Single(InChat);
    }

    [Fact]
    public async Task At_rest_a_statement_a_minute_is_all()
    {
        var statements = new LogLines();
        using var logging = LoggerFactory.Create(builder => builder.AddProvider(statements));
        var builder = new NpgsqlDataSourceBuilder(Database.ConnectionString);
        await using var database = builder.UseLoggerFactory(logging).Build();
        var process = Start(database: database);
        await process.RoundAsync();
        var before = Count();

        // Ten minutes.
        for (var tick = 0; tick < 120; tick++)
        {
            Clock.Advance(AlertOptions.Default.Tick);
            await process.RoundAsync();
        }

        Assert.Equal(10, Count() - before);

        int Count() => statements.All.Count(line => line.Contains("Command execution completed", StringComparison.Ordinal));
    }
}
