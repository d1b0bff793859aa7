using VizTeh.Actors.Messages;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Manager.Commands;

/// <summary>Lists what managers can do in the chat, and the commands.</summary>
/// <param name="commands">The table that contains this command; a function, since the table is created after it.</param>
internal sealed class HelpCommand(Func<ManagerCommands> commands, BotSettings settings) : IManagerCommand
{
    private readonly FirmTexts _texts = settings.Company.Texts;

    public string Name => "help";

    public string MenuLine => _texts[ManagerPhrases.MenuHelp];

    public string? HelpLine => null;

    // What is switched off is left out.
    private IEnumerable<string> Cards
    {
        get
        {
            var company = settings.Company;
            yield return _texts[ManagerPhrases.HelpCards];
            if (company.Outcomes.Count > 0)
                yield return _texts[ManagerPhrases.HelpOutcomes];
            if (company.Claim.IsOn)
                yield return _texts[ManagerPhrases.HelpClaims];
            if (company.Snooze)
                yield return _texts[ManagerPhrases.HelpSnooze];
            if (company.Answers)
                yield return _texts[AnswerPhrases.Help];
        }
    }

    public Task<IReadOnlyList<Message>> HandleAsync(ManagerCall call, CancellationToken cancellationToken)
    {
        IEnumerable<string> items = [.. Cards, .. commands().All.Select(command => command.HelpLine).OfType<string>()];
        return Task.FromResult<IReadOnlyList<Message>>(
            [new Message($"{_texts[ManagerPhrases.HelpTitle]}\n\n{string.Join(";\n", items.Select(item => $"• {item}"))}.")]);
    }
}
