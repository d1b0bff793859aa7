using System.Globalization;
using System.Text.RegularExpressions;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Text;

namespace VizTeh.Actors.Sandbox.Clients;

/// <summary>What a person answers to a question: by buttons, one press after another, or by a text.</summary>
internal sealed record Answering(IReadOnlyList<string> Pressed, string? Typed)
{
    public static Answering ByButtons(params IReadOnlyList<string> labels) => new(labels, null);

    public static Answering ByText(string text) => new([], text);
}

/// <summary>A question of any form, as far as the chat shows what it is.</summary>
internal sealed partial class QuestionOnScreen
{
    private const string Done = "Готово";
    private const string Monday = "Пн";

    private static readonly string[] Phrases = ["Как получится", "Подробности по телефону", "Посоветуйте, пожалуйста"];

    private readonly ChatMessage _message;
    private readonly bool _takesContact;

    private QuestionOnScreen(ChatMessage message, int count, bool takesContact) =>
        (_message, Count, _takesContact) = (message, count, takesContact);

    /// <summary>How many questions the form has.</summary>
    public int Count { get; }

    /// <param name="menu">The reply keyboard on the screen.</param>
    /// <returns>Null when the message does not end with the place of a question in the form.</returns>
    public static QuestionOnScreen? In(ChatMessage message, ReplyMarkup.Keyboard? menu) =>
        Progress().Match(message.Text) is { Success: true } progress
            ? new(message, int.Parse(progress.Groups[1].Value, CultureInfo.InvariantCulture), TakesContact(message, menu))
            : null;

    /// <param name="number">The person's: phone numbers are made of it.</param>
    /// <param name="attempt">Counts from 0: how many answers to it were refused.</param>
    public Answering Answer(int number, Random random, int attempt)
    {
        if (_takesContact)
        {
            return Answering.ByText(
                string.Create(CultureInfo.InvariantCulture, $"8 900 {number:000}-{random.Next(100):00}-{random.Next(100):00}"));
        }

        string[] labels = [.. _message.InlineButtons.SelectMany(row => row).Select(button => button.Label)];
        var choices = labels.Except([Done, FormScript.KeepAnswer, FormScript.Skip]).ToArray();
        if (labels.Contains(Done))
            return Answering.ByButtons(choices[attempt % choices.Length], Done);
        if (labels.Contains(Monday))
            return attempt == 0 ? Answering.ByText("завтра") : Answering.ByButtons(choices.Last(label => label.All(char.IsAsciiDigit)));
        if (choices.Length > 0 && random.Next(2) == 0)
            return Answering.ByButtons(choices[random.Next(choices.Length)]);
        if (FormScript.Questions.FirstOrDefault(known => _message.Text.Contains(known.KeyWord, StringComparison.Ordinal)) is { } question
            && attempt == 0)
        {
            return Answering.ByText(question.Answers[random.Next(question.Answers.Length)]);
        }

        if (choices.Length > 0)
            return Answering.ByText(choices[random.Next(choices.Length)]);
        return Answering.ByText(attempt == 0 ? Phrases[random.Next(Phrases.Length)] : "3");
    }

    // A question with buttons of its own brings no menu: that of an earlier question is still on the screen.
    private static bool TakesContact(ChatMessage message, ReplyMarkup.Keyboard? menu) =>
        message.InlineButtons.IsEmpty && menu is not null && menu.Rows.Any(row => row.Any(button => button.RequestsContact));

    [GeneratedRegex(@"\n\d+ из (\d+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Progress();
}
