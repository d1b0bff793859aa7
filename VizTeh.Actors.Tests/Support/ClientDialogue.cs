using System.Collections.Immutable;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.Clients;

namespace VizTeh.Actors.Tests.Support;

/// <summary>A client's answers in the form, by the column that stores each.</summary>
internal sealed record TypedForm(ImmutableDictionary<string, string> Answers)
{
    public static TypedForm Ordinary { get; } =
        new(FormScript.Questions.ToImmutableDictionary(question => question.Column!, question => question.Answers[0]));

    public string this[string column] => Answers[column];

    /// <summary>The answers in the order of the questions.</summary>
    public IEnumerable<string> InOrder => FormScript.Questions.Select(question => Answers[question.Column!]);

    public TypedForm With(string column, string answer) => new(Answers.SetItem(column, answer));
}

/// <summary>The steps of a client's dialogue, each ended by the bot's reply to it.</summary>
internal static class ClientDialogue
{
    /// <summary>The steps in order: the client's action, and a word of the prompt that follows.</summary>
    public static IReadOnlyList<(string Step, Func<ChatParticipant, Task> Act, string Answer)> Steps(TypedForm form) =>
    [
        ("start of the form", participant => Send(participant, FormScript.Begin), FormScript.Questions[0].KeyWord),
        .. FormScript.Questions.Select((question, place) =>
            (question.Column!, ActOf(question, form[question.Column!]), FormScript.KeyWordAfter(place))),
    ];

    /// <summary>Fills the form up to the review, and returns the review.</summary>
    public static async Task<ChatMessage> FillAsync(this ChatParticipant participant, TypedForm form)
    {
        ChatMessage? last = null;
        foreach (var (_, act, answer) in Steps(form))
        {
            await act(participant);
            last = await participant.NextAsync(answer);
        }

        return last!;
    }

    /// <summary>Fills and sends the form, and returns the ticket number that the client is told.</summary>
    public static async Task<long> OrderAsync(this ChatParticipant participant, TypedForm form)
    {
        var review = await participant.FillAsync(form);
        await participant.Press(review, "Отправить").AnswerAsync(TimeSpan.FromSeconds(30));
        return NumberIn(await participant.NextAsync("№"));
    }

    /// <summary>Answers the questions of a form that has been begun, sends it, and returns the ticket number.</summary>
    public static async Task<long> FinishAsync(this ChatParticipant participant, TypedForm form)
    {
        ChatMessage? last = null;
        foreach (var (_, act, answer) in Steps(form).Skip(1))
        {
            await act(participant);
            last = await participant.NextAsync(answer);
        }

        await participant.Press(last!, "Отправить").AnswerAsync(TimeSpan.FromSeconds(30));
        return NumberIn(await participant.NextAsync("принята"));
    }

    /// <summary>Waits for the question whether to add what was written to the ticket, and says yes.</summary>
    public static async Task AddToTicketAsync(this ChatParticipant participant, long id)
    {
        var offer = await participant.NextAsync($"Добавить к заявке №{id}?");
        participant.Press(offer, "Добавить");
    }

    /// <summary>The number after № in a message.</summary>
    public static long NumberIn(ChatMessage message) => long.Parse(
        new string([.. message.Text[(message.Text.IndexOf('№', StringComparison.Ordinal) + 1)..].TakeWhile(char.IsAsciiDigit)]),
        System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Presses the button of the newest message that has it, and waits for the answer.</summary>
    public static async Task<CallbackAnswer> PressNewestAsync(ChatParticipant participant, string label)
    {
        var message = participant.Messages.Last(shown => shown.Button(label) is not null);
        return await participant.Press(message, label).AnswerAsync(TimeSpan.FromSeconds(30));
    }

    private static Func<ChatParticipant, Task> ActOf(ScriptedQuestion question, string answer) => question.Kind == ScriptedKind.Choice
        ? async participant => await PressNewestAsync(participant, answer)
        : participant => Send(participant, answer);

    private static Task Send(ChatParticipant participant, string text)
    {
        participant.SendText(text);
        return Task.CompletedTask;
    }
}
