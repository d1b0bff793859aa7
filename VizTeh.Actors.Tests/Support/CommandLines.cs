using System.Text.RegularExpressions;
using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Tests.Support;

internal static partial class CommandLines
{
    /// <summary>Asserts that Telegram accepts the menu: one refused line has the whole menu refused (Bot API, BotCommand).</summary>
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
