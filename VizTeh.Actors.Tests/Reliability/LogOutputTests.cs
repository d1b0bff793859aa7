using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Tests.Reliability;

public sealed class LogOutputTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task While_nobody_reads_no_line_is_waited_for_and_later_the_log_says_how_many_are_missing_and_where()
    {
        using var reader = new Reader();
        using var output = new LogOutput(reader, mostWaiting: 100);
        reader.Stop();
        output.Add("taken, and stuck on its way");
        await reader.WriteBegunAsync();

        for (var line = 0; line < 1_000; line++)
            output.Add(string.Create(CultureInfo.InvariantCulture, $"line {line:D4}"));
        Assert.Equal(990, output.Progress.Dropped);
        reader.GoOn();
        output.Flush();
        output.Add("read again");
        output.Flush();

        Assert.Equal(
            ["taken, and stuck on its way", .. Enumerable.Range(0, 10).Select(line => $"line {line:D4}"),
                "990 lines of this log were dropped here: nobody took them in time", "read again"],
            reader.Lines);
    }

    [Fact]
    public async Task The_end_of_the_program_does_not_wait_for_a_reader_for_ever()
    {
        using var reader = new Reader();
        var output = new LogOutput(reader);
        reader.Stop();
        output.Add("stuck");
        await reader.WriteBegunAsync();

        await Task.Run(output.Dispose).WaitAsync(Deadline);
        reader.GoOn();
    }

    [Fact]
    public void After_a_disk_that_was_full_the_log_goes_on_and_says_what_is_missing()
    {
        using var reader = new Reader { IsFull = true };
        using var output = new LogOutput(reader);

        output.Add("lost");
        output.Flush();
        reader.IsFull = false;
        output.Add("kept");
        output.Flush();

        Assert.Equal(1, output.Progress.Dropped);
        Assert.Equal(["kept", "1 lines of this log were dropped here: nobody took them in time"], reader.Lines);
    }

    [Theory]
    [InlineData("th-TH")]
    [InlineData("fa-IR")]
    [InlineData("ar-SA")]
    public void Under_any_locale_a_line_bears_a_date_of_our_calendar_and_what_it_tells_stays_on_it(string locale)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(locale);
        using var reader = new Reader();
        using var output = new LogOutput(reader);
        using var log = new ProgramLog(output, new FakeTimeProvider(new DateTimeOffset(2026, 11, 25, 7, 8, 9, TimeSpan.Zero)));
        try
        {
            var logger = log.CreateLogger("VizTeh");
            logger.Log(LogLevel.Warning, new EventId(3), "two\r\nlines\nand more", new InvalidOperationException("of\nthem"),
                (text, _) => text);
            output.Flush();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Equal(
            ["2026-11-25 07:08:09.000 warn: VizTeh[3] two lines and more System.InvalidOperationException: of them"], reader.Lines);
    }

    [Fact]
    public void What_a_person_put_into_a_message_neither_forges_a_line_nor_commands_a_terminal()
    {
        using var reader = new Reader();
        using var output = new LogOutput(reader);
        using var log = new ProgramLog(output, new FakeTimeProvider());

        log.CreateLogger("VizTeh").LogWarning("{Title}", "a\u001b[2J\tb\u0007\u2028fail: c");
        output.Flush();

        Assert.EndsWith("warn: VizTeh[0] a [2J b  fail: c", Assert.Single(reader.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void As_json_a_line_is_an_object_with_the_values_by_name_and_letters_as_they_are()
    {
        using var reader = new Reader();
        using var output = new LogOutput(reader);
        using var log = new ProgramLog(output, new FakeTimeProvider(), LogFormatter.Json);

        log.CreateLogger("VizTeh").LogError(
            new EventId(3), new InvalidOperationException("of\nthem"), "Чат «{Title}»\n😀 {ChatId}", "\"а\"\u2028", -5);
        output.Flush();

        var line = Assert.Single(reader.Lines);
        Assert.Contains("Чат «", line, StringComparison.Ordinal);
        using var parsed = JsonDocument.Parse(line);
        var root = parsed.RootElement;
        Assert.Equal("Чат «\"а\"\u2028»\n😀 -5", root.GetProperty("Message").GetString());
        Assert.Equal(("Error", "VizTeh", 3), (
            root.GetProperty("LogLevel").GetString(), root.GetProperty("Category").GetString(), root.GetProperty("EventId").GetInt32()));
        Assert.Equal("System.InvalidOperationException: of\nthem", root.GetProperty("Exception").GetString());
        Assert.Equal(-5, root.GetProperty("State").GetProperty("ChatId").GetInt32());
        Assert.True(DateTimeOffset.TryParse(root.GetProperty("Timestamp").GetString(), CultureInfo.InvariantCulture, out _));
    }

    /// <summary>The output of the log; its reader may stop, and its disk may be full.</summary>
    private sealed class Reader : MemoryStream
    {
        private readonly ManualResetEventSlim _reads = new(initialState: true);
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsFull { get; set; }

        public string[] Lines => Encoding.UTF8.GetString(ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        public void Stop() => _reads.Reset();

        public void GoOn() => _reads.Set();

        public Task WriteBegunAsync() => _begun.Task.WaitAsync(Deadline);

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            _begun.TrySetResult();
            _reads.Wait(Deadline);
            if (IsFull)
                throw new IOException("No space left on device");
            base.Write(buffer);
        }

        protected override void Dispose(bool disposing)
        {
            _reads.Set();
            base.Dispose(disposing);
        }
    }
}
