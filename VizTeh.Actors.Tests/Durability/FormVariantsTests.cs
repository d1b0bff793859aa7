using VizTeh.Actors.Questions;
using VizTeh.Actors.Sandbox.Clients;
using VizTeh.Actors.Sandbox.Durability;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tests.Durability;

/// <summary>The forms of a run that changes them are what its clients take them for.</summary>
public sealed class FormVariantsTests : IDisposable
{
    private readonly FormVariants _variants = new(program: null);

    public void Dispose() => _variants.Dispose();

    [Fact]
    public void Each_file_has_the_questions_that_the_clients_know()
    {
        Assert.Equal(FormVariants.Forms.Length, _variants.Files.Length);
        foreach (var (file, scripted) in _variants.Files.Zip(FormVariants.Forms))
        {
            var configured = HoconFile.Load(file).Company.Form.Questions;
            Assert.Equal(
                scripted.Questions.Select(question => (question.Id, question.Label, KindOf(question.Kind), question.IsOptional)),
                configured.Select(question => (question.Id, question.Label, question.Kind, question.IsOptional)));
            foreach (var (question, known) in configured.Zip(scripted.Questions))
            {
                Assert.Contains(known.KeyWord, question.Ask, StringComparison.Ordinal);
                Assert.Equal(
                    known.AfterYesTo is { } decides ? [new Condition(decides, [Answer.Yes])] : [], question.When ?? []);
                if (question.Choices is { } choices)
                    Assert.Equal(choices.Order(), known.Answers.Order());
            }
        }
    }

    [Fact]
    public void A_question_has_the_same_condition_in_all_forms_that_ask_it() => Assert.All(
        FormVariants.Forms.SelectMany(form => form.Questions).GroupBy(question => question.Id),
        same => Assert.Single(same.Select(question => question.AfterYesTo).Distinct()));

    [Fact]
    public void A_change_of_forms_meets_each_kind_labels_choices_and_conditions()
    {
        var questions = FormVariants.Forms.SelectMany(form => form.Questions).ToArray();

        Assert.Equal(Enum.GetValues<ScriptedKind>(), questions.Select(question => question.Kind).Distinct().Order());
        var byId = questions.GroupBy(question => question.Id).ToArray();
        Assert.Contains(byId, same => same.DistinctBy(question => question.Label).Count() > 1);
        Assert.Contains(byId, same => same.DistinctBy(question => question.Kind).Count() > 1);
        Assert.Contains(byId, same => same.Where(one => one.Kind == ScriptedKind.Choices).DistinctBy(one => one.Answers[0]).Count() > 1);
        Assert.Contains(questions, question => questions.Any(other => other.Id == question.AfterYesTo && other.AfterYesTo is not null));
    }

    [Fact]
    public void A_key_word_means_one_question_of_one_kind()
    {
        var questions = FormVariants.Forms.SelectMany(form => form.Questions).ToArray();
        Assert.All(questions.GroupBy(question => question.KeyWord), same => Assert.Single(same.DistinctBy(one => (one.Id, one.Kind))));
        var words = questions.Select(question => question.KeyWord).Distinct().ToArray();
        foreach (var asked in _variants.Files.SelectMany(file => HoconFile.Load(file).Company.Form.Questions))
            Assert.Single(words, word => asked.Ask.Contains(word, StringComparison.Ordinal));
    }

    private static QuestionKind KindOf(ScriptedKind kind) => kind switch
    {
        ScriptedKind.Words => QuestionKind.Text,
        ScriptedKind.Choice => QuestionKind.Choice,
        ScriptedKind.Phone => QuestionKind.Phone,
        ScriptedKind.YesNo => QuestionKind.YesNo,
        ScriptedKind.Date => QuestionKind.Date,
        ScriptedKind.Choices => QuestionKind.Choices,
        _ => QuestionKind.Number,
    };
}
