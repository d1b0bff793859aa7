using System.Runtime.InteropServices;
using System.Text;
using VizTeh.Actors.Benchmarks;
using VizTeh.Actors.Benchmarks.Baselines.Plain;
using VizTeh.Actors.Benchmarks.Measurements;
using VizTeh.Actors.Benchmarks.Micro;
using VizTeh.Actors.Sandbox.Postgres;

// baseline NAME: a baseline's process. micro: the micro-benchmarks. Anything else: see BenchOptions and scripts/bench.sh.
Console.OutputEncoding = Encoding.UTF8;
switch (args)
{
    case ["baseline", "naive"]:
        return await PlainProgram.RunAsync(isDurable: false, oneAtATime: false);
    case ["baseline", "naive, one at a time"]:
        return await PlainProgram.RunAsync(isDurable: false, oneAtATime: true);
    case ["baseline", "durable-naive"]:
        return await PlainProgram.RunAsync(isDurable: true, oneAtATime: false);
    case ["micro", ..]:
        MicroBenchmarks.Run(args[1..]);
        return 0;
}

if (args.Any(argument => argument is "--help" or "-h"))
{
    Console.WriteLine(BenchOptions.Usage);
    return 0;
}

if (BenchOptions.Parse(args, out var mistake) is not { } options)
{
    await Console.Error.WriteLineAsync($"{mistake}\n\n{BenchOptions.Usage}");
    return 2;
}

using var leaving = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    leaving.Cancel();
};
// The contenders are separate processes, which nothing else would end.
using var terminating = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    leaving.Cancel();
});

try
{
    await new BenchRun(options, Console.WriteLine).RunAsync(leaving.Token);
    return 0;
}
catch (Exception failure) when (failure is PostgresUnavailableException or FileNotFoundException or WorthlessMeasurementException)
{
    await Console.Error.WriteLineAsync(failure.Message);
    return 1;
}
catch (OperationCanceledException) when (leaving.IsCancellationRequested)
{
    return 1;
}
