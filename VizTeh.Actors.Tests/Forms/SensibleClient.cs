using System.Globalization;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Forms;

/// <summary>
/// Somebody who answers what is asked, by typing or by the buttons that the bot showed last, and who may do anything else on the way.
/// </summary>
internal sealed class SensibleClient(CompanySettings company)
{
    private const string Tick = "✓ ";

    private static readonly string[] Odd =
    [
        "ответ", "", "х", "Изменить", "Метка a", "Поле b", "Оставить как есть", "оставить", "Пропустить", "Готово", "все", "Белый",
        "чёрный, белый", "да", "нет", "12.03", "завтра", "-7", "12,5", "9999999999", "+79161234567", "/start", "/help", "О компании",
        "Ничего не менять", "Отправить", "Назад", new('ы', 70),
    ];

    private readonly AcceptedAnswers _accepted = new();
    private readonly List<string> _pressed = [];
    private List<InlineButton> _shown = [];
    private int _count;

    public Dialogue Client { get; } = new() { Company = company };

    public bool IsDone => Client.Form is Form.Submitting;

    private Form.Asking? Asking => Client.Form as Form.Asking;

    /// <summary>One step, of a kind and with a number that decides the rest.</summary>
    public void Does(string kind, int number)
    {
        switch (kind)
        {
            case "answer":
                GoesOn(number);
                break;
            case "press" when _shown.Count > 0:
                Presses(_shown[number % _shown.Count]);
                break;
            case "press again" when _pressed.Count > 0:
                Sends(new ClientInput.Press("query", _pressed[number % _pressed.Count], MessageId: 7));
                break;
            case "menu" when Client.Menu is Keyboard.Menu { Rows: var rows }:
                var buttons = rows.SelectMany(row => row).ToList();
                var button = buttons[number % buttons.Count];
                Sends(button.SharesContact ? Contact(number) : new ClientInput.Text(button.Label));
                break;
            case "odd":
                Sends(new ClientInput.Text(Odd[number % Odd.Length]));
                break;
            case "edit":
                Client.EditedAnswer = number;
                Sends(new ClientInput.Edited(number % 3 == 0 ? Odd[number % Odd.Length] : EditOf(number)));
                break;
            case "file":
                Sends(Photo(number));
                break;
            case "contact":
                Sends(Contact(number));
                break;
            case "back":
                Sends(new ClientInput.Text("Назад"));
                break;
            case "cancel":
                Sends(new ClientInput.Text("Отменить"));
                break;
        }
    }

    /// <summary>The next thing that leads to the ticket.</summary>
    public void GoesOn(int number)
    {
        switch (Client.Form)
        {
            case Form.Asking asking:
                Answers(asking, number);
                // Nothing that is answered sensibly is refused.
                Assert.NotNull(Client.Last.Event);
                break;
            case Form.Reviewing:
                Sends(new ClientInput.Text("Отправить"));
                break;
            case Form.Cancelled:
                Sends(new ClientInput.Text(number % 4 == 0 ? "Оставить заявку" : "Вернуть"));
                break;
            case Form.NotStarted:
                Sends(new ClientInput.Text("Оставить заявку"));
                break;
        }
    }

    private void Answers(Form.Asking asking, int number)
    {
        var (question, files) = (asking.Question, asking.SoFar?.Files?.Count ?? 0);
        if (files < question.LeastFiles)
            Sends(Photo(number));
        else if (question.Kind == QuestionKind.Files || (asking.Begun is { } begun && (files > 0 || begun.Value.Length >= question.Min)))
            Sends(new ClientInput.Text("Готово"));
        else if (question.Kind == QuestionKind.Date && _shown.Find(IsDay) is { } day)
            Presses(day);
        else if (question.Kind == QuestionKind.Phone && number % 3 == 0)
            Sends(Contact(number));
        else
            Types(asking, number);
    }

    private void Types(Form.Asking asking, int number)
    {
        var (typed, value) = AnswerTo(asking.Question, number);
        Sends(new ClientInput.Text(typed));
        var answer = Assert.IsType<ConversationEvent.Answered>(Client.Last.Event).Answer;
        // Words that were sent with files come before.
        if (asking.Begun is null)
            Assert.Equal(value, answer.Value);
        else
            Assert.EndsWith(value, answer.Value, StringComparison.Ordinal);
    }

