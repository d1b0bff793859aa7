using Npgsql;
using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Sandbox.Demo;

/// <summary>Lets the user at the terminal play the clients and the manager, and kill the bot.</summary>
internal sealed class TerminalChat(DemoFixture fixture, TextReader input, TextWriter output)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(200);

    private const string Help =
        """
        You are a client. Type what the client would write; the menu's labels may be typed too. Other words:
          #LABEL       press the inline button with that label on the newest message that has it, e.g. #Отправить
          =N           be client N (a new one appears when first named); =m is the manager
          !contact     share the own contact     !sticker !photo !voice   send one (!photo TEXT with a caption)
          !kill        kill -9 the bot and start it again
          !rows        show the tickets          !quit, or Ctrl+C   leave
        """;

    private readonly Transcript _transcript = new(output);
    private readonly Dictionary<string, ChatParticipant> _participants = new() { ["m"] = fixture.Manager.Chat };
    private readonly Lock _lock = new();
    private string _current = "1";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _transcript.Say(Help);
        Seat("1");
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var showing = ShowAsync(ended.Token);
        try
        {
            while (await ReadLineAsync(cancellationToken) is { } line && line.Trim() != "!quit")
                await DoOrExplainAsync(line.Trim(), cancellationToken);
        }
        finally
        {
            await ended.CancelAsync();
            await showing;
        }
    }

    /// <summary>
    /// The next line, or an <see cref="OperationCanceledException"/>. Reading from a terminal cannot be cancelled, so after Ctrl+C a thread
    /// of the pool stays blocked in the read until the process exits.
    /// </summary>
    private Task<string?> ReadLineAsync(CancellationToken cancellationToken) =>
        Task.Run(input.ReadLine, cancellationToken).WaitAsync(cancellationToken);

    private async Task DoOrExplainAsync(string line, CancellationToken cancellationToken)
    {
        try
        {
            await DoAsync(line, cancellationToken);
        }
        catch (Exception mistake) when (mistake is InvalidOperationException or ArgumentException or TimeoutException or NpgsqlException)
        {
            _transcript.Say($"({mistake.Message})");
        }
    }

    private async Task DoAsync(string line, CancellationToken cancellationToken)
    {
        var participant = Seat(_current);
        switch (line)
        {
            case "":
                break;
            case "!contact":
                participant.ShareOwnContact();
                break;
            case "!sticker":
                participant.SendSticker();
                break;
            case "!voice":
                participant.SendVoice();
                break;
            case "!kill":
                await fixture.KillAndRestartBotAsync(cancellationToken);
                _transcript.Say(
                    $"(the bot was killed and runs again as process {fixture.Bot!.Id}; what it had said a moment before may come twice)");
                break;
            case "!rows":
                await ShowTicketsAsync(cancellationToken);
                break;
            case ['=', .. var who] when who.Length > 0:
                Seat(_current = who);
                _transcript.Say($"(you are {NameOf(who)})");
                break;
            case ['#', .. var label]:
                var message = participant.Messages.LastOrDefault(shown => shown.Button(label) is not null)
                    ?? throw new InvalidOperationException($"no message has a button [{label}]");
                var answer = await participant.Press(message, label).AnswerAsync(TimeSpan.FromSeconds(20)).WaitAsync(cancellationToken);
                if (answer.Text.Length > 0)
                    _transcript.Say($"(the button answers: {answer.Text})");
                break;
            case var photo when photo.StartsWith("!photo", StringComparison.Ordinal):
                participant.SendPhoto(photo.Length > 7 ? photo[7..] : null);
                break;
            case ['!', ..]:
                _transcript.Say(Help);
                break;
            default:
                participant.SendText(line);
                break;
        }
    }

    private ChatParticipant Seat(string who)
    {
        lock (_lock)
        {
            if (!_participants.TryGetValue(who, out var participant))
                _participants.Add(who, participant = fixture.Telegram.AddPerson(NameOf(who), phone: "+79160000000").Chat);
            return participant;
        }
    }

    private static string NameOf(string who) => who == "m" ? "менеджер" : $"Клиент {who}";

    private async Task ShowAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                KeyValuePair<string, ChatParticipant>[] participants;
                lock (_lock)
                    participants = [.. _participants];
                foreach (var (who, participant) in participants)
                    _transcript.ShowNew(participant, NameOf(who));
            }
        }
        catch (OperationCanceledException)
        {
            // The user has left.
        }
    }

    private async Task ShowTicketsAsync(CancellationToken cancellationToken)
    {
        await using var database = NpgsqlDataSource.Create(fixture.Database.ConnectionString);
        await using var command = database.CreateCommand(
            "select id, status, name, org, city, direction, phone, close_at from tickets order by id desc limit 20");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            _transcript.Say(string.Join(" | ", Enumerable.Range(0, reader.FieldCount)
                .Select(column => Transcript.Value(reader, column))));
        }
    }
}
