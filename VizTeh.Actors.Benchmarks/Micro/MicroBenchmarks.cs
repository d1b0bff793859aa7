using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;

namespace VizTeh.Actors.Benchmarks.Micro;

/// <summary>What one update costs in code that waits for nothing.</summary>
internal static class MicroBenchmarks
{
    /// <param name="arguments">BenchmarkDotNet's own; none runs all.</param>
    public static void Run(string[] arguments) => BenchmarkSwitcher
        .FromTypes([typeof(FormBenchmarks), typeof(UpdateReaderBenchmarks), typeof(EventSerializerBenchmarks)])
        .Run(arguments.Length == 0 ? ["--filter", "*"] : arguments, DefaultConfig.Instance);
}
