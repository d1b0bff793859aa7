using System.Diagnostics;
using VizTeh.Actors.Sandbox;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Sandbox.CommandLine;

public sealed class ScriptOptionTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("demo.sh", "--no-browser")]
    [InlineData("demo.sh", "--nodes 3")]
    [InlineData("durability.sh", "--surroundings")]
    [InlineData("bench.sh", "--rounds")]
    [InlineData("screenshots.sh", "docs/images")]
    [InlineData("test.sh", "dotnet test")]
    [InlineData("lint.sh", "ShellCheck")]
    public async Task Help_is_printed_without_building_or_starting_anything(string script, string named)
    {
        var (code, output, errors) = await RunAsync(script, "--help");

        Assert.Equal(0, code);
        Assert.Contains(named, output, StringComparison.Ordinal);
        Assert.Empty(errors);
    }

    [Theory]
    [InlineData("demo.sh", "--no")]
    [InlineData("demo.sh", "chat", "--hlep")]
    [InlineData("durability.sh", "--minute", "3")]
    [InlineData("bench.sh", "compare", "--slow")]
    [InlineData("screenshots.sh", "--dark")]
    [InlineData("lint.sh", "--fix")]
    public async Task An_unknown_option_is_refused_by_name_with_the_help_before_anything_is_built_or_started(
        string script, params string[] arguments)
    {
        var (code, output, errors) = await RunAsync(script, arguments);

        Assert.Equal(2, code);
        Assert.Empty(output);
        var unknown = arguments.First(argument => argument.StartsWith('-'));
        Assert.StartsWith($"Unknown option: {unknown}\n", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Building", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Unknown: chta", "chta")]
    [InlineData("Unknown: --hlep", "chat", "--hlep")]
    [InlineData("Unknown: 8090", "8090")]
    [InlineData("Both script and chat are named: choose one.", "script", "chat")]
    [InlineData("--port needs a number from 0 to 65535.", "--port")]
    [InlineData("--port needs a number from 0 to 65535.", "--port", "eighty")]
    [InlineData("--port needs a number from 0 to 65535.", "--port", "65536")]
    [InlineData("--form needs a file; there is none with the name \"\".", "script", "--form")]
    [InlineData("--form needs a file; there is none with the name \"examples/none.conf\".", "--form", "examples/none.conf")]
    [InlineData("--nodes needs a number from 1 to 3.", "--nodes")]
    [InlineData("--nodes needs a number from 1 to 3.", "--nodes", "0")]
    [InlineData("--nodes needs a number from 1 to 3.", "page", "--nodes", "4")]
    [InlineData("--nodes is for the page only.", "chat", "--nodes", "3")]
    [InlineData("--port is for the page only.", "chat", "--port", "8090")]
    [InlineData("--no-browser is for the page only.", "--no-browser", "script")]
    public void What_the_demo_cannot_do_is_refused_in_one_line(string mistake, params string[] arguments)
    {
        var (options, said) = SandboxOptions.Parse(arguments);

        Assert.Null(options);
        Assert.Equal(mistake, said);
    }

    [Fact]
    public void The_demo_takes_its_options_in_any_order_and_shows_the_page_when_nothing_is_named()
    {
        Assert.Equal(new SandboxOptions(), SandboxOptions.Parse([]).Options);
        Assert.Equal(
            new SandboxOptions(Port: 0, OpensBrowser: false, ShowsLog: true),
            SandboxOptions.Parse(["--no-browser", "--port", "0", "page", "--log"]).Options);
        Assert.Equal(new SandboxOptions(Nodes: 3), SandboxOptions.Parse(["--nodes", "3"]).Options);
        Assert.Equal(
            new SandboxOptions(SandboxOptions.ChatMode, ShowsLog: true), SandboxOptions.Parse(["--log", "chat"]).Options);
        var form = Path.Combine(Repository.Root, "examples", "repair.conf");
        Assert.Equal(
            new SandboxOptions(SandboxOptions.ScriptMode, FormFile: form), SandboxOptions.Parse(["--form", form, "script"]).Options);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Repository.Root, "scripts", script), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Deadline);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
