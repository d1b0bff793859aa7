using System.Globalization;
using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Configuration;
using Akka.Configuration.Hocon;
using Akka.Persistence.Journal;
using Akka.Persistence.Snapshot;
using Akka.Persistence.Sql;

namespace VizTeh.Actors.Settings;

/// <summary>
/// Checks the section <c>akka</c>. Akka reads most of it late, when a component is first used, and then fails with a stack trace, or in an
/// actor whose failure is not reported. So each value has to be of the same kind as Akka's own default.
/// </summary>
internal static partial class AkkaKeys
{
    private const string SeedNodes = "akka.cluster.seed-nodes";

    // A part of every node's address.
    private const string SystemName = "vizteh";

    private static readonly string[] LogLevels = ["OFF", "DEBUG", "INFO", "WARNING", "ERROR"];
    private static readonly string[] Switches = ["on", "off", "true", "false", "yes", "no"];
    private static readonly string[] Unlimited = ["off", "infinite", "infinity", "undefined", "none"];

    // Required values, independent of the defaults.
    private static readonly Dictionary<string, Func<HoconValue, string?>> Rules = new()
    {
        ["akka.loglevel"] = LogLevel,
        ["akka.stdout-loglevel"] = LogLevel,
        ["akka.persistence.journal.sql.class"] = value => Plugin(value, typeof(AsyncWriteJournal)),
        ["akka.persistence.snapshot-store.sql.class"] = value => Plugin(value, typeof(SnapshotStore)),
        ["akka.persistence.journal.sql.provider-name"] = Provider,
        ["akka.persistence.snapshot-store.sql.provider-name"] = Provider,
        ["akka.persistence.journal.sql.default.schema-name"] = Schema,
        ["akka.persistence.snapshot-store.sql.default.schema-name"] = Schema,
    };

    private static readonly Lazy<IReadOnlyList<Config>> Defaults = new(() =>
    [
        ConfigurationFactory.Default(),
        ConfigurationFactory.FromResource<Akka.Remote.RemoteSettings>("Akka.Remote.Configuration.Remote.conf"),
        ConfigurationFactory.FromResource<Akka.Cluster.Cluster>("Akka.Cluster.Configuration.Cluster.conf"),
        ClusterSharding.DefaultConfig(),
        SqlPersistence.DefaultConfiguration,
        Akka.Persistence.Persistence.DefaultConfig(),
    ]);

    /// <param name="config">hocon.conf.</param>
    /// <returns>The first key whose value Akka could not use, and why; null if there is none.</returns>
    public static (string Key, string What)? FindFault(Config config) =>
        config.HasPath("akka") && config.GetValue("akka") is var akka && akka.IsObject() ? FindFault("akka", akka) : null;

    private static (string Key, string What)? FindFault(string path, HoconValue section)
    {
        foreach (var (name, value) in section.GetObject().Items)
        {
            // A name in quotes (a type's, for example) is not one of Akka's own settings.
            if (name.Contains('.', StringComparison.Ordinal) || name.Contains('"', StringComparison.Ordinal))
                continue;
            var key = $"{path}.{name}";
            var usual = Usual(key);
            if (WhatIsWrong(key, value, usual) is { } what)
                return (key, what);
            if (usual is null && Nearest.To(name, Siblings(path)) is { } meant)
                return (key, $"is not known: did you mean {path}.{meant}");
            if (value.IsObject() && FindFault(key, value) is { } fault)
                return fault;
        }

        return null;
    }

    private static string? WhatIsWrong(string key, HoconValue value, HoconValue? usual)
    {
        if (Rules.TryGetValue(key, out var rule))
            return value.IsString() ? rule(value) : "must be a single text";
        if (key == SeedNodes)
            return SeedNodeFault(value);
        if (key.EndsWith("-class", StringComparison.Ordinal) && value.IsString())
            return Class(value, typeof(object));
        return usual switch
        {
            null => null,
            _ when usual.IsObject() => value.IsObject() ? null : "must be a section { ... }",
            _ when value.IsObject() => "must be a single value, not a section",
            _ when IsList(usual) => IsList(value) ? null : "must be a list [ ... ]",
            _ when IsList(value) => "must be a single value, not a list",
            _ => Scalar(value, usual),
        };
    }

    // The parser's own check does not recognise an empty list.
    private static bool IsList(HoconValue value) => !value.IsString() && !value.IsObject();

