using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Forms;

/// <summary>The keyboards of the client's dialogue.</summary>
public static class FormKeyboard
{
    private const int PerRow = 2;

    /// <summary>The menu outside of a form.</summary>
    public static Keyboard.Menu Main { get; } = new([[new MenuButton(FormText.NewForm)], [new MenuButton(FormText.AboutCompany)]]);

    /// <summary>The menu in a form.</summary>
    public static Keyboard.Menu Steps { get; } = new([[new MenuButton(FormText.Back), new MenuButton(FormText.Cancel)]]);

    /// <summary>The menu in a form at the question that a shared contact answers.</summary>
    public static Keyboard.Menu StepsWithContact { get; } =
        new([[new MenuButton(FormText.ShareContact, SharesContact: true)], .. Steps.Rows]);

    internal static Keyboard.Inline Choices(Form.Asking asking, IEnumerable<string> choices) =>
        InRows(choices.Select(choice => new InlineButton(choice, FormButton.DataFor(asking.FormId, choice))));

    internal static Keyboard.Inline Review(Form.Reviewing review) => new([
        [Choice(review, FormText.Send, new ReviewChoice.Send())],
        [Choice(review, FormText.Change, new ReviewChoice.Change()), Choice(review, FormText.Cancel, new ReviewChoice.Cancel())],
    ]);

    internal static Keyboard.Inline Fields(Form.Reviewing review)
    {
        var fields = FormQuestions.InOrder.Select(
            question => Choice(review, question.Label, new ReviewChoice.ChangeField(question.Field)));
        return new([.. InRows(fields).Rows, [Choice(review, FormText.KeepAll, new ReviewChoice.KeepAll())]]);
    }

    private static InlineButton Choice(Form.Reviewing review, string label, ReviewChoice choice) =>
        new(label, FormButton.DataFor(review.FormId, review.Revision, choice));

    private static Keyboard.Inline InRows(IEnumerable<InlineButton> buttons) => new([.. buttons.Chunk(PerRow)]);
}
