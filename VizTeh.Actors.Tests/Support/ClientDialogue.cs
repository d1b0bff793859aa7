using VizTeh.Actors.Sandbox.BotApi;

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
    public static IReadOnlyList<(string Step, Func<ChatSeat, Task> Act, string Answer)> Steps(TypedForm form) =>
    [
        ("start of the form", seat => Send(seat, "Оставить заявку"), "обращаться"),
        ("name", seat => Send(seat, form.Name), "организац"),
        ("organisation", seat => Send(seat, form.Organization), "город"),
        ("city", seat => Send(seat, form.City), "направлен"),
        ("direction", async seat => await PressNewestAsync(seat, form.Direction), "задач"),
        ("description", seat => Send(seat, form.Description), "телефон"),
        ("phone", seat => Send(seat, form.Phone), "Проверьте"),
    ];

    /// <summary>Fills the form up to the review, and returns the review.</summary>
    public static async Task<ChatMessage> FillAsync(this ChatSeat seat, TypedForm form)
    {
        ChatMessage? last = null;
        foreach (var (_, act, answer) in Steps(form))
        {
            await act(seat);
            last = await seat.NextAsync(answer);
        }

        return last!;
    }

    /// <summary>Fills and sends the form, and returns the number of its ticket as the client is told it.</summary>
    public static async Task<long> OrderAsync(this ChatSeat seat, TypedForm form)
    {
        var review = await seat.FillAsync(form);
        await seat.Press(review, "Отправить").AnswerAsync(TimeSpan.FromSeconds(30));
        return NumberIn(await seat.NextAsync("№"));
    }

    /// <summary>The number after № in a message.</summary>
    public static long NumberIn(ChatMessage message) => long.Parse(
        new string([.. message.Text[(message.Text.IndexOf('№', StringComparison.Ordinal) + 1)..].TakeWhile(char.IsAsciiDigit)]),
        System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Presses the button on the newest message that has it, and waits for the spinner to go.</summary>
    public static async Task<CallbackAnswer> PressNewestAsync(ChatSeat seat, string label)
    {
        var message = seat.Messages.Last(shown => shown.Button(label) is not null);
        return await seat.Press(message, label).AnswerAsync(TimeSpan.FromSeconds(30));
    }

    private static Task Send(ChatSeat seat, string text)
    {
        seat.SendText(text);
        return Task.CompletedTask;
    }
}
