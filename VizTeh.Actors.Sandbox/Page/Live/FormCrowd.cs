using System.Globalization;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Sandbox.Clients;
using VizTeh.Actors.Sandbox.Durability;

namespace VizTeh.Actors.Sandbox.Page.Live;

/// <summary>The progress of a crowd.</summary>
/// <param name="Questions">Questions answered so far, of <paramref name="Clients"/> × 7 with the review.</param>
/// <param name="Tickets">Clients that were told the number of their ticket.</param>
/// <param name="Failed">Clients that gave up waiting.</param>
internal sealed record CrowdProgress(
    bool IsRunning, int Clients, int Questions, int Tickets, int Failed, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt)
{
    public static CrowdProgress None { get; } = new(false, 0, 0, 0, 0, null, null);
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
            _progress = new CrowdProgress(true, clients, 0, 0, 0, clock.GetUtcNow(), null);
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
            // Clients begin at different moments, as people do.
            await ThinkAsync(2);
            participant.ReadAll();
            if (round > 1)
            {
                // Cancels a form that an earlier, stopped round left unfinished.
                participant.SendText("/cancel");
                await participant.NextAsync(_ => true, Patience, cancellationToken);
            }

            participant.SendText(FormScript.Begin);
            foreach (var question in Speech.Questions)
            {
                var asked = await HearAsync(question);
                await ThinkAsync(1);
                var answer = AnswerTo(question.Question, number, random);
                if (question.Question.Kind == ScriptedKind.Choice && random.Next(2) == 0)
                    participant.Press(asked, answer);
                else
                    participant.SendText(answer);
                Note(progress => progress with { Questions = progress.Questions + 1 });
            }

            var review = await HearAsync(Speech.Review);
            await ThinkAsync(1);
            participant.Press(review, FormScript.Send);
            Note(progress => progress with { Questions = progress.Questions + 1 });
            await HearAsync(Speech.Accepted);
            Note(progress => progress with { Tickets = progress.Tickets + 1 });
        }
        catch (Exception gone) when (gone is OperationCanceledException or TimeoutException or InvalidOperationException)
        {
            Note(progress => progress with { Failed = progress.Failed + 1 });
        }

        Task ThinkAsync(int times) => Task.Delay(MostThought * times * random.NextDouble(), clock, cancellationToken);

        Task<ChatMessage> HearAsync(Speech awaited) =>
            participant.NextAsync(message => BotSpeech.Of(message) == awaited, Patience, cancellationToken);
    }

    private static string AnswerTo(ScriptedQuestion question, int number, Random random) => question.Kind == ScriptedKind.Phone
        ? string.Create(CultureInfo.InvariantCulture, $"8 900 {number:000}-{random.Next(100):00}-{random.Next(100):00}")
        : question.Answers[random.Next(question.Answers.Length)];

    private void Note(Func<CrowdProgress, CrowdProgress> change)
    {
        lock (_lock)
            _progress = change(_progress);
    }
}
