using VizTeh.Actors.Reliability;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>The source of a ticket, from the link to the card, with the whole program over HTTP.</summary>
public sealed class SourceTests
{
    private const string Stored = "select coalesce(source, 'none') || ' ' || direction from tickets order by id";

    [Fact]
    public async Task The_card_names_the_link_by_which_the_client_came()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();

        client.SendText("/start expo-2026");
        await client.NextAsync("Здравствуйте!");
        var first = await client.OrderAsync(TypedForm.Ordinary);
        var card = await managers.Seat.NextAsync($"№{first}");
        client.SendText("/start а не ссылка");
        await client.NextAsync("Здравствуйте!");
        var second = await client.OrderAsync(TypedForm.Ordinary);
        var plain = await managers.Seat.NextAsync($"№{second}");

        Assert.Matches("\n\nИсточник: expo-2026\nЗаполнена .*$", card.Text);
        Assert.DoesNotContain("Источник", plain.Text, StringComparison.Ordinal);
        var direction = TypedForm.Ordinary["direction"];
        Assert.Equal([$"expo-2026 {direction}", $"none {direction}"], await managers.Bot.Database.ReadAsync(Stored));
        await managers.Bot.AssertAllIsHandledAsync();
        managers.Bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task A_link_chooses_the_direction_as_the_settings_say()
    {
        await using var bot = await BotUnderTest.CreateAsync((settings, _) => settings with
        {
            Company = settings.Company with
            {
                Sources = new Dictionary<string, IReadOnlyDictionary<string, string>>
                {
                    ["expo-2026"] = new Dictionary<string, string> { [Ids.Direction] = "Стелы" },
                },
            },
        });
        var client = bot.NewClient();

        foreach (var (text, reply) in ((string, string)[])[
            ("/start expo-2026", "Здравствуйте!"), ("Оставить заявку", "обращаться"), ("Анна", "организац"), ("ООО", "город"),
            ("Тверь", "Опишите задачу"), ("Две стелы", "телефон"), ("+79161234567", "Направление: Стелы")])
        {
            client.SendText(text);
            await client.NextAsync(reply);
        }

        client.SendText("Отправить");
        await client.NextAsync("№1");
        var card = await bot.Manager.Chat.NextAsync("№1");

        Assert.StartsWith("🟢 №1 · Стелы · Тверь\n", card.Text, StringComparison.Ordinal);
        Assert.Equal(["expo-2026 Стелы"], await bot.Database.ReadAsync(Stored));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_source_survives_a_kill_within_a_form_and_outside_of_one(bool withinForm)
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await using var telegram = await BotApiServer.StartAsync(new BotApiOptions { DefaultTimeout = TimeSpan.FromSeconds(60) });
        var manager = telegram.AddPerson("Пётр").Chat;
        manager.SendText("/start");
        var client = telegram.AddPerson("Анна").Chat;
        var settings = BotEnvironment.Of(database.Details, telegram, [manager.Person.Id]);
        var dyingSettings = new Dictionary<string, string>(settings)
        {
            [FailPoints.Variable] = $"{FailPoints.EventStored}:{(withinForm ? 2 : 1)}",
        };
        await using (var dying = BotProcess.Start(dyingSettings))
        {
            if (withinForm)
            {
                client.SendText("Оставить заявку");
                await client.NextAsync("обращаться");
            }

            client.SendText("/start expo-2026");
            await Eventually.IsTrueAsync(() => dying.HasExited, "the process dies when the source is stored");
        }

        await using var bot = BotProcess.Start(settings);
        await client.NextAsync(withinForm ? "У вас есть незаконченная заявка" : "Здравствуйте!");
        if (withinForm)
        {
            client.SendText("/cancel");
            await client.NextAsync("отменена");
        }

        await client.OrderAsync(TypedForm.Ordinary);
        var card = await manager.NextAsync("№1");

        Assert.Contains("\nИсточник: expo-2026\n", card.Text, StringComparison.Ordinal);
        Assert.Equal([$"expo-2026 {TypedForm.Ordinary["direction"]}"], await database.ReadAsync(Stored));
    }
}
