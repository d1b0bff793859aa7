using System.Text;
using System.Xml.Linq;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Sandbox.Clients;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Forms;

/// <summary>One client and the pure form, driven as by the actor: decide, fold, reply.</summary>
internal sealed class Dialogue
{
    public static CompanySettings Firm { get; } = ShippedForm.Company with { TimeZone = TimeZoneInfo.Utc };

    // Of the questions whose answers tests spell out. Any other question is answered as in FormScript.
    private static readonly Dictionary<string, string> Spelt = new()
    {
        [Ids.Name] = "Анна",
        [Ids.Organization] = "ООО «Ромашка»",
        [Ids.City] = "Тверь",
        [Ids.Direction] = "Знаки",
        [Ids.Description] = "Две стелы у въезда",
        [Ids.Phone] = "+74953632042",
    };

    /// <summary>An acceptable answer to each question, free of every key word.</summary>
    public static IReadOnlyDictionary<string, string> GoodAnswers { get; } = ShippedForm.Definition.Questions.Index().ToDictionary(
        question => question.Item.Id,
        question => Spelt.GetValueOrDefault(question.Item.Id) ?? FormScript.Questions[question.Index].Answers[0]);

    /// <summary>Those answers as the client is shown them.</summary>
    public static string Shown(string field) =>
        field == Ids.Phone ? "+7\u00A0495\u00A0363-20-42" : GoodAnswers[field];

    private readonly List<Reply> _chat = [];
    private readonly List<ConversationEvent> _events = [];
    private int _updates;

    public static DateOnly FirstDay { get; } = new(1970, 1, 1);

    /// <summary>When the client does something: one minute after another from here.</summary>
    public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

    public DateOnly Today => FormPrompt.DayOf(Now, Company);

    public CompanySettings Company { get; set; } = Firm;

    public Form Form { get; private set; } = new Form.NotStarted();

    /// <summary>What the client may be offered again.</summary>
    public Answers LastAnswers { get; private set; } = Answers.None;

    public IReadOnlyList<ConversationEvent> Events => _events;

    public Decision Last { get; private set; } = new(null, []);

    /// <summary>The menu that the client sees under the input field.</summary>
    public Keyboard? Menu { get; private set; }

    public IEnumerable<Message> LastMessages => Last.Replies.OfType<Reply.Say>().Select(said => said.Message);

    public string LastSaid => string.Join("\n---\n", LastMessages.Select(message => message.Html));

    public IEnumerable<InlineButton> LastButtons => LastMessages.SelectMany(ButtonsOf);

    public Guid FormId => Form switch
    {
        Form.Draft draft => draft.FormId,
        Form.Submitting submitting => submitting.SubmissionId,
        Form.Accepted accepted => accepted.SubmissionId,
        _ => throw new InvalidOperationException("No form."),
    };

    /// <summary>Of the present answers, the one whose message an <see cref="ClientInput.Edited"/> changes.</summary>
    public int EditedAnswer { get; set; }

    /// <summary>Edits the message that gave the answer.</summary>
    public Dialogue Edits(string field, string text)
    {
        EditedAnswer = Array.FindIndex([.. ((Form.Draft)Form).Answers.Current], answer => answer.Id == field);
        return Sends(new ClientInput.Edited(text));
    }

    /// <summary>Edits the message that gave, or began, the newest answer.</summary>
    public Dialogue EditsNewest(string text)
    {
        EditedAnswer = Given((Form.Draft)Form).Count - 1;
        return Sends(new ClientInput.Edited(text));
    }

    public Dialogue Sends(ClientInput input)
    {
        _updates++;
        Now = Now.AddMinutes(1);
        // Last group of the id: the part that a button's token is made of.
        var newForm = Guid.Parse($"00000000-0000-4000-8000-{_updates:x12}");
        Last = FormRules.Decide(
            Form, input,
            new FormContext(Company, _updates, Now, newForm, "anna", MessageId: MessageOf(input)) { LastAnswers = LastAnswers });
        if (Last.Event is { } happened)
            Happens(happened);
        Hears(Last.Replies);
        return this;
    }

    public Dialogue Types(params string[] texts)
    {
        foreach (var text in texts)
            Sends(new ClientInput.Text(text));
        return this;
    }

    /// <summary>Presses the newest inline button with this label.</summary>
    public Dialogue Presses(string label) => PressesData(NewestButton(label).Data);

    public Dialogue PressesData(string? data) => Sends(new ClientInput.Press("query", data, MessageId: 7));

    /// <summary>Sends a photo; those of an album are each a message of its own.</summary>
    public Dialogue SendsPhoto(string id = "p1", string? caption = null, string? album = null) =>
        SendsFile(new Attachment(AttachmentKind.Photo, id, "u" + id), caption, album);

