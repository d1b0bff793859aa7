using Microsoft.Extensions.Logging;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>How the log is written.</summary>
public sealed class LogVariablesTests : IDisposable
{
    private readonly BotSettingsFixture _given = new();

    public void Dispose() => _given.Dispose();

    [Theory]
    [InlineData(null, null, false, LogLevel.Information)]
    [InlineData("text", "info", false, LogLevel.Information)]
    [InlineData("JSON", "Trace", true, LogLevel.Trace)]
    [InlineData(" json ", "debug", true, LogLevel.Debug)]
    [InlineData(null, "WARNING", false, LogLevel.Warning)]
    [InlineData(null, "error", false, LogLevel.Error)]
    public void Both_are_read_in_any_letter_case(string? format, string? level, bool isJson, LogLevel least)
    {
        var faults = new List<string>();

        var style = new LogVariables(name => name == "LOG_FORMAT" ? format?.Trim() : level, faults).Read();

        Assert.Empty(faults);
        Assert.Equal(new LogStyle(isJson, least), style);
    }

    [Theory]
    [InlineData("LOG_FORMAT", "xml", "LOG_FORMAT must be text or json")]
    [InlineData("LOG_LEVEL", "loud", "LOG_LEVEL must be trace, debug, info, warning or error")]
    public void A_mistake_is_named(string name, string value, string reason)
    {
        _given.Set(name, value);

        Assert.StartsWith($"Settings: {reason}", _given.Refusal(), StringComparison.Ordinal);
    }
}
