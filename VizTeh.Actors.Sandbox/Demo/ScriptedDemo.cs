using Npgsql;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.Clients;

namespace VizTeh.Actors.Sandbox.Demo;

/// <summary>
/// A client fills the form, with some mistakes and a kill -9 of the bot in the middle; the manager takes the ticket and closes it; the
/// row is shown.
/// </summary>
internal sealed class ScriptedDemo(DemoFixture fixture, TextWriter output)
{
    private const int KillAtQuestion = 3;

    private const string Back = "‹ Назад";

    private static readonly TimeSpan ReplyDeadline = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);

    private readonly Transcript _transcript = new(output);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var client = fixture.Telegram.AddPerson("Анна", username: "anna_client", phone: "+79161234567").Chat;
        var manager = fixture.Manager.Chat;

        manager.SendText("/start");
        await HearAsync(manager, "менеджер", cancellationToken);

        client.SendText("/start");
        await HearAsync(client, "", cancellationToken);
        // The first button begins a form, whatever the firm calls it.
        client.PressMenu(client.Menu is { } menu ? menu.Labels.First() : FormScript.Begin);
        var review = fixture.HasOtherForm
            ? await FillOtherFormAsync(client, cancellationToken)
            : await FillAsync(client, cancellationToken);
        await PressAsync(client, review, FormScript.Send, cancellationToken);
        await HearAsync(client, "принята", cancellationToken);

        var card = await HearAsync(manager, "№", cancellationToken);
        if (card.Button("В работу") is not null)
        {
            await PressAsync(manager, card, "В работу", cancellationToken);
            await manager.WaitForEditAsync(card, message => message.Button("В работу") is null, ReplyDeadline, cancellationToken);
        }

        await PressAsync(manager, card, "Закрыть заявку", cancellationToken);
        await manager.WaitForEditAsync(
            card, message => message.Button(Back) is not null || message.Button("Открыть заявку") is not null, ReplyDeadline,
            cancellationToken);
        // A firm with outcomes: the first of them.
        if (card.Button(Back) is not null)
        {
            Show(manager);
            await PressAsync(manager, card, card.InlineButtons[0][0].Label, cancellationToken);
        }

        await manager.WaitForEditAsync(card, message => message.Button("Открыть заявку") is not null, ReplyDeadline, cancellationToken);
        Show(client);
        Show(manager);

        _transcript.Say("");
        _transcript.Say("The row in PostgreSQL:");
        await ShowNewestTicketAsync(cancellationToken);
    }

    /// <summary>The form as shipped.</summary>
    /// <returns>The review.</returns>
    private async Task<ChatMessage> FillAsync(ChatParticipant client, CancellationToken cancellationToken)
    {
        await HearQuestionAsync("Имя");
        client.SendSticker();
        await HearQuestionAsync("Имя");
        client.SendText("Анна Смирнова");
        await HearQuestionAsync("Организация");
        client.SendText("ООО «Ромашка» & <сыновья>");
        await HearQuestionAsync("Город");
        await KillBotAsync(cancellationToken);
        client.SendText("Тверь");
        var directions = await HearQuestionAsync("Направление");
        await PressAsync(client, directions, "Стелы", cancellationToken);
        await HearQuestionAsync("Описание");
        client.SendText("Въездная стела с подсветкой,\nвысота 6 метров.");
        await HearQuestionAsync("Телефон");
        client.SendText("позвоните мне");
        await HearQuestionAsync("Телефон");
        client.ShareOwnContact();
        var review = await HearAsync(client, FormScript.Review, cancellationToken);
        await PressAsync(client, review, "Изменить", cancellationToken);
        var answers = await HearAsync(client, "Что поправить?", cancellationToken);
        await PressAsync(client, answers, "Город", cancellationToken);
        var city = await HearQuestionAsync("Город");
        await PressAsync(client, city, FormScript.KeepAnswer, cancellationToken);
        return await HearAsync(client, FormScript.Review, cancellationToken);

        Task<ChatMessage> HearQuestionAsync(string label) =>
            HearAsync(client, FormScript.Questions.Single(question => question.Label == label).KeyWord, cancellationToken);
    }

    /// <summary>A form that is known from the screen only.</summary>
    /// <returns>The review.</returns>
    private async Task<ChatMessage> FillOtherFormAsync(ChatParticipant client, CancellationToken cancellationToken)
    {
        // The same answers at every run.
        var random = new Random(1);
        var (asked, refusals) = ("", 0);
        for (var count = 1; ; count++)
        {
            var message = await client.NextAsync(
                heard => heard.Button(FormScript.Send) is not null || QuestionOnScreen.In(heard, client.Menu) is not null,
                ReplyDeadline, cancellationToken);
            Show(client);
            if (message.Button(FormScript.Send) is not null)
                return message;
            if (count == KillAtQuestion)
                await KillBotAsync(cancellationToken);

            refusals = asked.Length > 0 && message.Text.EndsWith(asked, StringComparison.Ordinal) ? refusals + 1 : 0;
            asked = refusals == 0 ? message.Text : asked;
            var answer = QuestionOnScreen.In(message, client.Menu)!.Answer(1, random, refusals);
            foreach (var label in answer.Pressed)
                await PressAsync(client, message, label, cancellationToken);
            if (answer.Typed is { } text)
                client.SendText(text);
        }
    }

    private async Task<ChatMessage> HearAsync(ChatParticipant participant, string containing, CancellationToken cancellationToken)
    {
        var message = await participant.NextAsync(containing, ReplyDeadline, cancellationToken);
        Show(participant);
        return message;
    }

    private void Show(ChatParticipant participant) =>
        _transcript.ShowNew(participant, participant.Person == fixture.Manager ? "менеджер" : participant.Person.FirstName);

    private async Task KillBotAsync(CancellationToken cancellationToken)
    {
        await LetReplySettleAsync(cancellationToken);
        _transcript.Say("");
        _transcript.Say("*** kill -9: the bot dies in the middle of the form, and is started again ***");
        await fixture.KillAndRestartBotAsync(cancellationToken);
        _transcript.Say($"*** the bot runs again as process {fixture.Bot!.Id}; the client just goes on ***");
        _transcript.Say("");
    }

    /// <summary>
    /// Waits until the bot has recorded that the last message is handled. A bot killed between sending a question and that record would
    /// send the question again after its start: correct, but confusing in a demo.
    /// </summary>
    private async Task LetReplySettleAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(ReplyDeadline);
        await using var database = NpgsqlDataSource.Create(fixture.Database.ConnectionString);
        using var timer = new PeriodicTimer(LookInterval);
        do
        {
            await using var command = database.CreateCommand("select count(*) from inbox where set_aside_at is null");
            if (await command.ExecuteScalarAsync(deadline.Token) is 0L)
                return;
        }
        while (await timer.WaitForNextTickAsync(deadline.Token));
    }

    private async Task PressAsync(ChatParticipant participant, ChatMessage message, string label, CancellationToken cancellationToken)
    {
        _transcript.Say($"{participant.Person.FirstName} нажимает [{label}]");
        var answer = await participant.Press(message, label).AnswerAsync(ReplyDeadline).WaitAsync(cancellationToken);
        if (answer.Text.Length > 0)
            _transcript.Say($"  бот отвечает на нажатие: {answer.Text}");
    }

    private async Task ShowNewestTicketAsync(CancellationToken cancellationToken)
    {
        await using var database = NpgsqlDataSource.Create(fixture.Database.ConnectionString);
        await using var command = database.CreateCommand("select * from tickets order by id desc limit 1");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            throw new InvalidOperationException("There is no ticket in the table: the demo failed.");
        for (var column = 0; column < reader.FieldCount; column++)
            _transcript.Say($"  {reader.GetName(column),-14} {Transcript.Value(reader, column)}");
    }
}