    public Dialogue SendsFile(Attachment file, string? caption = null, string? album = null) =>
        Sends(new ClientInput.File(file) { Caption = caption, AlbumId = album });

    public Dialogue SendsAlbum(string album, int count, string? caption = null)
    {
        for (var part = 0; part < count; part++)
            SendsPhoto($"{album}-{part}", part == 0 ? caption : null, album);
        return this;
    }

    /// <summary>The answer to a question, given or begun.</summary>
    public Answer? AnswerTo(string field) => ((Form.Draft)Form).Answers.SoFar(Company.Form.Find(field)!);

    public Dialogue Shares(string number, bool own = true) => Sends(new ClientInput.Contact(number, own));

    /// <summary>The ticket of a submitted form is created, as reported to the actor.</summary>
    public Dialogue GetsTicket(long id)
    {
        Happens(new ConversationEvent.TicketCreated(_updates, DateTimeOffset.UnixEpoch, ((Form.Submitting)Form).SubmissionId, id));
        Last = new Decision(null, FormPrompt.Of(Form, Company, Today));
        Hears(Last.Replies);
        return this;
    }

    /// <summary>What the open question or the review says.</summary>
    public string Asks => FormPrompt.TextOf((Form.Draft)Form, Company);

    public InlineButton NewestButton(string label) => _chat.OfType<Reply.Say>().Reverse()
        .SelectMany(said => ButtonsOf(said.Message)).First(button => button.Label == label);

    /// <summary>A client to whom this question is open, all before it answered.</summary>
    public static Dialogue At(string field)
    {
        var dialogue = new Dialogue().Types("/start", "Оставить заявку");
        foreach (var earlier in ShippedForm.Ids.TakeWhile(earlier => earlier != field))
            dialogue.Types(GoodAnswers[earlier]);
        return dialogue;
    }

    public static Dialogue AtReview() => At(Ids.Phone).Types(GoodAnswers[Ids.Phone]);

    public static Dialogue Sent() => AtReview().Presses("Отправить");

    public static Dialogue Thanked(long ticketId = 15) => Sent().GetsTicket(ticketId);

    /// <summary>A message's text without markup; fails on HTML that Telegram would refuse.</summary>
    public static string Read(string html)
    {
        var parsed = XElement.Parse($"<r>{html}</r>", LoadOptions.PreserveWhitespace);
        Assert.All(parsed.Descendants(), tag => Assert.True(tag.Name.LocalName is "b" or "i"));
        return parsed.Value;
    }

    public static IEnumerable<InlineButton> ButtonsOf(Message message) =>
        message.Keyboard is Keyboard.Inline inline ? inline.Rows.SelectMany(row => row) : [];

    /// <summary>Asserts Telegram's rules for every message and every answer to a press.</summary>
    public static void AssertSendable(Decision decision)
    {
        foreach (var message in decision.Replies.OfType<Reply.Say>().Select(said => said.Message))
        {
            Assert.False(AnswerText.IsBlank(Read(message.Html)));
            Assert.True(Read(message.Html).EnumerateRunes().Count() <= 4096);
            Assert.True(Encoding.UTF8.GetByteCount(message.Html) < 32_768);
            Assert.All(ButtonsOf(message), button => Assert.InRange(Encoding.UTF8.GetByteCount(button.Data), 1, 64));
        }

        if (decision.Used is { Html: { } used, Keyboard: var under })
        {
            Assert.True(Read(used).EnumerateRunes().Count() <= 4096);
            Assert.All(under?.Rows.SelectMany(row => row) ?? [], button => Assert.InRange(Encoding.UTF8.GetByteCount(button.Data), 1, 64));
        }

        if (decision.Toast is { } toast)
            Assert.InRange(toast.Length, 1, 200);
    }

    private long? MessageOf(ClientInput input) => (input, Form) switch
    {
        (ClientInput.Press, _) => null,
        (ClientInput.Edited, Form.Draft draft) when Given(draft) is { Count: > 0 } given => given[EditedAnswer % given.Count].MessageId,
        _ => _updates,
    };

    private static IReadOnlyList<Answer> Given(Form.Draft draft) => [.. draft.Answers.Current, .. draft.Answers.Begun];

    private void Happens(ConversationEvent happened)
    {
        _events.Add(happened);
        Form = FormEvolution.Evolve(Form, happened);
        LastAnswers = RememberedAnswers.After(LastAnswers, happened, Form);
    }

    private void Hears(IReadOnlyList<Reply> replies)
    {
        _chat.AddRange(replies);
        foreach (var reply in replies)
        {
            var keyboard = reply switch
            {
                Reply.Say said => said.Message.Keyboard,
                Reply.ShowCompany shown => shown.Keyboard,
                _ => throw new ArgumentOutOfRangeException(nameof(replies)),
            };
            if (keyboard is Keyboard.Menu or Keyboard.Remove)
                Menu = keyboard;
        }
    }
}
