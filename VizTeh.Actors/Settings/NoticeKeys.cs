using Akka.Configuration.Hocon;

namespace VizTeh.Actors.Settings;

/// <summary>Reads <c>vizteh.notices</c>: what a client is told of a ticket.</summary>
internal static class NoticeKeys
{
    public const string Key = "vizteh.notices";

    private static readonly string[] Known = ["taken", "closed", "reopened", "names"];

    /// <param name="value">The section; null when there is none.</param>
    /// <returns>The settings, and all mistakes, each a sentence that begins with its key.</returns>
    public static (NoticeSettings Notices, IReadOnlyList<string> Mistakes) Read(HoconValue? value)
    {
        var shipped = NoticeSettings.Shipped;
        if (value is null)
            return (shipped, []);
        if (!value.IsObject())
            return (shipped, [$"{Key} must be a section: {{ taken = on, closed = on, reopened = on, names = off }}"]);
        var mistakes = new List<string>();
        var members = value.GetObject().Items.ToDictionary(item => item.Key.Trim('"'), item => item.Value);
        foreach (var name in members.Keys.Where(name => !Known.Contains(name)))
        {
            var meant = Nearest.To(name, Known) is { } near ? $"did you mean {near}" : $"known are {string.Join(", ", Known)}";
            mistakes.Add($"{Key}.{name} is not known: {meant}");
        }

        return (
            new NoticeSettings(
                Switch("taken", shipped.Taken), Switch("closed", shipped.Closed), Switch("reopened", shipped.Reopened),
                Switch("names", shipped.Names)),
            mistakes);

        bool Switch(string name, bool byDefault) => OnOff.Read($"{Key}.{name}", members.GetValueOrDefault(name), byDefault, mistakes);
    }
}
