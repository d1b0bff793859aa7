using Npgsql;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.Clients;

namespace VizTeh.Actors.Sandbox.Demo;

/// <summary>
/// A client fills the form, with some mistakes and a kill -9 of the bot in the middle; the manager closes the ticket; the row is shown.
/// </summary>
internal sealed class ScriptedDemo(DemoFixture fixture, TextWriter output)
{
    private static readonly TimeSpan ReplyDeadline = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);

    private readonly Transcript _transcript = new(output);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var anna = fixture.Telegram.AddPerson("Анна", username: "anna_client", phone: "+79161234567");
        var client = anna.Chat;
        var manager = fixture.Manager.Chat;

        manager.SendText("/start");
        await HearAsync(manager, "менеджер");

        client.SendText("/start");
        await HearAsync(client, "");
        client.PressMenu(FormScript.Begin);
        await HearAsync(client, Asked("Имя"));
        client.SendSticker();
        await HearAsync(client, Asked("Имя"));
        client.SendText("Анна Смирнова");
        await HearAsync(client, Asked("Организация"));
        client.SendText("ООО «Ромашка» & <сыновья>");
        await HearAsync(client, Asked("Город"));

        await LetReplySettleAsync(cancellationToken);
        _transcript.Say("");
        _transcript.Say("*** kill -9: the bot dies in the middle of the form, and is started again ***");
        await fixture.KillAndRestartBotAsync(cancellationToken);
        _transcript.Say($"*** the bot runs again as process {fixture.Bot!.Id}; the client just goes on ***");
        _transcript.Say("");

        client.SendText("Тверь");
        var directions = await HearAsync(client, Asked("Направление"));
        await PressAsync(client, directions, "Стелы", cancellationToken);
        await HearAsync(client, Asked("Описание"));
        client.SendText("Въездная стела с подсветкой,\nвысота 6 метров.");
        await HearAsync(client, Asked("Телефон"));
        client.SendText("позвоните мне");
        await HearAsync(client, Asked("Телефон"));
        client.ShareOwnContact();
        var review = await client.NextAsync(message => message.Button("Отправить") is not null, ReplyDeadline, cancellationToken);
        Show();
        await PressAsync(client, review, "Отправить", cancellationToken);
        await HearAsync(client, "№");

        var card = await HearAsync(manager, "№");
        await PressAsync(manager, card, "Закрыть заявку", cancellationToken);
        await manager.WaitForEditAsync(card, message => message.Button("Открыть заявку") is not null, ReplyDeadline, cancellationToken);
        Show();

        _transcript.Say("");
        _transcript.Say("The row in PostgreSQL:");
        await ShowNewestTicketAsync(cancellationToken);

        static string Asked(string label) => FormScript.Questions.Single(question => question.Label == label).KeyWord;

        async Task<ChatMessage> HearAsync(ChatParticipant participant, string containing)
        {
            var message = await participant.NextAsync(containing, ReplyDeadline, cancellationToken);
            Show();
            return message;
        }

        void Show()
        {
            _transcript.ShowNew(client, "Анна");
            _transcript.ShowNew(manager, "менеджер");
        }
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
