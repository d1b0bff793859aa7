using System.Text.RegularExpressions;
using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Tests.Support;

internal static partial class CommandLines
{
    /// <summary>One line that Telegram does not take has it refuse the whole menu (Bot API, BotCommand).</summary>
    public static void AssertTaken(IReadOnlyList<SuggestedCommand> menu)
    {
        Assert.Distinct(menu.Select(command => command.Name));
        Assert.All(menu, command =>
        {
            Assert.Matches(Name(), command.Name);
            Assert.InRange(command.Description.Length, 1, 256);
        });
    }

    [GeneratedRegex("^[a-z0-9_]{1,32}$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
