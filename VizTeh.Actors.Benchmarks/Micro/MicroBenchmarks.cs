using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace VizTeh.Actors.Benchmarks.Micro;

/// <summary>What one update costs in code that waits for nothing.</summary>
internal static class MicroBenchmarks
{
    // Within this process: one of its own for each would be built anew, with the whole bot, for minutes.
    private static readonly IConfig Config =
        ManualConfig.Create(DefaultConfig.Instance).AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));

    /// <param name="arguments">BenchmarkDotNet's own; none runs all.</param>
    public static void Run(string[] arguments) => BenchmarkSwitcher
        .FromTypes([typeof(FormBenchmarks), typeof(UpdateReaderBenchmarks), typeof(EventSerializerBenchmarks)])
        .Run(arguments.Length == 0 ? ["--filter", "*"] : arguments, Config);
}
