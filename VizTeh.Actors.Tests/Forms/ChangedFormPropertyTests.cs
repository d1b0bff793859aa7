using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Tests.Forms;

/// <summary>Deploys change the form while a draft is open: any valid forms, any draft, any inputs.</summary>
public sealed class ChangedFormPropertyTests
{
    /// <param name="Kind">What the client does; <c>form</c>: the bot takes up the next form.</param>
    public sealed record Step(string Kind, int Number);

    public sealed record Scenario(IReadOnlyList<Step> Steps)
    {
        internal IReadOnlyList<FormDefinition> Forms { get; init; } = [];

        public override string ToString() =>
            $"{string.Join("\n---\n", Forms.Select(form => string.Join('\n', form.Questions.Select(Told))))}\n"
            + string.Join(", ", Steps.Select(step => $"{step.Kind} {step.Number}"));

        private static string Told(Question question) =>
            $"{question.Label}: {question.Kind}, {question.Min}..{question.Max}{(question.IsOptional ? ", optional" : "")}, "
            + $"[{string.Join(" | ", question.Choices ?? question.Quick ?? [])}]"
            + string.Concat((question.When ?? []).Select(one => $" when {one.Question} is {string.Join(" or ", one.Values)}"));
    }

    private static readonly Gen<Step> AnyStep =
        from kind in Gen.Frequency(
            (12, Gen.Constant("answer")), (8, Gen.Constant("press")), (2, Gen.Constant("press again")), (2, Gen.Constant("menu")),
            (4, Gen.Constant("odd")), (3, Gen.Constant("edit")), (2, Gen.Constant("file")), (1, Gen.Constant("contact")),
            (3, Gen.Constant("back")), (1, Gen.Constant("cancel")), (2, Gen.Constant("form")))
        from number in Gen.Choose(0, 100_000)
        select new Step(kind, number);

    private static readonly Gen<Scenario> AnyScenario =
        from forms in AnyForm.Any.ListOf(4)
        from count in Gen.Choose(0, 60)
        from steps in AnyStep.ListOf(60)
        select new Scenario([.. steps.Take(count)]) { Forms = [.. forms] };

    // Without a fixed seed: a failure prints the seed of its run, to be given as Replay.
    [Property(MaxTest = 400)]
    public Property Whatever_the_forms_and_the_inputs_a_ticket_is_reached_and_keeps_what_was_typed() =>
        Prop.ForAll(Arb.From(AnyScenario, WithoutSome), scenario =>
        {
            var person = new SensibleClient(Dialogue.Firm with { Form = scenario.Forms[0] });
            var form = 0;
            foreach (var (kind, number) in scenario.Steps)
            {
                if (person.IsDone)
                    return;
                if (kind == "form")
                    person.Client.Company = person.Client.Company with { Form = scenario.Forms[++form % scenario.Forms.Count] };
                else
                    person.Does(kind, number);
            }

            // The last change may come just before.
            person.Client.Company = person.Client.Company with { Form = scenario.Forms[^1] };
            // Each question once, a question on the screen that the form has no more, and the way to the form and out of it.
            var most = scenario.Forms[^1].Questions.Sum(question => 2 + question.LeastFiles) + 16;
            for (var steps = 0; !person.IsDone; steps++)
            {
                Assert.True(steps < most, "the form is never sent");
                person.GoesOn(steps);
            }
        });

    private static IEnumerable<Scenario> WithoutSome(Scenario scenario)
    {
        for (var length = scenario.Steps.Count / 2; length > 0; length /= 2)
        {
            for (var from = 0; from + length <= scenario.Steps.Count; from += length)
                yield return scenario with { Steps = [.. scenario.Steps.Take(from), .. scenario.Steps.Skip(from + length)] };
        }
    }
}
