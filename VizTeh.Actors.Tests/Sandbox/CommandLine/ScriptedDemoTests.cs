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
        Assert.Equal(2, shown.Split("В каком городе вы находитесь?").Length);
        Assert.Contains("kill -9", shown, StringComparison.Ordinal);
        Assert.Contains("ООО «Ромашка» & <сыновья>", shown, StringComparison.Ordinal);
    }
}
