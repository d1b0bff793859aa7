using System.Text;
using Microsoft.Extensions.Logging;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Tests.Reliability;

/// <summary>Lines for the journal of systemd begin with their priority, and only those.</summary>
public sealed class JournalStreamTests
{
    [Theory]
    [InlineData("9:4711", "socket:[4711]", true)]
    [InlineData("9:4711", "pipe:[4711]", true)]
    [InlineData("9:4711", "socket:[47110]", false)]
    [InlineData("9:4711", "/var/log/bot-4711.log", false)]
    [InlineData("9:4711", "/dev/pts/1", false)]
    [InlineData("9:4711", null, false)]
    [InlineData("4711", "socket:[4711]", false)]
    [InlineData("9:", "socket:[]", false)]
    [InlineData("", "socket:[4711]", false)]
    [InlineData(null, "socket:[4711]", false)]
    public void The_journal_reads_a_stream_only_if_it_is_the_one_that_the_variable_names(string? variable, string? target, bool reads) =>
        Assert.Equal(reads, JournalStream.IsReader(variable, target));

    [Fact]
    public void Every_level_has_the_priority_of_syslog()
    {
        using var stream = new MemoryStream();
        using (var output = new LogOutput(stream, isJournal: true))
        {
            foreach (var level in Enum.GetValues<LogLevel>().Where(level => level != LogLevel.None))
                output.Add($"{level}", level);
            output.Flush();
        }

        Assert.Equal(
            "<7>Trace\n<7>Debug\n<6>Information\n<4>Warning\n<3>Error\n<2>Critical\n", Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void The_log_of_the_program_hands_its_levels_on()
    {
        using var stream = new MemoryStream();
        using (var output = new LogOutput(stream, isJournal: true))
        using (var log = new ProgramLog(output, TimeProvider.System))
        {
            log.CreateLogger("a").LogError("one\ntwo");
            output.Flush();
        }

        Assert.Matches(@"^<3>\S+ \S+ fail: a\[0\] one two\n$", Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void Anywhere_else_a_line_is_only_itself()
    {
        using var stream = new MemoryStream();
        using (var output = new LogOutput(stream))
        {
            output.Add("line", LogLevel.Error);
            output.Flush();
        }

        Assert.Equal("line\n", Encoding.UTF8.GetString(stream.ToArray()));
    }
}
