using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Tests.Support;

/// <summary>What a client types into the form.</summary>
internal sealed record TypedForm(string Name, string Organization, string City, string Direction, string Description, string Phone)
{
    public static TypedForm Ordinary { get; } =
        new("Анна", "ООО «Ромашка»", "Тверь", "Стелы", "Въездная стела", "+79161234567");
}

/// <summary>The steps of a client's dialogue, each ended by the bot's reply to it.</summary>
internal static class ClientDialogue
{
    /// <summary>The steps in order: what the client does, and a word of the prompt that answers it.</summary>
    public static IReadOnlyList<(string Step, Func<ChatParticipant, Task> Act, string Answer)> Steps(TypedForm form) =>
    [
        ("start of the form", participant => Send(participant, "Оставить заявку"), "обращаться"),
        ("name", participant => Send(participant, form.Name), "организац"),
        ("organisation", participant => Send(participant, form.Organization), "город"),
        ("city", participant => Send(participant, form.City), "направлен"),
        ("direction", async participant => await PressNewestAsync(participant, form.Direction), "задач"),
        ("description", participant => Send(participant, form.Description), "телефон"),
        ("phone", participant => Send(participant, form.Phone), "Проверьте"),
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

    /// <summary>Fills and sends the form, and returns the number of its ticket as the client is told it.</summary>
    public static async Task<long> OrderAsync(this ChatParticipant participant, TypedForm form)
    {
        var review = await participant.FillAsync(form);
        await participant.Press(review, "Отправить").AnswerAsync(TimeSpan.FromSeconds(30));
        return NumberIn(await participant.NextAsync("№"));
    }

    /// <summary>The number after № in a message.</summary>
    public static long NumberIn(ChatMessage message) => long.Parse(
        new string([.. message.Text[(message.Text.IndexOf('№', StringComparison.Ordinal) + 1)..].TakeWhile(char.IsAsciiDigit)]),
        System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Presses the button on the newest message that has it, and waits for the spinner to go.</summary>
    public static async Task<CallbackAnswer> PressNewestAsync(ChatParticipant participant, string label)
    {
        var message = participant.Messages.Last(shown => shown.Button(label) is not null);
        return await participant.Press(message, label).AnswerAsync(TimeSpan.FromSeconds(30));
    }

    private static Task Send(ChatParticipant participant, string text)
    {
        participant.SendText(text);
        return Task.CompletedTask;
    }
}
