using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Sandbox.CommandLine;

public sealed class SandboxEndTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vizteh-sandbox-");

    public SandboxEndTests()
    {
        // PostgreSQL runs as another user if the tests run as root.
        if (!OperatingSystem.IsWindows())
            _folder.UnixFileMode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Kill_9_of_the_sandbox_leaves_neither_the_bot_nor_PostgreSQL_behind_and_it_can_be_started_again_at_once()
    {
        int bot, postgres;
        await using (var killed = SandboxProcess.Start(_folder.FullName, "page", "--no-browser", "--port", "0"))
        {
            await killed.SaysAsync("The page: http");
            (bot, postgres) = (await killed.BotAsync(), await killed.PostgresAsync());
            killed.Kill();
            await killed.EndsAsync();
        }

        await using var next = SandboxProcess.Start(_folder.FullName, "page", "--no-browser", "--port", "0");
        await Eventually.IsTrueAsync(() => !SandboxProcess.IsRunning(bot), "The bot of the killed sandbox has ended");
        await Eventually.IsTrueAsync(() => !SandboxProcess.IsRunning(postgres), "The PostgreSQL of the killed sandbox has ended");
        await next.SaysAsync("The page: http");
        (bot, postgres) = (await next.BotAsync(), await next.PostgresAsync());

        next.PressCtrlC();
        Assert.Equal(0, await next.EndsAsync());
        Assert.False(SandboxProcess.IsRunning(bot));
        Assert.False(SandboxProcess.IsRunning(postgres));
    }

    [Fact]
    public async Task The_terminal_chat_has_the_form_that_its_option_names()
    {
        await using var sandbox = SandboxProcess.Start(
            _folder.FullName, "chat", "--form", Path.Combine(Repository.Root, "examples", "repair.conf"));
        await sandbox.SaysAsync("You are a client.");
        sandbox.Type("/start");
        await sandbox.SaysAsync("Здравствуйте");

        sandbox.Type("Оставить заявку");

        await sandbox.SaysAsync("Что сломалось?");
        sandbox.PressCtrlC();
        Assert.Equal(0, await sandbox.EndsAsync());
    }

    [Theory]
    [InlineData("chat", "You are a client.")]
    [InlineData("script", "/start")]
    public async Task Ctrl_C_ends_the_terminals_forms_with_all_that_they_started(string form, string saidBefore)
    {
        await using var sandbox = SandboxProcess.Start(_folder.FullName, form);
        await sandbox.SaysAsync(saidBefore);
        var (bot, postgres) = (await sandbox.BotAsync(), await sandbox.PostgresAsync());

        sandbox.PressCtrlC();

        Assert.Equal(0, await sandbox.EndsAsync());
        Assert.Contains("Leaving", sandbox.Output, StringComparison.Ordinal);
        Assert.False(SandboxProcess.IsRunning(bot));
        Assert.False(SandboxProcess.IsRunning(postgres));
    }
}
