using System.Globalization;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Tests.Forms;

/// <summary>
/// What the bot has accepted from a client in one form, kept apart from the form's own state: the newest answer to each question of each
/// kind has to be in the ticket, unless a condition hides it, and nothing else may be.
/// </summary>
internal sealed class AcceptedAnswers
{
    private readonly List<Accepted> _all = [];

    /// <param name="IsBegun">Whether only files, and words under them, were sent so far.</param>
    private sealed record Accepted(
        string Id, QuestionKind Kind, string Label, string Value, int Files, IReadOnlyList<Condition> When, bool IsBegun)
    {
        public bool IsSkipped => Value.Length == 0 && Files == 0;
    }

    /// <param name="happened">What an input led to.</param>
    /// <param name="asked">The question that was open before.</param>
    /// <param name="form">As configured.</param>
    public void Note(ConversationEvent? happened, Question? asked, FormDefinition form, DateOnly today)
    {
        switch (happened)
        {
            case ConversationEvent.Started:
                _all.Clear();
                break;
            case ConversationEvent.Answered { Answer: var answer }:
                // The own contact is taken at the review too, where no question is open.
                asked ??= form.Questions.FirstOrDefault(question => question.Id == answer.Id && question.Kind == QuestionKind.Phone);
                Assert.NotNull(asked);
                Assert.Equal((asked.Id, asked.Kind, asked.Label), (answer.Id, answer.Kind, answer.Label));
                if (Newest(asked.Id) is not { } held || (held.Kind, held.Value) != (answer.Kind, answer.Value))
                    AssertValid(asked, answer, today);
                Add(answer, asked.When);
                break;
            case ConversationEvent.Corrected { Answer: var answer }:
                var before = _all.Last(other => (other.Id, other.Kind) == (answer.Id, answer.Kind));
                Assert.Equal((before.Label, before.Files), (answer.Label, answer.Files?.Count ?? 0));
                // What is begun stays so.
                _all.Add(before with { Value = answer.Value, IsBegun = before.IsBegun && Newest(answer.Id) is null });
                break;
            case ConversationEvent.FileAdded added:
                var soFar = SoFar(added.QuestionId, asked, form);
                _all.Add(soFar with { Files = soFar.Files + 1, Value = added.Words ?? soFar.Value });
                break;
            case ConversationEvent.FileRemoved removed:
                var had = SoFar(removed.QuestionId, asked, form);
                _all.Add(had with { Files = had.Files - 1 });
                break;
        }
    }

    /// <summary>Asserts what the ticket of a form has.</summary>
    public void AssertKept(SentAnswers sent, FormDefinition form)
    {
        var applying = Applying(form);
        Assert.Contains(applying, question => question.Kind == QuestionKind.Phone);
        foreach (var question in applying)
        {
            var given = sent.Given.SingleOrDefault(answer => answer.Id == question.Id);
            if (given is null)
            {
                Assert.True(question.IsOptional, $"{question.Id} is missing");
                continue;
            }

            Assert.Equal(question.Kind, given.Kind);
            if (form.Decides(question) && question.Choices is { } choices)
                Assert.Contains(choices, choice => Condition.AreAlike(choice, given.Value));
        }

        Assert.Equal(
            applying.Select(question => Present(question.Id, question.Kind)).OfType<Accepted>().Where(answer => !answer.IsSkipped)
                .Select(Shape),
            sent.Given.Select(Shape));
        foreach (var last in _all.GroupBy(answer => (answer.Id, answer.Kind)).Select(same => same.Last()).Where(last => !last.IsSkipped))
        {
            var isSent = sent.Given.Concat(sent.Removed).Select(Shape).Contains(Shape(last));
            if (IsHidden(last, applying, form, []) is { } isHidden)
                Assert.True(isSent != isHidden, $"{(isSent ? "hidden, but sent" : "lost")}: {last}");
        }

        // Nothing that was never accepted.
        Assert.All(sent.Removed, answer => Assert.Contains(Shape(answer), _all.Select(Shape)));
    }

    private static (string, QuestionKind, string, string, int) Shape(Accepted answer) =>
        (answer.Id, answer.Kind, answer.Label, answer.Value, answer.Files);

    private static (string, QuestionKind, string, string, int) Shape(Answer answer) =>
        (answer.Id, answer.Kind, answer.Label, answer.Value, answer.Files?.Count ?? 0);

    private void Add(Answer answer, IReadOnlyList<Condition>? when) =>
        _all.Add(new(answer.Id, answer.Kind, answer.Label, answer.Value, answer.Files?.Count ?? 0, when ?? [], IsBegun: false));

