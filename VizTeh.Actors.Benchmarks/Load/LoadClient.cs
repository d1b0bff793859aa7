using System.Globalization;
using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Benchmarks.Load;

/// <summary>How a person's step went.</summary>
/// <param name="Wait">From the update being there for the bot to the reply being there for the person, by the server's clock.</param>
/// <param name="EndsForm">Whether the form was sent and accepted.</param>
internal readonly record struct StepResult(TimeSpan Wait, bool EndsForm);

/// <summary>
/// A person who fills one form after another as the texts ask, pressing where there are buttons: eight updates a form. Can be left in
/// the middle of a form, and goes on there.
/// </summary>
internal sealed class LoadClient(int number, ChatParticipant participant)
{
    public const int UpdatesPerForm = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // What is done at each step, and a word of the message that it leads to; a label in brackets is pressed under the last message.
    private static readonly (string Act, string Word)[] Steps =
    [
        ("Оставить заявку", "обращаться"),
        ("Анна {0}", "организац"),
        ("ООО «Ромашка {0}»", "город"),
        ("Тверь", "направлен"),
        ("[Стелы]", "задач"),
        ("Въездная стела {0}, до конца месяца", "телефон"),
        ("+7 912 {1}", "Проверьте заявку"),
        ("[Отправить]", "принята"),
    ];

    private ChatMessage? _last;
    private int _step;
    private int _form = 1;

    public ChatParticipant Seat => participant;

    /// <summary>Where in the form this person is; 0 before its beginning.</summary>
    public int Step => _step;

    /// <summary>Takes it that the person has come so far in an earlier life of the bot, by text alone.</summary>
    public void BeginAt(int step) => _step = step;

    /// <summary>Does the next thing and waits for the reply to it.</summary>
    /// <exception cref="TimeoutException">No reply came.</exception>
    public async Task<StepResult> StepAsync(CancellationToken cancellationToken)
    {
        var (act, word) = Steps[_step];
        var began = DateTimeOffset.UtcNow;
        Act(act);
        _last = await participant.NextAsync(word, Patience, cancellationToken);
        _step = (_step + 1) % Steps.Length;
        if (_step == 0) _form++;
        return new StepResult(_last.Date - began, _step == 0);
    }

    private void Act(string act)
    {
        if (act[0] == '[')
            participant.Press(_last!, act[1..^1]);
        else
            participant.SendText(string.Format(CultureInfo.InvariantCulture, act, $"{number}-{_form}", $"{number % 10_000_000:000-00-00}"));
    }
}
