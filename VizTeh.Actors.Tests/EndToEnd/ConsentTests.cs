using Microsoft.Extensions.DependencyInjection;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>The consent, from the question to the tables, with the whole program over HTTP.</summary>
public sealed class ConsentTests
{
    private const string OfTicket =
        "select coalesce(consent_version || ' ' || consent_text_hash || ' ' || consent_message_id, 'none') from tickets order by id";

    private const string OfClient =
        "select user_id || ' ' || consent_version || ' ' || consent_text_hash || ' ' || consent_message_id from clients order by user_id";

    private static readonly string[] Personal = ["Аполлинария", "apollinaria", "expo-2026", "9161234567"];

    [Fact]
    public async Task Client_and_ticket_keep_the_proof_of_the_very_text_that_was_shown()
    {
        await using var bot = await CreateAsync();
        var client = bot.NewClient();

        var shown = await AskAsync(client);
        Assert.Equal("", (await client.Press(shown, FirmConsent.Agree).AnswerAsync(TimeSpan.FromSeconds(30))).Text);
        await client.NextAsync("обращаться");
        await client.FinishAsync(TypedForm.Ordinary);
        // It holds for the next form, which begins at once.
        await client.OrderAsync(TypedForm.Ordinary);

        var proof = $"1 {Consent.HashOf(shown.Text)} {shown.Id}";
        Assert.Equal([proof, proof], await bot.Database.ReadAsync(OfTicket));
        Assert.Equal([$"{client.Person.Id} {proof}"], await bot.Database.ReadAsync(OfClient));
        await client.WaitForEditAsync(shown, message => message.InlineButtons.IsEmpty);
        Assert.Equal(proof, $"1 {Consent.HashOf(shown.Text)} {shown.Id}");
        await bot.AssertAllIsHandledAsync();
        bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task A_refusal_leaves_nothing_of_the_client_in_the_database()
    {
        await using var bot = await CreateAsync();
        var client = bot.NewClient("Аполлинария", username: "apollinaria_k");
        client.SendText("/start expo-2026");
        await client.NextAsync("Здравствуйте!");

        var shown = await AskAsync(client);
        client.SendText("Меня зовут Аполлинария, +79161234567");
        await client.NextAsync("не записали");
        client.Press(shown, FirmConsent.Disagree);
        var refusal = await client.NextAsync(FirmConsent.Refusal);

        Assert.Contains(bot.Settings.Company.Phone, refusal.Text, StringComparison.Ordinal);
        await bot.AssertAllIsHandledAsync();
        await Eventually.BecomesAsync(
            () => EverythingAsync(bot.Database),
            all => all.Count > 0 && all.Contains("conversation.consent-refused.v1")
                && Personal.All(word => all.All(row => !row.Contains(word, StringComparison.OrdinalIgnoreCase))),
            "nothing of the client is left");
        Assert.Empty(await bot.Database.ReadAsync(OfClient));
        Assert.Equal(["0"], await bot.Database.ReadAsync("select count(*) from tickets"));
    }

    [Fact]
    public async Task A_refusal_whose_process_dies_before_the_events_are_deleted_leaves_nothing_after_the_clients_next_word()
    {
        var rest = TimeSpan.FromHours(1);
        await using var bot = await BotUnderTest.CreateAsync(
            (settings, _) => settings with { Company = settings.Company.Asking() },
            // It is read at each start.
            services: services => services.AddSingleton(_ => ConversationOptions.Default with { RestBeforeSnapshot = rest }));
        var client = bot.NewClient("Аполлинария", username: "apollinaria_k");
        client.SendText("/start expo-2026");
        await client.NextAsync("Здравствуйте!");
        client.Press(await AskAsync(client), FirmConsent.Disagree);
        await client.NextAsync(FirmConsent.Refusal);
        await bot.AssertAllIsHandledAsync();
        await bot.StopAsync();
        Assert.Contains(
            await EverythingAsync(bot.Database), row => row.Contains("expo-2026", StringComparison.OrdinalIgnoreCase));

        rest = TimeSpan.FromMilliseconds(20);
        await bot.StartAsync();
        // It leads to no event.
        client.SendText("/help");
        await client.NextAsync("Как оставить заявку");
        await bot.AssertAllIsHandledAsync();

        await Eventually.BecomesAsync(
            () => EverythingAsync(bot.Database),
            all => Personal.All(word => all.All(row => !row.Contains(word, StringComparison.OrdinalIgnoreCase))),
            "nothing of the client is left");
    }

    [Fact]
    public async Task A_new_version_asks_again_before_the_next_form_only()
    {
        await using var bot = await CreateAsync();
        var client = bot.NewClient();
        client.Press(await AskAsync(client), FirmConsent.Agree);
        await client.NextAsync("обращаться");
        await bot.StopAsync();
        bot.Settings = bot.Settings with { Company = bot.Settings.Company.Asking("2") };
        await bot.StartAsync();

        await client.FinishAsync(TypedForm.Ordinary);
        client.Press(await AskAsync(client), FirmConsent.Agree);
        await client.NextAsync("обращаться");
        await client.FinishAsync(TypedForm.Ordinary);

        Assert.Equal(["1", "2"], await bot.Database.ReadAsync("select consent_version from tickets order by id"));
        Assert.Equal(["2"], await bot.Database.ReadAsync("select consent_version from clients"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_kill_after_the_question_or_after_the_consent_loses_and_doubles_nothing(int stored)
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await using var telegram = await BotApiServer.StartAsync(new BotApiOptions { DefaultTimeout = TimeSpan.FromSeconds(60) });
        var manager = telegram.AddPerson("Пётр").Chat;
        manager.SendText("/start");
        var client = telegram.AddPerson("Анна").Chat;
        var folder = Directory.CreateTempSubdirectory("vizteh-consent-");
        try
        {
            var settings = BotEnvironment.Of(database.Details, telegram, [manager.Person.Id]);
            settings["HOCON_FILE"] = Path.Combine(folder.FullName, HoconFile.FileName);
            await File.WriteAllTextAsync(
                settings["HOCON_FILE"], $"{await File.ReadAllTextAsync(HoconFile.DefaultPath)}\n{FirmConsent.Section("1")}\n");
            ChatMessage? shown = null;
            var dyingSettings = new Dictionary<string, string>(settings) { [FailPoints.Variable] = $"{FailPoints.EventStored}:{stored}" };
            await using (var dying = BotProcess.Start(dyingSettings))
            {
                client.SendText("Оставить заявку");
                if (stored == 2)
                    client.Press(shown = await client.NextAsync(FirmConsent.Title), FirmConsent.Agree);
                await Eventually.IsTrueAsync(() => dying.HasExited, "the process dies when the event is stored");
            }

            await using var bot = BotProcess.Start(settings);
            if (shown is null)
                client.Press(shown = await client.NextAsync(FirmConsent.Title), FirmConsent.Agree);
            await client.NextAsync("обращаться");
            await client.FinishAsync(TypedForm.Ordinary);

            Assert.Equal([$"1 {Consent.HashOf(shown.Text)} {shown.Id}"], await database.ReadAsync(OfTicket));
            Assert.Equal([$"{client.Person.Id} 1 {Consent.HashOf(shown.Text)} {shown.Id}"], await database.ReadAsync(OfClient));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task<BotUnderTest> CreateAsync() =>
        BotUnderTest.CreateAsync((settings, _) => settings with { Company = settings.Company.Asking() });

    private static async Task<ChatMessage> AskAsync(ChatParticipant client)
    {
        client.SendText("Оставить заявку");
        return await client.NextAsync(FirmConsent.Title);
    }

    /// <summary>All rows of all tables; the contents of journal and snapshots are decoded.</summary>
    private static Task<IReadOnlyList<string>> EverythingAsync(TestDatabase database) => database.ReadAsync(
        """
        select manifest from akka.journal
        union all select convert_from(message, 'UTF8') from akka.journal
        union all select convert_from(snapshot, 'UTF8') from akka.snapshot
        union all
        select query_to_xml(format('select * from %s', held.oid::regclass), true, false, '')::text
          from pg_class held join pg_namespace place on place.oid = held.relnamespace
         where held.relkind = 'r' and place.nspname in ('public', 'akka')
        """);
}
