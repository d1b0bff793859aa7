using System.Text.RegularExpressions;
using ArchUnitNET.Fluent;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace VizTeh.Actors.Tests.Architecture;

/// <summary>The rooms of the bot and their forbidden dependencies. A room is a folder, and the namespace of its name.</summary>
internal static class Rooms
{
    private const string Root = "VizTeh.Actors";

    // From the lowest floor up. A room depends only on rooms of lower floors.
    private static readonly string[][] Floors =
    [
        ["Messages", "Reliability", "Telemetry"],
        ["Updates"],
        ["Questions", "Texts", "Schedule"],
        ["Settings"],
        ["Database", "Outbox"],
        ["Chats"],
        ["Tickets", "Forms"],
        ["Clients", "PersonalData", "Reports"],
        ["TelegramApi"],
        ["Conversations", "Manager", "Delivery"],
        ["Inbox", "Serialization"],
        ["Nodes"],
        ["Operations"],
    ];

    /// <summary>
    /// Packages by their namespace, and the rooms that may use them; the program's root, which wires everything, may use all.
    /// </summary>
    private static readonly Dictionary<string, string[]> Packages = new()
    {
        ["Telegram.Bot"] = ["TelegramApi", "Inbox"],
        ["Akka"] =
        [
            "Settings", "Database", "Outbox", "Tickets", "PersonalData", "Reports", "Conversations", "Manager", "Delivery", "Inbox",
            "Serialization", "Nodes",
        ],
        ["Npgsql"] =
        [
            "Settings", "Database", "Outbox", "Chats", "Tickets", "PersonalData", "Reports", "Conversations", "Manager", "Delivery",
            "Inbox", "Nodes", "Operations",
        ],
        ["SpreadCheetah"] = ["Reports"],
        ["MailKit"] = ["Operations"],
        ["OpenTelemetry"] = ["Operations"],
        ["MimeKit"] = ["Operations"],
        ["Dapper"] = ["Database", "Outbox", "Chats", "Tickets", "PersonalData", "Reports", "Delivery", "Inbox", "Nodes", "Operations"],
    };

    public static IReadOnlyList<string> All { get; } = [.. Floors.SelectMany(floor => floor)];

    /// <summary>The namespaces that a room may not use.</summary>
    public static IReadOnlyList<string> Forbidden(string room)
    {
        var own = Array.FindIndex(Floors, floor => floor.Contains(room));
        return
        [
            .. Floors.Skip(own).SelectMany(floor => floor).Where(other => other != room).Select(other => $"{Root}.{other}"),
            .. Packages.Where(package => !package.Value.Contains(room)).Select(package => package.Key),
        ];
    }

    public static string NamespaceOf(string room) => $"{Root}.{room}";

    /// <summary>The rule that a room does not use a namespace.</summary>
    public static IArchRule DoesNotKnow(string room, string other) =>
        Types().That().ResideInNamespaceMatching(OrBelow(NamespaceOf(room)))
            .Should().NotDependOnAny(Types(includeReferenced: true).That().ResideInNamespaceMatching(OrBelow(other)))
            .WithoutRequiringPositiveResults();

    /// <summary>The violations of a rule, a line each.</summary>
    public static IReadOnlyList<string> Violations(this IArchRule rule, ArchUnitNET.Domain.Architecture architecture) =>
        [.. rule.Evaluate(architecture).Where(result => !result.Passed).Select(result => result.Description)];

    private static string OrBelow(string name) => $"^{Regex.Escape(name)}(\\..+)?$";
}
