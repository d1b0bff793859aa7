using VizTeh.Actors.Forms;

namespace VizTeh.Actors.Tests.Forms;

public sealed class FormStateTableTests
{
    public static TheoryData<string> Situations { get; } = [.. Situation.Names];

    [Theory]
    [MemberData(nameof(Situations))]
    public void Whatever_arrives_is_answered_in_bounds_and_loses_no_answer(string situation)
    {
        foreach (var input in Situation.InputsAt(situation))
            FormInvariants.Hold(Situation.Named(situation), input);
    }

    [Theory]
    [MemberData(nameof(Situations))]
    public void What_a_state_says_after_a_crash_is_said_from_the_state_alone_and_brings_its_menu(string situation)
    {
        var form = Situation.Named(situation).Form;
        var prompt = FormPrompt.Of(form, Dialogue.Firm);

        Dialogue.AssertSendable(new Decision(null, prompt));
        if (form is Form.Submitting)
        {
            Assert.Empty(prompt);
            return;
        }

        var menu = form is Form.Draft draft ? FormPrompt.MenuOf(draft) : FormKeyboard.Main;
        Assert.Contains(prompt.OfType<Reply.Say>(), said => ReferenceEquals(said.Message.Keyboard, menu));
    }
}