    private Accepted? Newest(string id) => _all.LastOrDefault(answer => answer.Id == id && !answer.IsBegun);

    // What an answer of another kind followed is no answer to the question any more.
    private Accepted? Present(string id, QuestionKind kind)
    {
        var last = _all.LastOrDefault(answer => answer.Id == id && (!answer.IsBegun || answer.Kind == kind));
        return last?.Kind == kind ? last : null;
    }

    private Accepted SoFar(string id, Question? asked, FormDefinition form)
    {
        var question = asked?.Id == id ? asked : form.Find(id)!;
        return Present(id, question.Kind)
            ?? new(id, question.Kind, question.Label, "", 0, question.When ?? [], IsBegun: true);
    }

    private List<Question> Applying(FormDefinition form)
    {
        var applying = new List<Question>();
        foreach (var question in form.Questions)
        {
            if ((question.When ?? []).All(condition =>
                applying.Find(decided => decided.Id == condition.Question) is { } decided
                && Newest(decided.Id) is { } answer && answer.Kind == decided.Kind && Fits(condition, answer)))
            {
                applying.Add(question);
            }
        }

        return applying;
    }

    // By the form that is sent and, if that does not ask it so, by the form that asked. An answer on the way is not looked at twice.
    // Null when the question that decided has been of several kinds meanwhile.
    private bool? IsHidden(Accepted answer, List<Question> applying, FormDefinition form, HashSet<string> onTheWay)
    {
        var question = form.Find(answer.Id);
        if (question is not null && !applying.Contains(question))
            return true;
        if (question?.Kind == answer.Kind)
            return false;
        var isUnclear = false;
        foreach (var condition in answer.When)
        {
            if (Newest(condition.Question) is not { } decided || _all.Exists(other => other.Id == decided.Id && other.Kind != decided.Kind))
            {
                isUnclear = true;
                continue;
            }

            if (!Fits(condition, decided))
                return true;
            var isHidden = onTheWay.Add(decided.Id) ? IsHidden(decided, applying, form, onTheWay) : false;
            if (isHidden is true)
                return true;
            isUnclear |= isHidden is null;
        }

        return isUnclear ? null : false;
    }

    private static bool Fits(Condition condition, Accepted answer) =>
        condition.Values.Any(value => Plain(value) == Plain(answer.Value));

    private static string Plain(string label) => label.ToUpperInvariant().Replace('Ё', 'Е');

    private static void AssertValid(Question asked, Answer answer, DateOnly today)
    {
        var (value, files) = (answer.Value, answer.Files?.Count ?? 0);
        if (value.Length == 0 && files == 0)
        {
            Assert.True(asked.IsOptional, $"{asked.Id} is required, and empty");
            return;
        }

        switch (asked.Kind)
        {
            case QuestionKind.Choice:
                Assert.Contains(value, asked.Choices!);
                break;
            case QuestionKind.YesNo:
                Assert.Contains(value, new[] { Answer.Yes, Answer.No });
                break;
            case QuestionKind.Choices:
                var chosen = value.Split('\n');
                Assert.Equal(chosen.Length, chosen.Intersect(asked.Choices!).Count());
                Assert.InRange(chosen.Length, asked.Min ?? 1, asked.Max ?? int.MaxValue);
                break;
            case QuestionKind.Date:
                var days = DateOnly.ParseExact(value, Answer.DateFormat, CultureInfo.InvariantCulture).DayNumber - today.DayNumber;
                Assert.InRange(days, asked.Min ?? int.MinValue, asked.Max ?? int.MaxValue);
                break;
            case QuestionKind.Number:
                var number = decimal.Parse(value, CultureInfo.InvariantCulture);
                Assert.InRange(number, asked.Min ?? decimal.MinValue, asked.Max ?? decimal.MaxValue);
                break;
            case QuestionKind.Phone:
                Assert.Matches("^\\+[0-9]{7,15}", value);
                break;
            case QuestionKind.Files:
                // Who skips the question after a file was sent leaves it at that.
                Assert.InRange(files, asked.IsOptional ? 1 : asked.Min ?? 1, asked.Max ?? Attachment.Most);
                break;
            default:
                Assert.InRange(value.Length, files > 0 ? 0 : asked.Min ?? 1, asked.Max ?? int.MaxValue);
                Assert.True(asked.HasLines || !value.Contains('\n', StringComparison.Ordinal));
                break;
        }
    }
}
