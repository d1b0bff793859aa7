using VizTeh.Actors.Sandbox.Demo;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Sandbox.CommandLine;

public sealed class ScriptedDemoTests
{
    [Fact]
    public async Task The_scripted_demo_kills_the_bot_when_its_reply_has_settled_so_no_question_comes_twice()
    {
        var options = new DemoOptions { Server = await PostgresFixture.ServerAsync(), DatabaseName = null };
        await using var fixture = await DemoFixture.SetUpAsync(options, _ => { }, _ => { }, CancellationToken.None);
        await using var output = new StringWriter();

        await new ScriptedDemo(fixture, output).RunAsync(CancellationToken.None);

        var shown = output.ToString();
        var beforeTheChange = shown[..shown.IndexOf("[Изменить]", StringComparison.Ordinal)];
        Assert.Equal(2, beforeTheChange.Split("В каком вы городе?").Length);
        Assert.Contains("kill -9", shown, StringComparison.Ordinal);
        Assert.Contains("ООО «Ромашка» & <сыновья>", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("appointment.conf", "На что вас записать?")]
    [InlineData("repair.conf", "Что сломалось?")]
    public async Task The_scripted_demo_fills_in_another_form_too(string file, string question)
    {
        var options = new DemoOptions
        {
            Server = await PostgresFixture.ServerAsync(),
            DatabaseName = null,
            FormFile = Path.Combine(Repository.Root, "examples", file),
        };
        await using var fixture = await DemoFixture.SetUpAsync(options, _ => { }, _ => { }, CancellationToken.None);
        await using var output = new StringWriter();

        await new ScriptedDemo(fixture, output).RunAsync(CancellationToken.None);

        var shown = output.ToString();
        Assert.Contains(question, shown, StringComparison.Ordinal);
        Assert.Contains("kill -9", shown, StringComparison.Ordinal);
        Assert.Contains("Закрыта", shown, StringComparison.Ordinal);
    }
}
