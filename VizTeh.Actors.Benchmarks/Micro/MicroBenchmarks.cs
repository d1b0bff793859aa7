using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace VizTeh.Actors.Benchmarks.Micro;

/// <summary>The cost of one update in code without I/O.</summary>
internal static class MicroBenchmarks
{
    // In this process: a separate process for each benchmark would be built, with the whole bot, for minutes.
    private static readonly IConfig Config =
        ManualConfig.Create(DefaultConfig.Instance).AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));

    /// <param name="arguments">BenchmarkDotNet's arguments; none runs all.</param>
    public static void Run(string[] arguments) => BenchmarkSwitcher
        .FromTypes([typeof(FormBenchmarks), typeof(UpdateReaderBenchmarks), typeof(EventSerializerBenchmarks)])
        .Run(arguments.Length == 0 ? ["--filter", "*"] : arguments, Config);
}
