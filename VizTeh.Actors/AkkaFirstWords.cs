using Akka.Configuration;
using Akka.Event;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors;

/// <summary>
/// What Akka says before its loggers have started and after they have stopped; its own way of saying it waits for the log's reader.
/// </summary>
public sealed class AkkaFirstWords : MinimalLogger
{
    /// <summary>Puts it in the place of Akka's own.</summary>
    internal static Config Config { get; } = ConfigurationFactory.ParseString(
        $"akka.stdout-logger-class = \"{typeof(AkkaFirstWords).FullName}, {typeof(AkkaFirstWords).Assembly.GetName().Name}\"");

    protected override void Log(object message) => LogOutput.Standard.Add(message.ToString()!.ReplaceLineEndings(" "));
}
