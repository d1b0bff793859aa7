using Akka.Configuration;
using Akka.Configuration.Hocon;
using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Settings;

/// <summary>Reads the section <c>vizteh</c>; an error names the full key of a missing or mistyped value.</summary>
internal sealed class HoconKeys(Config config, string path)
{
    private const int AboutLimit = 1024;
    private const int DirectionsLimit = 20;
    private const int DirectionLimit = 64;

    // All keys of the section: any other key is a typing error that would otherwise go unnoticed.
    private static readonly string[] Known =
    [
        "vizteh.company.name", "vizteh.company.phone", "vizteh.company.site", "vizteh.company.about", "vizteh.company.directions",
        "vizteh.time-zone", "vizteh.end-of-file",
    ];

    /// <summary>Refuses any unknown key of the program's own section, and any section other than vizteh and akka.</summary>
    public void RequireKnown()
    {
        foreach (var (name, section) in config.Root.GetObject().Items)
        {
            if (name == "vizteh")
                RequireKnown(name, section);
            else if (name != "akka")
                throw Fault(name, "is not known: only the sections vizteh and akka are read. Remove it");
        }
    }

    public CompanySettings ReadCompany()
    {
        var name = Text("vizteh.company.name");
        var phone = Text("vizteh.company.phone");
        var site = Text("vizteh.company.site");
        return new CompanySettings(name, About(name, phone, site), phone, site, Directions(), TimeZone());
    }

    public void RequireTrue(string key, string meaning)
    {
        if (Value(key) is not { } value || !value.IsString() || value.GetString() != "true")
            throw Fault(key, $"must be true: {meaning}");
    }

    private void RequireKnown(string key, HoconValue value)
    {
        if (Known.Contains(key))
            return;
        if (!value.IsObject() || !Known.Any(known => known.StartsWith(key + ".", StringComparison.Ordinal)))
        {
            var meant = Nearest.To(key, Known) is { } near ? $"did you mean {near}" : $"known are {string.Join(", ", Known)}";
            throw Fault(key, $"is not known: {meant}");
        }

        foreach (var (name, inner) in value.GetObject().Items)
            RequireKnown($"{key}.{name}", inner);
    }

    private string About(string name, string phone, string site)
    {
        const string Key = "vizteh.company.about";
        var lines = Text(Key).Split('\n').Select(line => line.Trim());
        var html = string.Join('\n', lines)
            .Replace("{name}", Html.Escape(name), StringComparison.Ordinal)
            .Replace("{phone}", Html.Escape(phone), StringComparison.Ordinal)
            .Replace("{site}", Html.Escape(site), StringComparison.Ordinal);
        string plain;
        try
        {
            plain = CaptionHtml.ToPlainText(html);
        }
        catch (FormatException fault)
        {
            throw Fault(Key, $"has a fault that Telegram would refuse: {fault.Message}");
        }

        if (CodePoints.CountIn(plain) is var length && length > AboutLimit)
            throw Fault(Key, $"has {length} characters without its tags; a photo's caption takes {AboutLimit}. Shorten it");
        if (!plain.Contains(phone, StringComparison.Ordinal))
            throw Fault(Key, "does not show the phone: write {phone} where it belongs");
        if (!plain.Contains(site, StringComparison.Ordinal))
            throw Fault(Key, "does not show the site: write {site} where it belongs");
        return html;
    }

    private List<string> Directions()
    {
        const string Key = "vizteh.company.directions";
        var value = Value(Key) ?? throw Fault(Key, "is missing: list the directions, [\"...\", \"...\"]");
        if (!value.IsArray())
            throw Fault(Key, "must be a list: [\"...\", \"...\"]");

        var labels = value.GetArray().Select(entry => entry.IsString() ? entry.GetString()?.Trim() : null).ToList();
        if (labels.Count is 0 or > DirectionsLimit)
            throw Fault(Key, $"has {labels.Count} entries; 1 to {DirectionsLimit} are possible");
        if (labels.Any(label => label is null or "" || label.Any(char.IsControl) || CodePoints.CountIn(label) > DirectionLimit))
            throw Fault(Key, $"has an entry that is not a text of 1 to {DirectionLimit} characters on one line");
        if (labels.GroupBy(label => label, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw Fault(Key, $"has \"{twice.Key}\" more than once");
        return labels!;
    }

    private TimeZoneInfo TimeZone()
    {
        const string Key = "vizteh.time-zone";
        var id = Text(Key);
        return TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone)
            ? zone
            : throw Fault(Key, $"is \"{id}\", which this machine does not know: write one like Europe/Moscow, and install tzdata");
    }

    private string Text(string key)
    {
        var value = Value(key) ?? throw Fault(key, "is missing");
        if (!value.IsString())
            throw Fault(key, "must be a text in quotes");
        return value.GetString() is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : throw Fault(key, "is blank");
    }

    private HoconValue? Value(string key) => config.HasPath(key) ? config.GetValue(key) : null;

    private SettingsException Fault(string key, string what) => new($"{path}: {key} {what}.");
}
