namespace VizTeh.Actors.Forms;

/// <summary>A command that a client may write. What it does depends on where the client is: <see cref="FormRules"/>.</summary>
internal interface IClientCommand
{
    /// <summary>Without the slash, in small letters.</summary>
    string Name { get; }

    /// <summary>What the app shows beside it after a slash is typed: plain.</summary>
    string MenuLine { get; }

    /// <summary>What /help says of it: HTML.</summary>
    string HelpLine { get; }

    ClientIntent Intent { get; }
}
