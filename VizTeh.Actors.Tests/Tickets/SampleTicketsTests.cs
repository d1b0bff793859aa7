using VizTeh.Actors.Questions;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Tickets;

public sealed class SampleTicketsTests
{
    [Fact]
    public void There_is_one_for_each_direction_of_the_form()
    {
        var directions = SampleTickets.For(ShippedForm.Company, DateTimeOffset.UnixEpoch)
            .Select(ticket => ticket.Answers[Ids.Direction]!.Value);

        Assert.Subset(directions.ToHashSet(), ShippedForm.Directions.ToHashSet());
    }

    [Fact]
    public void Every_question_of_whatever_kind_is_answered_and_the_longest_text_is_as_long_as_the_form_takes()
    {
        var samples = SampleTickets.For(CompanyOf([.. Enum.GetValues<QuestionKind>().Select(QuestionOf)]), DateTimeOffset.UnixEpoch);

        Assert.All(samples, ticket => Assert.Equal(Enum.GetNames<QuestionKind>(), ticket.Answers.Given.Select(answer => answer.Id)));
        Assert.All(samples.SelectMany(ticket => ticket.Answers.Given), answer => Assert.False(answer.IsSkipped));
        Assert.Equal(300, samples.Max(ticket => ticket.Answers[nameof(QuestionKind.Text)]!.Value.EnumerateRunes().Count()));
        Assert.Contains(samples, ticket => ticket.Answers[nameof(QuestionKind.Choices)]!.Chosen.Count == 2);
        Assert.Contains(samples, ticket => ticket is { Username: null, AccountName: not null });
        Assert.Contains(samples, ticket => ticket.Answers.Removed.Length > 0);
    }

    private static CompanySettings CompanyOf(params Question[] questions) =>
        ShippedForm.Company with { Form = new FormDefinition(questions) };

    private static Question QuestionOf(QuestionKind kind) => new(kind.ToString(), "Вопрос", "?", kind)
    {
        Choices = kind is QuestionKind.Choice or QuestionKind.Choices ? ["Да", "Может быть"] : null,
        Max = kind == QuestionKind.Text ? 300 : null,
    };
}
