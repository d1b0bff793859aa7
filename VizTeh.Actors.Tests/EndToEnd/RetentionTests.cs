using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Reports;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>The personal data of closed tickets goes at night when its time is over, with the whole program over HTTP.</summary>
public sealed class RetentionTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Term = TimeSpan.FromDays(365);

    private static readonly string[] Personal =
    [
        "Аполлинария", "Кузнецова", "Верхнеудинск", "единорог", "9161239876", "apollinaria_k", "После шести", "отложенное слово",
        "чем помочь",
    ];

    private readonly SteppedClock _clock = new(TimeProvider.System);

    [Fact]
    public async Task After_the_term_no_table_holds_name_phone_or_words_while_an_open_ticket_and_the_statistics_stay_as_they_are()
    {
        await using var bot = await StartAsync();
        var (client, other) = (bot.NewClient("Аполлинария", "apollinaria_k"), bot.NewClient("Борис", "boris_b"));
        var old = await ForgetDialogue.OrderWithFilesAsync(client);
        client.SendText("После шести, пожалуйста");
        await client.AddToTicketAsync(old);
        await client.NextAsync("Добавили к заявке");
        var card = await ServeAsync(bot, client, old);
        var open = await other.OrderAsync(TypedForm.Ordinary.With("name", "Борис").With("phone", "+79167770001"));
        await bot.AssertAllIsHandledAsync();
        await SetAsideAsync(bot, client);
        await AgeAsync(bot, old);
        await bot.StopAsync();
        var before = await StatisticsAsync(bot);
        var whole = await bot.Database.DumpAsync();
        Assert.All(Personal, word => Assert.Contains(whole, line => line.Contains(word, StringComparison.Ordinal)));

        await EraseAtNightAsync(bot);

        var dump = await bot.Database.DumpAsync();
        Assert.All(Personal, word => Assert.DoesNotContain(dump, line => line.Contains(word, StringComparison.OrdinalIgnoreCase)));
        Assert.DoesNotContain(
            dump.Where(line => !line.StartsWith("akka.journal", StringComparison.Ordinal)),
            line => line.Contains($"{client.Person.Id}", StringComparison.Ordinal));
        Assert.Equal(
            [$"{old} closed Знаки term"],
            await bot.Database.ReadAsync(
                "select concat_ws(' ', id, status, direction, erased_for) from tickets where erased_at is not null"));
        Assert.Equal(LinesOf("Борис", whole), LinesOf("Борис", dump));
        Assert.Equal(before, await StatisticsAsync(bot));
        await bot.Manager.Chat.WaitForEditAsync(
            card, message => message.Text.Contains("Данные удалены: срок их хранения истёк", StringComparison.Ordinal));
        Assert.Empty(bot.Manager.Chat.Message((int)card.Id)!.InlineButtons);
        Assert.Contains(bot.Log.All, line => line.Contains("the data of 1 closed tickets, 1 conversations", StringComparison.Ordinal));
        Assert.DoesNotContain(bot.Log.All, line => Array.Exists(Personal, word => line.Contains(word, StringComparison.Ordinal)));

        // The open ticket is served as before.
        bot.Manager.Chat.SendText($"/ticket {open}");
        Assert.Contains("Борис", (await bot.Manager.Chat.NextAsync($"№{open}")).Text, StringComparison.Ordinal);
        bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task A_client_who_writes_about_an_erased_ticket_is_answered_as_a_new_one_and_nothing_is_added_to_it()
    {
        await using var bot = await StartAsync();
        var client = bot.NewClient("Аполлинария", "apollinaria_k");
        var old = await client.OrderAsync(ForgetDialogue.Form);
        await ServeAsync(bot, client, old);
        await bot.AssertAllIsHandledAsync();
        await AgeAsync(bot, old);
        await bot.StopAsync();
        await EraseAtNightAsync(bot);
        var answer = client.Messages.Last(message => message.Text.Contains("чем помочь", StringComparison.Ordinal));

        client.SendText("А можно ещё?", replyTo: answer);

        await client.NextAsync("заявк");
        await bot.AssertAllIsHandledAsync();
        Assert.Equal(["0"], await bot.Database.ReadAsync("select count(*) from ticket_messages"));
        client.SendText("Оставить заявку");
        // Nothing is offered from last time.
        var question = await client.NextAsync("обращаться");
        Assert.DoesNotContain("Аполлинария", string.Concat(question.InlineButtons.SelectMany(row => row).Select(button => button.Label)));
        Assert.Equal(old + 1, await client.FinishAsync(TypedForm.Ordinary));
    }

    [Fact]
    public async Task A_client_with_a_newer_ticket_keeps_it_and_what_the_next_form_offers_and_loses_the_old_one_only()
    {
        await using var bot = await StartAsync();
        var client = bot.NewClient("Аполлинария", "apollinaria_k");
        var old = await client.OrderAsync(TypedForm.Ordinary.With("description", "Старое слово"));
        await ServeAsync(bot, client, old);
        var newer = await client.OrderAsync(ForgetDialogue.Form);
        await bot.AssertAllIsHandledAsync();
        // The journal of a conversation at rest holds no former form.
        await Eventually.BecomesAsync(
            () => bot.Database.ReadAsync("select sequence_number from akka.journal where not deleted"), rows => rows.Count == 0,
            "the conversation is compacted");
        await AgeAsync(bot, old);
        await bot.StopAsync();

        await EraseAtNightAsync(bot);

        Assert.DoesNotContain(await bot.Database.DumpAsync(), line => line.Contains("Старое слово", StringComparison.Ordinal));
        Assert.Equal(
            [$"{old} -", $"{newer} Аполлинария Кузнецова"],
            await bot.Database.ReadAsync("select id || ' ' || coalesce(name, '-') from tickets order by id"));
        client.SendText("Оставить заявку");
        Assert.NotNull((await client.NextAsync("обращаться")).Button("Аполлинария Кузнецова"));
    }

    [Fact]
    public async Task A_crash_after_the_conversation_or_between_two_steps_leaves_the_rest_for_the_next_start()
    {
        await using var bot = await StartAsync(mostMessages: 1);
        var clients = new[] { bot.NewClient("Аполлинария", "apollinaria_k"), bot.NewClient("Аполлинария"), bot.NewClient("Аполлинария") };
        foreach (var client in clients)
        {
            var id = await client.OrderAsync(ForgetDialogue.Form);
            await ServeAsync(bot, client, id);
            await bot.AssertAllIsHandledAsync();
            await AgeAsync(bot, id);
        }

        await bot.StopAsync();
        // One ticket cannot be erased: its conversation is, and a step before it is done.
        await using (var blocker = await bot.Database.DataSource.OpenConnectionAsync())
        {
            await using var blocking = await blocker.BeginTransactionAsync();
            await using (var hold = new NpgsqlCommand("select id from tickets where id = 2 for update", blocker, blocking))
                await hold.ExecuteNonQueryAsync();
            await StartNightAsync(bot);
            await Eventually.BecomesAsync(
                () => bot.Database.ReadAsync(
                    $"""
                    select 'gone' from tickets where id = 1 and erased_at is not null
                    union all
                    select manifest from akka.journal where persistence_id = 'conversation-{clients[1].Person.Id}'
                    """),
                rows => rows is ["gone", "conversation.erased.v1"], "the first ticket and the second conversation are gone");
            Assert.Equal(["2", "3"], await bot.Database.ReadAsync("select id from tickets where erased_at is null order by id"));
            await bot.StopAsync();
            await blocking.RollbackAsync();
        }

        await StartNightAsync(bot);
        await EndOfNightAsync(bot);

        var dump = await bot.Database.DumpAsync();
        Assert.All(Personal, word => Assert.DoesNotContain(dump, line => line.Contains(word, StringComparison.OrdinalIgnoreCase)));
        // Nothing was erased twice: the creation, the close, the erasure.
        Assert.Equal(
            ["1 3", "2 3", "3 3"],
            await bot.Database.ReadAsync(
                "select ticket_id || ' ' || count(*) from ticket_history where action = 'status' group by ticket_id order by ticket_id"));
    }

    [Fact]
    public async Task Without_the_setting_nothing_personal_is_erased_however_old_it_is()
    {
        await using var bot = await StartAsync();
        var client = bot.NewClient("Аполлинария", "apollinaria_k");
        var old = await client.OrderAsync(ForgetDialogue.Form);
        await ServeAsync(bot, client, old);
        await bot.AssertAllIsHandledAsync();
        await AgeAsync(bot, old);
        await bot.Database.ExecuteAsync("insert into outbox_keys (key, owed_at) values ('long-ago', now() - interval '31 days')");
        await bot.StopAsync();

        await StartNightAsync(bot, term: null);
        await EndOfNightAsync(bot);

        Assert.Equal(["Аполлинария Кузнецова"], await bot.Database.ReadAsync("select name from tickets"));
        Assert.Equal(["0"], await bot.Database.ReadAsync("select count(*) from outbox_keys where key = 'long-ago'"));
        Assert.Contains(bot.Log.All, line => line.Contains("0 closed tickets, 0 conversations and 1 done rows", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_ticket_that_the_database_refuses_to_erase_holds_up_no_other_and_is_a_trouble_until_it_is_erased()
    {
        await using var bot = await StartAsync();
        await bot.StopAsync();
        await InsertClosedAsync(bot, tickets: 4);
        await RefuseAsync(bot, "before update on tickets for each row when (old.id = 2 and new.erased_at is not null)");

        await StartNightAsync(bot);
        await EndOfNightAsync(bot);

        Assert.Equal(["2"], await bot.Database.ReadAsync("select id from tickets where erased_at is null"));
        await BecomesAsync(bot, ["2 trouble ticket 2 cannot be erased: SQLSTATE P0001"]);
        Assert.Contains(bot.Log.All, line => line.Contains("the data of 3 closed tickets", StringComparison.Ordinal)
            && line.Contains("and 1, which the database refuses", StringComparison.Ordinal));
        Assert.Contains(bot.Log.All, line => line.Contains("refuses to erase ticket 2 (SQLSTATE P0001)", StringComparison.Ordinal));
        Assert.DoesNotContain(bot.Log.All, line => line.Contains("Аполлинария", StringComparison.Ordinal));
        Assert.Equal(["0"], await bot.Database.ReadAsync("select count(*) from troubles where error like '%Аполлинария%'"));

        // The next night, in the same process: it is refused again, and then mended.
        _clock.Step(TimeSpan.FromDays(1));
        await Eventually.IsTrueAsync(() => CountOfNights(bot) == 2, "the second night is over");
        await BecomesAsync(bot, ["2 trouble ticket 2 cannot be erased: SQLSTATE P0001"]);
        await bot.Database.ExecuteAsync("drop trigger refusal on tickets");
        _clock.Step(TimeSpan.FromDays(1));

        await BecomesAsync(bot, []);
        Assert.Equal(["0"], await bot.Database.ReadAsync("select count(*) from tickets where erased_at is null"));
    }

    [Fact]
    public async Task Other_rows_and_a_client_whom_the_database_refuses_to_erase_hold_up_no_ticket()
    {
        await using var bot = await StartAsync();
        await bot.StopAsync();
        await InsertClosedAsync(bot, tickets: 3);
        await bot.Database.ExecuteAsync(
            """
            insert into outbox_keys (key, owed_at) values ('long-ago', now() - interval '31 days');
            insert into clients (user_id) values (503)
            """);
        await RefuseAsync(bot, "before delete on outbox_keys for each row");
        await RefuseAsync(bot, "before delete on clients for each row");

        await StartNightAsync(bot);
        await EndOfNightAsync(bot);

        Assert.Equal(["3"], await bot.Database.ReadAsync("select id from tickets where erased_at is null"));
        await BecomesAsync(
            bot,
            [
                "- trouble done rows cannot be deleted: SQLSTATE P0001", "3 trouble ticket 3 cannot be erased: SQLSTATE P0001",
            ]);
        await bot.Database.ExecuteAsync("drop trigger refusal on outbox_keys; drop trigger refusal on clients");
        _clock.Step(TimeSpan.FromDays(1));

        await BecomesAsync(bot, []);
        Assert.Equal(["0"], await bot.Database.ReadAsync("select count(*) from tickets where erased_at is null"));
        Assert.Equal(["0"], await bot.Database.ReadAsync("select count(*) from outbox_keys where key = 'long-ago'"));
    }

    [Fact]
    public async Task What_is_refused_is_no_trouble_of_a_process_that_stopped()
    {
        await using var bot = await StartAsync();
        await bot.StopAsync();
        await InsertClosedAsync(bot, tickets: 2);
        await RefuseAsync(bot, "before update on tickets for each row when (old.id = 1 and new.erased_at is not null)");
        await StartNightAsync(bot);
        await EndOfNightAsync(bot);
        await BecomesAsync(bot, ["1 trouble ticket 1 cannot be erased: SQLSTATE P0001"]);

        await bot.StopAsync();

        await BecomesAsync(bot, []);
    }

    // Closed 400 days ago, each of another client; the first is the oldest.
    private static Task InsertClosedAsync(BotUnderTest bot, int tickets) => bot.Database.ExecuteAsync(
        $"""
        insert into tickets (id, user_id, name, status, created_at, close_at)
        select n, 500 + n, 'Аполлинария', 'closed', now() - interval '500 days', now() - interval '400 days' + n * interval '1 hour'
          from generate_series(1, {tickets}) n
        """);

    private static Task RefuseAsync(BotUnderTest bot, string when) => bot.Database.ExecuteAsync(
        $"""
        create or replace function refuse() returns trigger language plpgsql as $$ begin raise 'Аполлинария'; end $$;
        create trigger refusal {when} execute function refuse()
        """);

    private static Task BecomesAsync(BotUnderTest bot, string[] troubles) => Eventually.BecomesAsync(
        () => bot.Database.ReadAsync(
            """
            select concat_ws(' ', coalesce(chat_id::text, '-'), state, last_error) from health where matter = 'retention refused' order by 1
            """),
        rows => rows.SequenceEqual(troubles), "the view says so");

    private static int CountOfNights(BotUnderTest bot) =>
        bot.Log.All.Count(line => line.Contains("Retention: the data of", StringComparison.Ordinal));

    private Task<BotUnderTest> StartAsync(int mostMessages = 15) => BotUnderTest.CreateAsync(services: services => services
        .AddSingleton<TimeProvider>(_clock)
        .AddSingleton(RetentionOptions.Default with { Interval = TimeSpan.FromMilliseconds(50), MostMessages = mostMessages }));

    private static List<string> LinesOf(string word, IEnumerable<string> dump) =>
        [.. dump.Where(line => line.Contains(word, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    // A manager answers and closes it.
    private static async Task<ChatMessage> ServeAsync(BotUnderTest bot, ChatParticipant client, long id)
    {
        var manager = bot.Manager.Chat;
        var card = await manager.NextAsync($"№{id}");
        manager.SendText("Аполлинария, чем помочь?", replyTo: card);
        await client.NextAsync("чем помочь?");
        await manager.Press(card, "Закрыть заявку").AnswerAsync(Soon);
        await manager.WaitForEditAsync(card, message => message.Button("Открыть заявку") is not null);
        await Eventually.BecomesAsync(
            () => bot.Database.ReadAsync("select count(*) from outbox where held_back_at is null"), rows => rows is ["0"], "all is sent");
        return card;
    }

    private static Task SetAsideAsync(BotUnderTest bot, ChatParticipant client) => bot.Database.ExecuteAsync(
        $$$"""
        insert into inbox (update_id, payload, set_aside_at, last_error)
        values (5, '{"update_id":5,"message":{"text":"отложенное слово","from":{"id":{{{client.Person.Id}}} } } }', now(), 'why')
        """);

    // As if all of it had been 400 days ago.
    private static Task AgeAsync(BotUnderTest bot, long id) => bot.Database.ExecuteAsync(
        $"""
        update tickets set created_at = created_at - interval '400 days', close_at = close_at - interval '400 days' where id = {id};
        update ticket_history set at = at - interval '400 days' where ticket_id = {id};
        update ticket_messages set sent_at = sent_at - interval '400 days', stored_at = stored_at - interval '400 days'
         where ticket_id = {id};
        delete from outbox where ticket_id = {id}
        """);

    private async Task EraseAtNightAsync(BotUnderTest bot)
    {
        await StartNightAsync(bot, Term);
        await EndOfNightAsync(bot);
        await Eventually.BecomesAsync(
            () => bot.Database.ReadAsync("select count(*) from outbox"), rows => rows is ["0"], "all is sent");
    }

    private Task StartNightAsync(BotUnderTest bot) => StartNightAsync(bot, Term);

    // Some days after what the clients did last, at an hour of the night's work.
    private async Task StartNightAsync(BotUnderTest bot, TimeSpan? term)
    {
        _clock.Step(TimeSpan.FromDays(2));
        var company = bot.Settings.Company;
        var begin = TimeZoneInfo.ConvertTime(_clock.GetUtcNow().AddHours(-1), company.TimeZone);
        bot.Settings = bot.Settings with
        {
            Company = company with
            {
                Retention = company.Retention with { ClosedTickets = term, At = TimeOnly.FromDateTime(begin.DateTime) },
            },
        };
        await bot.StartAsync();
    }

    private static Task EndOfNightAsync(BotUnderTest bot) => Eventually.IsTrueAsync(
        () => bot.Log.All.Any(line => line.Contains("Retention: the data of", StringComparison.Ordinal)), "the night's work is done");

    // What the managers read of the period, but for cities and sources: these are personal.
    private static async Task<string> StatisticsAsync(BotUnderTest bot)
    {
        var store = new StatisticsStore(bot.Database.DataSource, bot.Settings);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var parts = new List<string>();
        foreach (var days in (int[])[0, -400])
        {
            var period = new ReportPeriod(today.AddDays(days - 2), today.AddDays(days + 2));
            var of = await store.ReadAsync(period, default);
            parts.Add(string.Join(
                '|', of.Created, of.Closed, of.Open, string.Join(',', of.Directions), string.Join(',', of.Outcomes), of.ToClaim,
                of.ToAnswer, of.ToClose, string.Join(',', of.Managers), string.Join(',', of.LeftForms)));
        }

        return string.Join('\n', parts);
    }
}
