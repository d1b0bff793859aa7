using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Sandbox.Clients;

namespace VizTeh.Actors.Sandbox.Page.Live;

/// <summary>How far a crowd is.</summary>
/// <param name="Questions">Questions answered so far, and forms sent.</param>
/// <param name="PerClient">How many of them a client has before it.</param>
/// <param name="Tickets">Clients that were told the number of their ticket.</param>
/// <param name="Failed">Clients that gave up waiting.</param>
internal sealed record CrowdProgress(
    bool IsRunning, int Clients, int Questions, int PerClient, int Tickets, int Failed, DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt)
{
    public static CrowdProgress None { get; } = new(false, 0, 0, FormScript.Questions.Length + 1, 0, 0, null, null);
}

/// <summary>Many clients who fill the form at once, each at their own pace. They wait for replies and never write twice.</summary>
internal sealed class FormCrowd(BotApiServer telegram, TimeProvider clock) : IAsyncDisposable
{
    public const int MostClients = 50;
    private static readonly TimeSpan MostThought = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly List<ChatParticipant> _participants = [];
    private CancellationTokenSource _leaving = new();
    private Task _running = Task.CompletedTask;
    private CrowdProgress _progress = CrowdProgress.None;
    private int _round;

    public CrowdProgress Progress
    {
        get
        {
            lock (_lock)
                return _progress;
        }
    }

    public void Begin(int clients)
    {
        if (clients is < 1 or > MostClients)
            throw new NotPossibleException($"Клиентов может быть от 1 до {MostClients}.");
        lock (_lock)
        {
            if (_progress.IsRunning)
                throw new NotPossibleException("Клиенты уже заполняют заявки: дождитесь конца или остановите их.");
            // The same people are used again, because new ones would fill the emulator's memory.
            while (_participants.Count < clients)
            {
                _participants.Add(
                    telegram.AddPerson($"Клиент {_participants.Count + 1}", username: $"crowd_{_participants.Count + 1}").Chat);
            }
            _leaving.Dispose();
            _leaving = new CancellationTokenSource();
            _progress = CrowdProgress.None with { IsRunning = true, Clients = clients, StartedAt = clock.GetUtcNow() };
            _round++;
            _running = RunAsync([.. _participants.Take(clients)], _round, _leaving.Token);
        }
    }

    /// <summary>Stops the crowd; unfinished forms stay as they are.</summary>
    public void Stop()
    {
        lock (_lock)
            _leaving.Cancel();
    }

    public async ValueTask DisposeAsync()
    {
        Stop();
        await _running;
        _leaving.Dispose();
    }

    private async Task RunAsync(ChatParticipant[] participants, int round, CancellationToken cancellationToken)
    {
        await Task.WhenAll(participants.Select((participant, index) => FillAsync(participant, index + 1, round, cancellationToken)));
        Note(progress => progress with { IsRunning = false, EndedAt = clock.GetUtcNow() });
    }

    private async Task FillAsync(ChatParticipant participant, int number, int round, CancellationToken cancellationToken)
    {
        var random = new Random((round * 1_000) + number);
        try
        {
            // Begins at different moments, as people do.
            await ThinkAsync(2, random, cancellationToken);
            participant.ReadAll();
            if (round > 1)
            {
                // Cancels a form that an earlier, stopped round left unfinished.
                participant.SendText("/cancel");
                await participant.NextAsync(_ => true, Patience, cancellationToken);
            }

            participant.SendText(FormScript.Begin);
            var review = await AnswerAllAsync(participant, number, random, cancellationToken);
            await ThinkAsync(1, random, cancellationToken);
            PressOrSay(participant, review, FormScript.Send);
            Note(progress => progress with { Questions = progress.Questions + 1 });
            await participant.NextAsync("принята", Patience, cancellationToken);
            Note(progress => progress with { Tickets = progress.Tickets + 1 });
        }
        catch (Exception gone) when (gone is OperationCanceledException or TimeoutException or InvalidOperationException)
        {
            Note(progress => progress with { Failed = progress.Failed + 1 });
        }
    }

    /// <summary>Answers whatever is asked.</summary>
    /// <returns>The review.</returns>
    private async Task<ChatMessage> AnswerAllAsync(
        ChatParticipant participant, int number, Random random, CancellationToken cancellationToken)
    {
        var (asked, attempt) = ("", 0);
        while (true)
        {
            // The same text once more is a repeat, as after a crash.
            var message = await participant.NextAsync(
                heard => heard.Button(FormScript.Send) is not null
                    || (heard.Text != asked && QuestionOnScreen.In(heard, participant.Menu) is not null),
                Patience, cancellationToken);
            if (message.Button(FormScript.Send) is not null)
                return message;
            var question = QuestionOnScreen.In(message, participant.Menu)!;
            var isRefused = asked.Length > 0 && message.Text.EndsWith(asked, StringComparison.Ordinal);
            if (!isRefused)
                asked = message.Text;
            attempt = isRefused ? attempt + 1 : 0;
            await ThinkAsync(1, random, cancellationToken);
            var answer = question.Answer(number, random, attempt);
            foreach (var label in answer.Pressed)
                PressOrSay(participant, message, label);
            if (answer.Typed is { } text)
                participant.SendText(text);
            if (!isRefused)
                Note(progress => progress with { Questions = progress.Questions + 1, PerClient = question.Count + 1 });
        }
    }

    private static void PressOrSay(ChatParticipant participant, ChatMessage message, string label)
    {
        try
        {
            participant.Press(message, label);
        }
        catch (InvalidOperationException)
        {
            // The button has gone, as when the bot died and asked once more.
            participant.SendText(label);
        }
    }

    private Task ThinkAsync(int times, Random random, CancellationToken cancellationToken) =>
        Task.Delay(MostThought * times * random.NextDouble(), clock, cancellationToken);

    private void Note(Func<CrowdProgress, CrowdProgress> change)
    {
        lock (_lock)
            _progress = change(_progress);
    }
}
