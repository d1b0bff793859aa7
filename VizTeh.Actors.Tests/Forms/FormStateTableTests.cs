using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Tests.Support;

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
        var prompt = FormPrompt.Of(form, Dialogue.Firm, Dialogue.FirstDay);

        Dialogue.AssertSendable(new Decision(null, prompt));
        if (form is Form.Submitting)
        {
            Assert.Empty(prompt);
            return;
        }

        var menu = Assert.Single(prompt.OfType<Reply.Say>().Select(said => said.Message.Keyboard).OfType<Keyboard.Menu>());
        var expected = form is Form.Draft ? FormKeyboard.Steps(ShippedForm.Texts) : FormKeyboard.MainMenu(ShippedForm.Texts);
        Assert.Equal(expected.Rows[^1], menu.Rows[^1]);
    }
}
