using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>Messages that do not answer the question on the screen, with the whole program over HTTP.</summary>
public sealed class EarlyMessageTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    // Messages dated by this clock were sent a minute ago.
    private readonly SteppedClock _telegramClock = new(TimeProvider.System);

    [Fact]
    public async Task What_a_client_wrote_while_the_bot_was_down_is_no_answer_and_the_question_is_repeated_once()
    {
        await using var bot = await CreateAsync(start: false);
        var client = WriteWhileDown(bot, "Оставить заявку", "Ау", "Вы тут?", "Алло");

        await bot.StartAsync();
        await QuestionIsRepeatedOnceAsync(bot, client);

        await AnswerIsTakenAsync(bot, client);
    }

    [Fact]
    public async Task So_it_is_when_the_bot_dies_before_the_question_is_said()
    {
        await using var bot = await CreateAsync(start: false);
        var client = WriteWhileDown(bot, "Оставить заявку", "Ау", "Вы тут?");
        var unreachable = bot.Telegram.Faults.Inject(
            Fault.ResetBeforeExecution() with { Method = "sendMessage", ChatId = client.ChatId, Times = null });
        await bot.StartAsync();
        await unreachable.WaitForHitsAsync();

        await bot.StopAsync();
        bot.Telegram.Faults.Clear();
        await bot.StartAsync();

        await QuestionIsRepeatedOnceAsync(bot, client);
        await AnswerIsTakenAsync(bot, client);
    }

    [Fact]
    public async Task What_a_client_writes_while_the_question_is_on_its_way_is_no_answer()
    {
        await using var bot = await CreateAsync();
        var client = bot.NewClient();
        var stalled = bot.Telegram.Faults.Inject(Fault.Stall() with { Method = "sendMessage", ChatId = client.ChatId });
        client.SendText("Оставить заявку");
        await stalled.WaitForHitsAsync();
        client.SendText("Ау");
        await bot.Telegram.Updates.WaitUntilConfirmedAsync(Soon);
        stalled.Release();

        await client.NextAsync("обращаться");
        await client.NextAsync("раньше вопроса");
        await AnswerIsTakenAsync(bot, client);
    }

    [Fact]
    public async Task An_answer_to_the_first_copy_of_a_question_that_is_said_twice_is_taken()
    {
        await using var bot = await CreateAsync();
        var client = bot.NewClient();
        bot.Telegram.Faults.Inject(Fault.ExecuteThenReset() with { Method = "sendMessage", ChatId = client.ChatId });
        client.SendText("Оставить заявку");
        await client.NextAsync("обращаться");

        client.SendText("Анна");

        await client.NextAsync("организац");
        Assert.Equal(["Анна"], await NamesAsync(bot));
    }

    [Fact]
    public async Task A_text_that_telegram_cuts_in_two_is_too_long_once_and_its_tail_is_no_answer()
    {
        await using var bot = await CreateAsync();
        var client = await BeginAsync(bot);
        var said = client.Messages.Count(message => message.FromBot);

        var last = client.SendText(new string('я', 4_904));
        Assert.Equal(808, last.Text.Length);

        await client.NextAsync("слишком длинным");
        await bot.AssertAllIsHandledAsync();
        Assert.Equal(said + 1, client.Messages.Count(message => message.FromBot));
        _telegramClock.Step(TimeSpan.FromSeconds(3));
        await AnswerIsTakenAsync(bot, client);
    }

    [Fact]
    public async Task Its_tail_is_no_answer_either_when_it_comes_after_a_restart()
    {
        await using var bot = await CreateAsync();
        var client = await BeginAsync(bot);
        var first = client.SendText(new string('я', 4_096));
        await client.NextAsync("слишком длинным");
        await bot.AssertAllIsHandledAsync();
        await bot.StopAsync();
        _telegramClock.Step(first.Date - _telegramClock.GetUtcNow());
        client.SendText("хвост");

        await bot.StartAsync();
        await bot.AssertAllIsHandledAsync();
        Assert.Equal(2, client.Messages.Count(message => message.FromBot));
        _telegramClock.Step(TimeSpan.FromSeconds(3));
        await AnswerIsTakenAsync(bot, client);
    }

    [Fact]
    public async Task A_swipe_on_an_earlier_question_is_no_answer_to_the_present_one()
    {
        await using var bot = await CreateAsync();
        var client = bot.NewClient();
        client.SendText("Оставить заявку");
        var name = await client.NextAsync("обращаться");
        client.SendText("Анна");
        var organization = await client.NextAsync("организац");

        client.SendText("Ольга", replyTo: name);
        await client.NextAsync("другой вопрос");
        client.SendText("ООО", replyTo: organization);
        await client.NextAsync("город");
    }

    private Task<BotUnderTest> CreateAsync(bool start = true)
    {
        _telegramClock.Step(TimeSpan.FromMinutes(-1));
        return BotUnderTest.CreateAsync(start: start, telegramClock: _telegramClock);
    }

    /// <summary>Messages that wait at Telegram when the bot starts.</summary>
    private static ChatParticipant WriteWhileDown(BotUnderTest bot, params string[] texts)
    {
        var client = bot.NewClient();
        foreach (var text in texts)
            client.SendText(text);
        return client;
    }

    /// <summary>A client at the first question.</summary>
    private static async Task<ChatParticipant> BeginAsync(BotUnderTest bot)
    {
        var client = bot.NewClient();
        client.SendText("Оставить заявку");
        await client.NextAsync("обращаться");
        return client;
    }

    private static async Task QuestionIsRepeatedOnceAsync(BotUnderTest bot, ChatParticipant client)
    {
        await client.NextAsync("обращаться");
        await client.NextAsync("раньше вопроса");
        await bot.AssertAllIsHandledAsync();
        Assert.Equal(2, client.Messages.Count(message => message.FromBot));
    }

    /// <summary>Asserts that the name sent now is stored, and nothing sent before.</summary>
    private static async Task AnswerIsTakenAsync(BotUnderTest bot, ChatParticipant client)
    {
        client.SendText("Анна");
        await client.NextAsync("организац");
        Assert.Equal(["Анна"], await NamesAsync(bot));
    }

    private static Task<IReadOnlyList<string>> NamesAsync(BotUnderTest bot) => bot.Database.ReadAsync(
        """
        select convert_from(message, 'utf8')::json #>> '{answer,value}' from akka.journal
         where manifest = 'conversation.answered.v2' and convert_from(message, 'utf8')::json #>> '{answer,id}' = 'name'
        """);
}
