using System.Reflection;

namespace VizTeh.Actors.Reliability;

/// <summary>The program's version.</summary>
internal static class ProgramVersion
{
    /// <summary>As the build has it: <c>1.2.3</c>, with the commit behind a plus sign where it is known.</summary>
    public static string Whole { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>In three numbers, by which Akka compares versions.</summary>
    public static string Text { get; } = typeof(ProgramVersion).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
