using System.Globalization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Clients;

/// <summary>What a button under a client's own tickets does.</summary>
internal enum OwnTicketStep
{
    /// <summary>Shows the ticket.</summary>
    Open,

    /// <summary>Asks whether to withdraw it.</summary>
    AskToWithdraw,

    Withdraw,

    /// <summary>Lets the client add something to it.</summary>
    Add,

    /// <summary>Ends that.</summary>
    Leave,

    /// <summary>Opens it again, with what was added to it already.</summary>
    Reopen,
}

/// <summary>
/// A button of «Мои заявки», as its callback data encodes it: <c>my:page:{page}</c>, or <c>my:{step}:{ticket}</c> with the ticket's check
/// after it, if it has one. Buttons stay in a chat for ever, and whoever knows the format may send any data: whose ticket it is, is decided
/// where the ticket is read.
/// </summary>
internal abstract record OwnTicketButton
{
    private const string Prefix = "my";
    private const string PageWord = "page";

    private static readonly (OwnTicketStep Step, string Word)[] Words =
    [
        (OwnTicketStep.Open, "open"), (OwnTicketStep.AskToWithdraw, "ask"), (OwnTicketStep.Withdraw, "withdraw"),
        (OwnTicketStep.Add, "add"), (OwnTicketStep.Leave, "leave"),
        (OwnTicketStep.Reopen, "reopen"),
    ];

    private OwnTicketButton()
    {
    }

    /// <summary>Shows a page of the list.</summary>
    /// <param name="Number">From zero.</param>
    public sealed record Page(int Number) : OwnTicketButton;

    /// <param name="Check">The ticket's check; null for none.</param>
    public sealed record Of(OwnTicketStep Step, long Ticket, string? Check) : OwnTicketButton;

    public static string ToPage(int number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}:{PageWord}:{number}");

    public static string To(OwnTicketStep step, long ticket, Guid? submissionId)
    {
        var end = TicketButton.CheckOf(submissionId) is { } check ? ":" + check : "";
        return string.Create(CultureInfo.InvariantCulture, $"{Prefix}:{Words.First(word => word.Step == step).Word}:{ticket}{end}");
    }

    /// <summary>Reads the data of a press; null for data of another button.</summary>
    public static OwnTicketButton? Parse(string? data) => data?.Split(':') switch
    {
        [Prefix, PageWord, var number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var page) =>
            new Page(page),
        [Prefix, var word, var ticket] => Read(word, ticket, null),
        [Prefix, var word, var ticket, var check] when TicketButton.IsCheck(check) => Read(word, ticket, check),
        _ => null,
    };

    /// <summary>Whether an answer uses up the buttons of a message: those of the list and of a ticket stay.</summary>
    public static bool MayBeUsedUp(Keyboard.Inline keyboard) =>
        keyboard.Rows is not [[var first, ..], ..] || Parse(first.Data) is null or Of { Step: OwnTicketStep.Leave };

    private static Of? Read(string word, string ticket, string? check) =>
        Array.FindIndex(Words, known => known.Word == word) is >= 0 and var at
            && long.TryParse(ticket, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new Of(Words[at].Step, id, check)
            : null;
}
