using System.Text.RegularExpressions;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>
/// An older dump was restored: its numbers are assigned again, while the cards of the lost tickets are still in the chat.
/// </summary>
public sealed partial class LostTicketTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_button_of_a_lost_tickets_card_asks_and_leaves_the_new_ticket_of_that_number_alone()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var lost = await managers.OrderAsync();
        var lostCard = await managers.Seat.NextAsync($"№{lost}");
        await managers.OutboxIsEmptyAsync();
        await ForgetTicketsAsync(managers.Bot.Database);
        Assert.Equal(lost, await managers.OrderAsync());
        var card = await managers.Seat.NextAsync($"№{lost}");
        await managers.OutboxIsEmptyAsync();

        var asked = await managers.Seat.Press(lostCard, "Закрыть заявку").AnswerAsync(Soon);
        await managers.OutboxIsEmptyAsync();

        Assert.True(asked.ShowAlert);
        Assert.Contains("другой заявки", asked.Text, StringComparison.Ordinal);
        Assert.Equal(["open"], await managers.Bot.Database.ReadAsync("select status from tickets"));
        Assert.NotNull(lostCard.Button("Закрыть заявку"));
        await managers.Seat.Press(card, "Закрыть заявку").AnswerAsync(Soon);
        await managers.Seat.WaitForEditAsync(card, message => message.Button("Открыть заявку") is not null);
        Assert.NotNull(lostCard.Button("Закрыть заявку"));
        managers.Bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task Whoever_wants_to_answer_on_a_lost_tickets_card_hears_that_it_is_gone_or_that_its_number_is_anothers()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var lost = await managers.OrderAsync();
        var lostCard = await managers.Seat.NextAsync($"№{lost}");
        await managers.OutboxIsEmptyAsync();
        await ForgetTicketsAsync(managers.Bot.Database);

        Assert.Equal($"Заявки №{lost} нет в базе.", (await managers.Seat.Press(lostCard, "Ответить").AnswerAsync(Soon)).Text);
        Assert.Equal(lost, await managers.OrderAsync());
        await managers.Seat.NextAsync($"№{lost}");
        Assert.StartsWith(
            "Похоже, это карточка другой заявки с тем же номером.",
            (await managers.Seat.Press(lostCard, "Ответить").AnswerAsync(Soon)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(managers.Seat.Messages, message => message.Text.Contains("напишите ответ", StringComparison.Ordinal));
        managers.Bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task In_a_forum_the_card_that_a_press_asks_for_comes_to_the_topic_of_the_press()
    {
        await using var managers = await ForumGroup.CreateAsync();
        var topic = managers.Group.AddTopic("Заявки");
        await managers.Bot.Database.ExecuteAsync(
            "insert into tickets (id, user_id, name, submission_id) values (7, 42, 'Анна', gen_random_uuid())");
        var old = await managers.PostAsync("question_status:close:7:0a1b2c3d", topic.Id);

        Assert.True((await managers.Seat.PressData(old, "question_status:close:7:0a1b2c3d").AnswerAsync(Soon)).ShowAlert);

        var card = await managers.Seat.NextAsync("№7");
        Assert.Equal(topic.Id, card.TopicId);
        managers.Bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task The_command_of_the_restore_chapter_makes_numbers_go_on_above_the_lost_ones()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "operations.md"));
        var command = RaisingCommand().Match(text).Groups[1].Value;
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await database.ExecuteAsync("insert into tickets (user_id) select 1 from generate_series(1, 17)");

        Assert.Equal(["1234"], await database.ReadAsync(command));

        var create = TicketSamples.New();
        var created = await new TicketStore(database.DataSource).CreateAsync([create], [], default);
        Assert.Equal(1235, created[create.SubmissionId]);
        await database.ExecuteAsync("insert into tickets (user_id) values (1)");
        Assert.Equal(["1236"], await database.ReadAsync("select max(id) from tickets"));
        Assert.Equal(["1235"], await database.ReadAsync(command));
    }

    [GeneratedRegex("psql vizteh -c \"(update ticket_numbers[^\"]*)\"")]
    private static partial Regex RaisingCommand();

    private static Task ForgetTicketsAsync(TestDatabase database) => database.ExecuteAsync(
        "truncate tickets, ticket_history, ticket_cards, ticket_posts, answer_copies, ticket_messages, ticket_waits, ticket_mails, "
        + "ticket_numbers, outbox");
}
