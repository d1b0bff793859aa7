using System.Globalization;

namespace VizTeh.Actors.Sandbox.Bot;

/// <summary>
/// The wall clock of the bot's processes, which can be set while they run, by libfaketime (Debian's package faketime). Monotonic clocks are
/// not changed, as when a machine's clock is set.
/// </summary>
public sealed class BotClock : IDisposable
{
    private readonly string _library;
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"vizteh-clock-{Guid.NewGuid():N}");

    private BotClock(string library)
    {
        _library = library;
        Set(TimeSpan.Zero);
    }

    /// <summary>The environment variables that make a process use this clock.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["LD_PRELOAD"] = _library,
        ["FAKETIME_TIMESTAMP_FILE"] = _file,
        ["FAKETIME_CACHE_DURATION"] = "1",
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        ["DONT_FAKE_MONOTONIC"] = "1",
        // With libfaketime's fix for other C libraries every timed wait of .NET ends at once.
        ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
    };

    /// <summary>Whether the library is installed.</summary>
    public static bool IsAvailable => FindLibrary() is not null;

    /// <summary>Null if the library is not installed.</summary>
    public static BotClock? TryCreate() => FindLibrary() is { } library ? new BotClock(library) : null;

    /// <summary>Sets how far the clock is ahead of the machine's; the processes notice within a second.</summary>
    public void Set(TimeSpan ahead)
    {
        File.WriteAllText(_file + ".new", string.Create(CultureInfo.InvariantCulture, $"{ahead.TotalSeconds:+0;-0;+0}\n"));
        File.Move(_file + ".new", _file, overwrite: true);
    }

    public void Dispose() => File.Delete(_file);

    private static string? FindLibrary()
    {
        string[] folders = Directory.Exists("/usr/lib") ? [.. Directory.EnumerateDirectories("/usr/lib"), "/usr/lib"] : [];
        return folders.Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists);
    }
}
