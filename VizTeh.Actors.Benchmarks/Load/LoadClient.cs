using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.Clients;

namespace VizTeh.Actors.Benchmarks.Load;

/// <summary>The result of a person's step.</summary>
/// <param name="Wait">From the moment when the update is available to the bot to the moment when the reply is available to the person, by
/// the server's clock.</param>
/// <param name="EndsForm">Whether the form was sent and accepted.</param>
internal readonly record struct StepResult(TimeSpan Wait, bool EndsForm);

/// <summary>
/// A person who fills one form after another as the texts ask, pressing where there are buttons: an update a question and two more a form.
/// Can be left in the middle of a form, and goes on there.
/// </summary>
internal sealed class LoadClient(int number, ChatParticipant participant)
{
    /// <summary>The beginning, an answer to each question, and the sending.</summary>
    public static readonly int UpdatesPerForm = FormScript.Questions.Length + 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private ChatMessage? _last;
    private int _step;
    private int _form = 1;

    public ChatParticipant Seat => participant;

    /// <summary>The person's step in the form; 0 before its beginning.</summary>
    public int Step => _step;

    /// <summary>Sets the step that the person reached, by text alone, with an earlier incarnation of the bot.</summary>
    public void BeginAt(int step) => _step = step;

    /// <summary>Does the next step and waits for its reply.</summary>
    /// <exception cref="TimeoutException">No reply came.</exception>
    public async Task<StepResult> StepAsync(CancellationToken cancellationToken)
    {
        var began = DateTimeOffset.UtcNow;
        var word = Act(_step);
        _last = await participant.NextAsync(word, Patience, cancellationToken);
        _step = (_step + 1) % UpdatesPerForm;
        if (_step == 0)
            _form++;
        return new StepResult(_last.Date - began, _step == 0);
    }

    /// <returns>A word of the message that the step leads to.</returns>
    private string Act(int step)
    {
        if (step == 0)
        {
            participant.SendText(FormScript.Begin);
            return FormScript.Questions[0].KeyWord;
        }

        if (step > FormScript.Questions.Length)
        {
            participant.Press(_last!, FormScript.Send);
            return "принята";
        }

        var question = FormScript.Questions[step - 1];
        var answer = question.MarkedAnswer(number, _form, step, question.Answers[0]);
        if (question.Kind == ScriptedKind.Choice)
            participant.Press(_last!, answer);
        else
            participant.SendText(answer);
        return FormScript.KeyWordAfter(step - 1);
    }
}
