using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Forms;

/// <summary>What an input means before it is known where the client is in the form.</summary>
internal abstract record Move
{
    private Move()
    {
    }

    public sealed record Start : Move;

    public sealed record Help : Move;

    public sealed record UnknownCommand : Move;

    public sealed record NewForm : Move;

    public sealed record AboutCompany : Move;

    public sealed record Back : Move;

    public sealed record Cancel : Move;

    /// <summary>Anything else that was typed.</summary>
    public sealed record Words(string Typed) : Move;

    public sealed record Contact(string PhoneNumber) : Move;

    /// <param name="Button">Null when the data was not made by the form.</param>
    public sealed record Press(FormButton? Button) : Move;

    public sealed record Unsupported(UnsupportedKind Kind) : Move;

    public static Move Of(ClientInput input) => input switch
    {
        ClientInput.Text(var typed) => OfText(typed),
        ClientInput.Contact(var number, _) => new Contact(number),
        ClientInput.Press(_, var data) => new Press(FormButton.Parse(data)),
        ClientInput.Unsupported(var kind) => new Unsupported(kind),
        _ => throw new ArgumentOutOfRangeException(nameof(input), input.GetType().Name, "Not an input that the form knows."),
    };

    // The menu's buttons come as text.
    private static Move OfText(string typed)
    {
        var line = AnswerText.SingleLine(typed);
        if (line is ['/', var first, ..] && (char.IsLetterOrDigit(first) || first == '_'))
            return OfCommand(line);

        return Synonyms.MoveOf(line) ?? new Words(typed);
    }

    // "/start@bot abc": in a private chat the name can only be ours, and the argument of a deep link changes nothing.
    private static Move OfCommand(string line) => line.Split(' ', '@')[0].ToUpperInvariant() switch
    {
        "/START" => new Start(),
        "/HELP" => new Help(),
        "/CANCEL" => new Cancel(),
        _ => new UnknownCommand(),
    };
}