    private (string Typed, string Value) AnswerTo(Question question, int number)
    {
        _count++;
        switch (question.Kind)
        {
            case QuestionKind.YesNo:
                return number % 2 == 0 ? ("Да", Answer.Yes) : ("нет", Answer.No);
            case QuestionKind.Choice:
                var label = question.Choices![number % question.Choices.Count];
                return (label.ToLowerInvariant(), label);
            case QuestionKind.Choices:
                // A comma separates typed labels.
                var fewest = Math.Max(question.Min ?? 1, 1);
                var listed = question.Choices!.Where(choice => fewest == 1 || !choice.Contains(',', StringComparison.Ordinal)).ToList();
                string[] labels = [.. listed.Skip(number % (listed.Count - fewest + 1)).Take(fewest)];
                return (string.Join(", ", labels.Reverse()), string.Join('\n', labels));
            case QuestionKind.Date:
                var day = Client.Today.AddDays(question.Min ?? question.Max ?? 0);
                return (
                    day.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture),
                    day.ToString(Answer.DateFormat, CultureInfo.InvariantCulture));
            case QuestionKind.Number:
                var (least, most) = (question.Min ?? Math.Min(0, question.Max ?? 0), question.Max ?? int.MaxValue);
                var whole = Math.Min(least + (_count % 100), most);
                return whole >= 0 && whole < most && number % 2 == 0 ? ($"{whole},5 шт", $"{whole}.5") : ($"{whole}", $"{whole}");
            case QuestionKind.Phone:
                return ($"8 (916) {_count:0000000}", $"+7916{_count:0000000}");
            default:
                var words = question.HasLines && number % 2 == 0 ? $"слово {_count}\nи ещё" : $"слово {_count}";
                return (words, words);
        }
    }

    private void Presses(InlineButton button)
    {
        var asked = Asking;
        _pressed.Add(button.Data);
        var expected = asked is null ? null : Meaning(button, asked);
        Sends(new ClientInput.Press("query", button.Data, MessageId: 7));
        if (expected is not null)
            Assert.Equal(expected, Assert.IsType<ConversationEvent.Answered>(Client.Last.Event).Answer.Value);
    }

    // What a person takes the button for; null when it does not answer the question.
    private string? Meaning(InlineButton button, Form.Asking asking)
    {
        if (FormButton.Parse(button.Data) is not FormButton.Pick pick || pick.Id != asking.Question.Id || !pick.IsOf(asking.FormId))
            return null;
        var question = asking.Question;
        var ticked = _shown.Select(shown => shown.Label).Where(label => label.StartsWith(Tick, StringComparison.Ordinal))
            .Select(label => label[Tick.Length..]).ToList();
        return question.Kind switch
        {
            QuestionKind.Choice when question.Choices!.Contains(button.Label) => button.Label,
            QuestionKind.Date when IsDay(button) => $"{pick.Choice[..4]}-{pick.Choice[4..6]}-{pick.Choice[6..]}",
            QuestionKind.Choices when pick.Choice == FormButton.Done && ticked.Count >= (question.Min ?? 1)
                && !(ticked.Count > question.Max) => string.Join('\n', ticked),
            QuestionKind.YesNo when pick.Names(Answer.Yes) => Answer.Yes,
            QuestionKind.YesNo when pick.Names(Answer.No) => Answer.No,
            _ => null,
        };
    }

    private string EditOf(int number)
    {
        if (Client.Form is not Form.Draft { Answers.Current: [_, ..] answers })
            return "правка";
        var held = answers[number % answers.Length];
        return Client.Company.Form.Find(held.Id) is { } question && question.Kind == held.Kind
            ? AnswerTo(question, number).Typed
            : "правка";
    }

    private void Sends(ClientInput input)
    {
        var asked = Asking?.Question;
        var before = Client.Form;
        FormInvariants.Hold(Client, input);
        _accepted.Note(Client.Last.Event, asked, Client.Company.Form, Client.Today);
        Sees();
        if (before is Form.Draft && Client.Form is Form.Submitting sent)
            _accepted.AssertKept(sent.Answers, Client.Company.Form);
    }

    private void Sees()
    {
        if (Client.Last.Used is { Keyboard: { } changed })
            _shown = [.. changed.Rows.SelectMany(row => row)];
        else if (Client.Last is { Event: not null, Replies.Count: > 0 })
            _shown = [];
        foreach (var message in Client.LastMessages.Where(message => message.Keyboard is Keyboard.Inline))
            _shown = [.. Dialogue.ButtonsOf(message)];
    }

    private static bool IsDay(InlineButton button) => int.TryParse(button.Label, out _);

    private static ClientInput.Contact Contact(int number) => new($"7916{number % 10_000_000:0000000}", IsOwn: number % 2 == 0);

    private static ClientInput.File Photo(int number)
    {
        var photo = new Attachment(AttachmentKind.Photo, $"file-{number}", $"unique-{number}");
        return new ClientInput.File(photo) { Caption = number % 3 == 0 ? "подпись" : null };
    }
}