    private static string? Scalar(HoconValue value, HoconValue usual)
    {
        var (given, known) = (value.GetString() ?? "", usual.GetString() ?? "");
        if (known is "on" or "true" or "false" or "yes" or "no")
            return Switches.Contains(given) ? null : "must be on or off";
        // A key whose default is off may also take a time or a size.
        if (known == "off")
        {
            return Switches.Contains(given) || IsTime(value) || IsSize(value) ? null
                : "must be on, off, or a time or size where one is meant";
        }
        if (IsNumber(known))
            return IsNumber(given) || Switches.Contains(given) ? null : $"must be a number, such as {known}";
        if (known.Length == 0 || !char.IsAsciiDigit(known[0]))
            return null;
        if (IsTime(usual))
            return Unlimited.Contains(given) || IsTime(value) ? null : $"must be a time, such as {known}";
        if (IsSize(usual))
            return Unlimited.Contains(given) || IsSize(value) ? null : $"must be a size, such as {known}";
        return null;
    }

    private static bool IsNumber(string text) => double.TryParse(
        text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static bool IsTime(HoconValue value) => IsReadable(() => value.GetTimeSpan());

    private static bool IsSize(HoconValue value) => IsReadable(() => value.GetByteSize() ?? throw new FormatException());

    private static bool IsReadable<T>(Func<T> read)
    {
        try
        {
            _ = read();
            return true;
        }
        catch (Exception failure) when (failure is FormatException or OverflowException or ConfigurationException or ArgumentException)
        {
            return false;
        }
    }

    private static string? LogLevel(HoconValue value) =>
        LogLevels.Contains(value.GetString()?.ToUpperInvariant()) ? null : $"must be one of {string.Join(", ", LogLevels)}";

    // Akka's own plugins of these kinds keep all in memory or in files.
    private static string? Plugin(HoconValue value, Type wanted)
    {
        if (Class(value, wanted) is { } fault)
            return fault;
        var home = Type.GetType(value.GetString())!.Assembly;
        return home == typeof(AkkaKeys).Assembly || home == typeof(SqlPersistence).Assembly
            ? null
            : $"names the class {value.GetString()}, which does not store in PostgreSQL";
    }

    private static string? Class(HoconValue value, Type wanted)
    {
        var name = value.GetString();
        if (string.IsNullOrWhiteSpace(name) && wanted == typeof(object))
            return null;
        Type? type;
        try
        {
            type = Type.GetType(name ?? "", throwOnError: false);
        }
        catch (Exception failure) when (failure is ArgumentException or IOException or BadImageFormatException or TypeLoadException)
        {
            type = null;
        }

        return type switch
        {
            null => $"names the class \"{name}\", which the program does not have: take the value of the {HoconFile.FileName} it came with",
            _ when !wanted.IsAssignableFrom(type) => $"names the class {type}, which is no {wanted.Name}",
            _ => null,
        };
    }

    private static string? Provider(HoconValue value) =>
        value.GetString()?.StartsWith("PostgreSQL", StringComparison.Ordinal) == true ? null
            : "must be PostgreSQL.15, or another version of it";

    private static string? Schema(HoconValue value) =>
        value.GetString() == "akka" ? null : "must be akka: the program's migrations make the tables there";

    private static string? SeedNodeFault(HoconValue value)
    {
        if (!IsList(value))
            return "must be a list [ ... ]";
        return !value.IsArray() || value.GetArray().All(entry => entry.IsString() && Address.TryParse(entry.GetString(), out var address)
                && address is { Host: not null, Port: > 0, System: SystemName })
            ? null
            : $"must list addresses such as \"akka.tcp://{SystemName}@10.0.0.1:4053\"";
    }

    private static HoconValue? Usual(string key) => Known(key).FirstOrDefault();

    private static IEnumerable<string> Siblings(string path) =>
        Known(path).Where(value => value.IsObject()).SelectMany(value => value.GetObject().Items.Keys);

    private static IEnumerable<HoconValue> Known(string key) =>
        from place in (string[])[key, PluginFallback(key)]
        from config in Defaults.Value
        where config.HasPath(place)
        select config.GetValue(place) into value
        where value is not null
        select value;

    /// <summary>The section of Akka's defaults for all plugins of a kind, which apply to keys that a plugin does not set itself.</summary>
    private static string PluginFallback(string key) => PluginKey().Replace(key, "akka.persistence.$1-plugin-fallback.");

    [GeneratedRegex(@"^akka\.persistence\.(journal|snapshot-store)\.[^.]+\.")]
    private static partial Regex PluginKey();
}
