using System.Globalization;
using VizTeh.Actors.Sandbox.Page;
using VizTeh.Actors.Sandbox.Page.Live;

namespace VizTeh.Actors.Sandbox;

/// <summary>The command-line options of scripts/demo.sh.</summary>
internal sealed record SandboxOptions(
    string Mode = SandboxOptions.PageMode, int Port = PageServer.DefaultPort, bool OpensBrowser = true, bool ShowsLog = false,
    string? FormFile = null, int Nodes = 1)
{
    public const string PageMode = "page";
    public const string ScriptMode = "script";
    public const string ChatMode = "chat";

    public const string Usage =
        """
        Usage: demo.sh [page [--nodes 3] [--port 8090] [--no-browser] | script | chat] [--form FILE] [--log]

          page           a page in the browser (this is what runs when nothing is named)
          script         a scripted client and manager at the terminal, with a kill -9 in the middle
          chat           you are the clients and the manager, at the terminal
          --form FILE    another form, such as examples/repair.conf; its values replace those of hocon.conf
          --log          shows the bot's log as well
          --nodes 3      with the page: 2 or 3 processes work as one bot, and each can be killed, frozen and cut off
          --port 8090    the page's port; the next free one if it is taken
          --no-browser   only prints the page's address
          --help         prints this
        """;

    /// <returns>The options, or the mistake in one line.</returns>
    public static (SandboxOptions? Options, string? Mistake) Parse(IReadOnlyList<string> arguments)
    {
        var options = new SandboxOptions();
        string? mode = null;
        string? onlyForThePage = null;
        for (var at = 0; at < arguments.Count; at++)
        {
            switch (arguments[at])
            {
                case "--log":
                    options = options with { ShowsLog = true };
                    break;
                case "--no-browser":
                    options = options with { OpensBrowser = false };
                    onlyForThePage = "--no-browser";
                    break;
                case "--port":
                    if (!ushort.TryParse(arguments.ElementAtOrDefault(++at), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
                        return (null, $"--port needs a number from 0 to {ushort.MaxValue}.");
                    options = options with { Port = port };
                    onlyForThePage = "--port";
                    break;
                case "--nodes":
                    if (!int.TryParse(arguments.ElementAtOrDefault(++at), NumberStyles.None, CultureInfo.InvariantCulture, out var nodes)
                        || nodes is < 1 or > BotNodes.Most)
                    {
                        return (null, $"--nodes needs a number from 1 to {BotNodes.Most}.");
                    }

                    options = options with { Nodes = nodes };
                    onlyForThePage = "--nodes";
                    break;
                case "--form":
                    if (arguments.ElementAtOrDefault(++at) is not { } file || !File.Exists(file))
                        return (null, $"--form needs a file; there is none with the name \"{arguments.ElementAtOrDefault(at)}\".");
                    options = options with { FormFile = Path.GetFullPath(file) };
                    break;
                case PageMode or ScriptMode or ChatMode when mode is null:
                    mode = arguments[at];
                    break;
                case PageMode or ScriptMode or ChatMode:
                    return (null, $"Both {mode} and {arguments[at]} are named: choose one.");
                default:
                    return (null, $"Unknown: {arguments[at]}");
            }
        }

        mode ??= PageMode;
        return mode != PageMode && onlyForThePage is not null
            ? (null, $"{onlyForThePage} is for the page only.")
            : (options with { Mode = mode }, null);
    }
}
