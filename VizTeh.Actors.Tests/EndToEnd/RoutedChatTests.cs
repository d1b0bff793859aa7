using System.Globalization;
using Telegram.Bot;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>Tickets of a direction that has a managers' chat of its own, with or without a topic.</summary>
public sealed class RoutedChatTests
{
    private const string Routed = "Стелы";

    private static readonly TypedForm Other = TypedForm.Ordinary.With("direction", "Знаки");

    [Fact]
    public async Task A_ticket_of_a_routed_direction_comes_to_its_chat_and_topic_and_any_other_to_the_default()
    {
        await using var routed = await CreateAsync();

        var id = await routed.Bot.NewClient().OrderAsync(TypedForm.Ordinary);
        var other = await routed.Bot.NewClient().OrderAsync(Other);

        Assert.Equal(routed.Topic.Id, (await routed.Seat.NextAsync($"🟢 №{id}")).TopicId);
        await routed.Bot.Manager.Chat.NextAsync($"🟢 №{other}");
        await routed.OutboxIsEmptyAsync();
        Assert.Equal([other], NumbersOfCards(routed.Bot.Manager.Chat));
        Assert.Equal([id], NumbersOfCards(routed.Seat));
        routed.Bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task Claims_answers_additions_files_and_closing_work_there_and_the_default_chat_hears_nothing_of_it()
    {
        await using var routed = await CreateAsync();
        var client = routed.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await routed.Seat.NextAsync($"🟢 №{id}");

        await routed.Seat.Press(card, "В работу").AnswerAsync(TimeSpan.FromSeconds(30));
        await routed.Seat.WaitForEditAsync(card, message => message.Text.Contains("В работе", StringComparison.Ordinal));
        routed.Seat.In(routed.Topic).SendText("Какой высоты?", replyTo: card);
        var answer = await client.NextAsync($"Ответ по заявке №{id}");
        client.SendText("Три метра", replyTo: answer);
        var addition = await routed.Seat.NextAsync($"Клиент добавил к заявке №{id}");
        client.SendPhoto("Вот такая", replyTo: answer);
        var photo = await routed.Seat.NextAsync(message => message.FromBot && message.Kind == MessageKind.Photo, TimeSpan.FromSeconds(30));
        await routed.Seat.Press(card, "Закрыть заявку").AnswerAsync(TimeSpan.FromSeconds(30));
        await routed.Seat.WaitForEditAsync(card, message => message.Button("Открыть заявку") is not null);

        Assert.Equal([routed.Topic.Id, routed.Topic.Id], [addition.TopicId, photo.TopicId]);
        await routed.OutboxIsEmptyAsync();
        Assert.Empty(NumbersOfCards(routed.Bot.Manager.Chat));
        Assert.DoesNotContain(
            routed.Bot.Manager.Chat.Messages, message => message.FromBot && message.Text.Contains('№', StringComparison.Ordinal));
        await routed.Bot.AssertAllIsHandledAsync();
        routed.Bot.AssertCallsFitTheBotApi();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_card_that_somebody_deleted_comes_anew_to_its_topic_or_to_general_if_that_is_gone(bool isTopicDeleted)
    {
        await using var routed = await CreateAsync();
        var client = routed.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await routed.Seat.NextAsync($"🟢 №{id}");
        await routed.OutboxIsEmptyAsync();
        await routed.Bot.StopAsync();
        routed.Seat.Press(card, "В работу");
        if (isTopicDeleted)
        {
            routed.Topic.Delete();
        }
        else
        {
            await new TelegramBotClient(new TelegramBotClientOptions(routed.Bot.Telegram.Token, routed.Bot.Settings.TelegramApiUrl))
                .DeleteMessage(routed.Group.Id, card.Id);
        }

        await routed.Bot.StartAsync();

        int? place = isTopicDeleted ? null : routed.Topic.Id;
        var anew = await routed.Seat.NextAsync($"🟢 №{id}");
        Assert.Equal(place, anew.TopicId);
        Assert.Contains("В работе", anew.Text, StringComparison.Ordinal);
        await routed.OutboxIsEmptyAsync();
        client.SendText("Три метра");
        await client.AddToTicketAsync(id);
        Assert.Equal(place, (await routed.Seat.NextAsync($"Клиент добавил к заявке №{id}")).TopicId);
        await routed.Bot.AssertAllIsHandledAsync();
        routed.Bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task A_changed_route_concerns_new_tickets_only_and_the_old_card_stays_in_step()
    {
        await using var routed = await CreateAsync();
        var client = routed.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await routed.Seat.NextAsync($"🟢 №{id}");
        await routed.OutboxIsEmptyAsync();
        await routed.Bot.StopAsync();
        routed.Bot.Settings = WithRoutes(
            routed.Bot.Settings, new TicketRoute(Routed, routed.Bot.Manager.Id), new TicketRoute("Знаки", routed.Group.Id));
        await routed.Bot.StartAsync();

        routed.Seat.In(routed.Topic).SendText("Какой высоты?", replyTo: card);
        client.SendText("Три метра", replyTo: await client.NextAsync($"Ответ по заявке №{id}"));
        await routed.Seat.NextAsync($"Клиент добавил к заявке №{id}");
        await routed.Seat.Press(card, "Закрыть заявку").AnswerAsync(TimeSpan.FromSeconds(30));
        await routed.Seat.WaitForEditAsync(card, message => message.Button("Открыть заявку") is not null);
        var later = await routed.Bot.NewClient().OrderAsync(TypedForm.Ordinary);
        await routed.Bot.Manager.Chat.NextAsync($"🟢 №{later}");

        await routed.OutboxIsEmptyAsync();
        Assert.Equal([later], NumbersOfCards(routed.Bot.Manager.Chat));
        Assert.Equal([id], NumbersOfCards(routed.Seat));
    }

    [Fact]
    public async Task A_card_that_waits_for_a_chat_whose_route_was_taken_out_comes_to_the_default_chat_with_what_was_added()
    {
        await using var routed = await CreateAsync();
        routed.Group.RemoveBot();
        var id = await routed.Bot.NewClient().OrderAsync(TypedForm.Ordinary);
        await routed.Bot.AssertAllIsHandledAsync();
        await routed.Bot.StopAsync();
        routed.Bot.Settings = WithRoutes(routed.Bot.Settings);

        await routed.Bot.StartAsync();

        await routed.Bot.Manager.Chat.NextAsync($"🟢 №{id}");
    }

    [Fact]
    public async Task A_card_that_waits_for_a_former_default_chat_goes_to_the_chat_of_its_direction_only()
    {
        await using var routed = await CreateAsync();
        await routed.Bot.StopAsync();
        await routed.Bot.Database.ExecuteAsync(
            """
            insert into tickets (user_id, direction) values (42, 'Стелы'), (42, 'Знаки');
            insert into outbox (chat_id, kind, ticket_id) select -77, 'card', id from tickets order by id
            """);

        await routed.Bot.StartAsync();

        Assert.Equal(routed.Topic.Id, (await routed.Seat.NextAsync("🟢 №1")).TopicId);
        await routed.Bot.Manager.Chat.NextAsync("🟢 №2");
        await routed.OutboxIsEmptyAsync();
        Assert.Equal([1], NumbersOfCards(routed.Seat));
        Assert.Equal([2], NumbersOfCards(routed.Bot.Manager.Chat));
    }

    [Fact]
    public async Task A_routed_group_that_becomes_a_supergroup_gets_its_tickets_there()
    {
        Group? group = null;
        Person? maria = null;
        await using var bot = await BotUnderTest.CreateAsync(settings: (settings, telegram) =>
        {
            maria = telegram.AddPerson("Мария");
            group = telegram.AddGroup("Стелы", maria);
            return WithRoutes(settings, new TicketRoute(Routed, group.Id));
        });
        var upgraded = group!.UpgradeToSupergroup();

        var id = await bot.NewClient().OrderAsync(TypedForm.Ordinary);

        await upgraded.Seat(maria!).NextAsync($"🟢 №{id}");
        Assert.Empty(NumbersOfCards(bot.Manager.Chat));
        Assert.Contains(bot.Log.All, line => line.Contains("or vizteh.routes in the place of", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_program_reads_routes_and_managers_from_its_file_and_names_a_direction_that_nobody_can_choose()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await using var telegram = await BotApiServer.StartAsync(new BotApiOptions { DefaultTimeout = TimeSpan.FromSeconds(60) });
        var (petr, maria) = (telegram.AddPerson("Пётр"), telegram.AddPerson("Мария"));
        petr.Chat.SendText("/start");
        var group = telegram.AddSupergroup("Стелы", petr, maria);
        var folder = Directory.CreateTempSubdirectory("vizteh-routes-");
        try
        {
            var settings = BotEnvironment.Of(database.Details, telegram, [petr.Id]);
            settings["HOCON_FILE"] = Path.Combine(folder.FullName, HoconFile.FileName);
            var section = string.Create(
                CultureInfo.InvariantCulture,
                $"vizteh.routes = [ {{ directions = [\"Стелы\"], chat = {group.Id} }} ]\nvizteh.managers = [{maria.Id}]\n");
            await File.WriteAllTextAsync(settings["HOCON_FILE"], $"{await File.ReadAllTextAsync(HoconFile.DefaultPath)}\n{section}");
            await using (BotProcess.Start(settings))
            {
                var id = await telegram.AddPerson("Анна", phone: "+79161234567").Chat.OrderAsync(TypedForm.Ordinary);
                var card = await group.Seat(maria).NextAsync($"🟢 №{id}");
                Assert.Contains(
                    "из списка", (await group.Seat(petr).Press(card, "В работу").AnswerAsync(TimeSpan.FromSeconds(30))).Text,
                    StringComparison.Ordinal);
                await group.Seat(maria).Press(card, "В работу").AnswerAsync(TimeSpan.FromSeconds(30));
                await group.Seat(maria).WaitForEditAsync(
                    card, message => message.Text.Contains("В работе", StringComparison.Ordinal));
            }

            await File.WriteAllTextAsync(
                settings["HOCON_FILE"],
                $"{await File.ReadAllTextAsync(HoconFile.DefaultPath)}\n{section.Replace("Стелы", "Стела", StringComparison.Ordinal)}");
            await using var refused = BotProcess.Start(settings);
            // Only then is its output read to the end.
            await refused.WaitForExitAsync(TimeSpan.FromSeconds(60));
            Assert.Contains(refused.Lines, line => line.Contains("vizteh.routes, route 1: directions has", StringComparison.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<long> NumbersOfCards(ChatParticipant seat) =>
        seat.Messages.Where(message => message.FromBot && message.InlineButtons.Length > 0).Select(ClientDialogue.NumberIn);

    private static BotSettings WithRoutes(BotSettings settings, params IReadOnlyList<TicketRoute> routes) =>
        settings with { Company = settings.Company with { Routes = routes } };

    private static async Task<RoutedBot> CreateAsync()
    {
        Group? group = null;
        Topic? topic = null;
        Person? manager = null;
        var bot = await BotUnderTest.CreateAsync(settings: (settings, telegram) =>
        {
            manager = telegram.AddPerson("Мария", username: "maria");
            group = telegram.AddSupergroup("Стелы", manager).WithTopics();
            topic = group.AddTopic("Заявки");
            return WithRoutes(settings, new TicketRoute(Routed, group.Id, topic.Id));
        });
        return new RoutedBot(bot, group!, topic!, group!.Seat(manager!));
    }

    /// <summary>A bot whose default chat is the manager's own; one direction has a group with a topic.</summary>
    private sealed record RoutedBot(BotUnderTest Bot, Group Group, Topic Topic, ChatParticipant Seat) : IAsyncDisposable
    {
        public Task OutboxIsEmptyAsync() => Eventually.IsTrueAsync(
            async () => (await Bot.Database.ReadAsync("select count(*) from outbox"))[0] == "0", "the outbox is empty");

        public ValueTask DisposeAsync() => Bot.DisposeAsync();
    }
}
