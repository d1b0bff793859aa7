namespace VizTeh.Actors.Forms;

/// <summary>
/// A button under the reminder of an unfinished form, as its callback data encodes it: <c>remind:{form}:continue</c> or
/// <c>remind:{form}:cancel</c>.
/// </summary>
/// <param name="Form">A short token of the form's id.</param>
internal sealed record ReminderButton(string Form, bool Cancels)
{
    private const string Prefix = "remind";
    private const string Continue = "continue";
    private const string Cancel = "cancel";

    public static ReminderButton ToContinue(Guid formId) => new(FormButton.TokenOf(formId), Cancels: false);

    public static ReminderButton ToCancel(Guid formId) => new(FormButton.TokenOf(formId), Cancels: true);

    public string ToData() => $"{Prefix}:{Form}:{(Cancels ? Cancel : Continue)}";

    /// <summary>Reads the data of a press; null for data of another button.</summary>
    public static ReminderButton? Parse(string? data) => data?.Split(':') switch
    {
        [Prefix, var form, Continue] => new(form, Cancels: false),
        [Prefix, var form, Cancel] => new(form, Cancels: true),
        _ => null,
    };

    public bool IsOf(Guid formId) => Form == FormButton.TokenOf(formId);
}
