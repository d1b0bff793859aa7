using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Forms;

/// <summary>A command that a client may write. Its effect depends on the form's state: <see cref="FormRules"/>.</summary>
internal interface IClientCommand
{
    /// <summary>The command's name without the slash, in lower case.</summary>
    string Name { get; }

    /// <summary>The description that the app shows in its menu of commands.</summary>
    Phrase MenuLine { get; }

    /// <summary>The command's line in /help.</summary>
    Phrase HelpLine { get; }

    ClientIntent Intent { get; }

    /// <summary>Whether the firm offers it; a command that is not offered is unknown.</summary>
    bool IsOffered(FirmTexts texts) => true;
}
