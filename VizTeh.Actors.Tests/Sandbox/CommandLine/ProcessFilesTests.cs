using System.Diagnostics;
using VizTeh.Actors.Sandbox.Bot;

namespace VizTeh.Actors.Tests.Sandbox.CommandLine;

public sealed class ProcessFilesTests
{
    [Fact]
    public void A_thread_counts_its_nanoseconds_on_a_processor_and_its_switches_of_both_kinds()
    {
        var use = ThreadUse.Parse(
            ".NET TP Worker\n", "185545900 739165 2\n",
            "Name:\t.NET TP Worker\nThreads:\t31\nvoluntary_ctxt_switches:\t384\nnonvoluntary_ctxt_switches:\t3\n");

        Assert.Equal(new ThreadUse(".NET TP Worker", TimeSpan.FromMicroseconds(185_545.9), 387), use);
    }

    [Theory]
    [InlineData("", "voluntary_ctxt_switches:\t1\nnonvoluntary_ctxt_switches:\t1\n")]
    [InlineData("1 2 3\n", "")]
    [InlineData("1 2 3\n", "voluntary_ctxt_switches:\t1\n")]
    [InlineData("1 2 3\n", "nonvoluntary_ctxt_switches:\t1\n")]
    [InlineData("1 2 3\n", "voluntary_ctxt_switches:\t\nnonvoluntary_ctxt_switches:\t1\n")]
    public void A_file_that_is_not_as_Linux_writes_it_is_refused_rather_than_counted_as_nothing(string schedstat, string status) =>
        Assert.Throws<FormatException>(() => ThreadUse.Parse("main\n", schedstat, status));

    [Fact]
    public void Threads_are_counted_from_the_first_look_on_and_those_of_one_name_together()
    {
        var tally = new ThreadTally();

        tally.Look(Threads((1, "timer", 1_000, 9_000), (2, "worker", 10, 100), (3, "worker", 20, 200)));
        tally.Look(Threads((1, "timer", 1_004, 9_040), (2, "worker", 11, 101), (3, "worker", 22, 202)));
        tally.Look(Threads((1, "timer", 1_008, 9_090), (2, "worker", 11, 101), (3, "worker", 22, 203)));

        Assert.Equal([Use("timer", 8, 90), Use("worker", 3, 4)], tally.ByName);
        Assert.Equal((TimeSpan.FromMilliseconds(11), 94), (tally.Cpu, tally.Switches));
    }

    [Fact]
    public void A_thread_that_ends_stays_counted_as_it_was_last_seen_and_a_new_one_counts_whole()
    {
        var tally = new ThreadTally();

        tally.Look(Threads((1, "main", 5, 50), (2, "worker", 10, 100)));
        tally.Look(Threads((1, "main", 5, 50), (2, "worker", 13, 107)));
        tally.Look(Threads((1, "main", 5, 50), (7, "gate", 2, 4)));

        Assert.Equal([Use("worker", 3, 7), Use("gate", 2, 4), Use("main", 0, 0)], tally.ByName);
    }

    [Theory]
    [InlineData(1, 300)]
    [InlineData(20, 3)]
    public void The_id_of_a_thread_that_has_ended_can_become_another_threads(int milliseconds, long switches)
    {
        var tally = new ThreadTally();

        tally.Look(Threads((2, "worker", 10, 100)));
        tally.Look(Threads((2, "worker", milliseconds, switches)));

        Assert.Equal([Use("worker", milliseconds, switches)], tally.ByName);
    }

    [Fact]
    public void Nothing_is_counted_before_there_are_two_looks()
    {
        var tally = new ThreadTally();

        tally.Look(Threads((1, "main", 5, 50)));

        Assert.Equal((TimeSpan.Zero, 0), (tally.Cpu, tally.Switches));
    }

    [Fact]
    public void The_memory_of_a_process_is_told_apart_by_what_stands_behind_it()
    {
        const string Rollup =
            """
            564f02da7000-7ffffe10f000 ---p 00000000 00:00 0                          [rollup]
            Rss:              241664 kB
            Pss:              229376 kB
            Pss_Anon:          95000 kB
            Private_Clean:    102400 kB
            Private_Dirty:     95232 kB
            Anonymous:         95232 kB
            AnonHugePages:         0 kB
            """;

        var memory = ProcessMemory.Parse(
            Rollup, "VmRSS:\t  241664 kB\nRssAnon:\t   95232 kB\nRssFile:\t   97280 kB\nRssShmem:\t   49152 kB\n");

        Assert.Equal(new ProcessMemory(241_664 * 1024, 95_232 * 1024, 97_280 * 1024, 49_152 * 1024), memory);
    }

    [Fact]
    public void The_files_of_a_running_process_are_read_as_they_are()
    {
        if (!OperatingSystem.IsLinux())
            return;

        using var process = Process.GetCurrentProcess();
        var threads = ThreadUse.OfProcess(process.Id);
        var memory = ProcessMemory.OfProcess(process.Id);

        Assert.True(threads.Count > 1);
        Assert.Contains(threads.Values, thread => thread.Cpu > TimeSpan.Zero && thread.Switches > 0 && thread.Name.Length > 0);
        Assert.InRange(memory.Private, 1, memory.Resident - 1);
        Assert.InRange(memory.Mapped, 1, memory.Resident - 1);
    }

    private static Dictionary<int, ThreadUse> Threads(params IEnumerable<(int Id, string Name, int Milliseconds, long Switches)> threads) =>
        threads.ToDictionary(thread => thread.Id, thread => Use(thread.Name, thread.Milliseconds, thread.Switches));

    private static ThreadUse Use(string name, int milliseconds, long switches) =>
        new(name, TimeSpan.FromMilliseconds(milliseconds), switches);
}
