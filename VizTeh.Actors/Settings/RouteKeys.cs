using Akka.Configuration.Hocon;
using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Settings;

/// <summary>Reads <c>vizteh.routes</c>: which managers' chat gets the tickets of which directions.</summary>
internal static class RouteKeys
{
    public const string Key = "vizteh.routes";

    /// <summary>The question whose answer decides where a ticket goes.</summary>
    public const string QuestionId = "direction";

    private const string Example = "[ { directions = [\"...\"], chat = -1001234567890, topic = 12 } ]";

    private static readonly string[] Known = ["directions", "chat", "topic"];

    /// <summary>Collects all mistakes, so that an operator can mend them at once. Each is a sentence that begins with its key.</summary>
    /// <param name="value">The list; null when there is none.</param>
    /// <param name="form">The questions; null when they have mistakes of their own.</param>
    public static (IReadOnlyList<TicketRoute> Routes, IReadOnlyList<string> Mistakes) Read(HoconValue? value, FormDefinition? form)
    {
        if (value is null)
            return ([], []);
        // The parser's own check does not recognise an empty list.
        if (value.IsObject() || value.IsString())
            return ([], [$"{Key} must be a list: {Example}"]);
        var routes = new List<TicketRoute>();
        var mistakes = new List<string>();
        var entries = value.IsArray() ? value.GetArray() : [];
        if (entries.Count > 0 && form is not null && WhatIsWrong(form) is { } fault)
            mistakes.Add($"{Key} {fault}");
        var placeOf = new Dictionary<string, int>();
        foreach (var (index, entry) in entries.Index())
        {
            foreach (var route in ReadRoute(index + 1, entry, form, mistakes))
            {
                if (placeOf.TryAdd(route.Direction, index + 1))
                    routes.Add(route);
                else if (placeOf[route.Direction] is var earlier && earlier != index + 1)
                    mistakes.Add($"{PlaceOf(index + 1)}: directions has \"{route.Direction}\", which is in route {earlier} already");
            }
        }

        return (routes, mistakes);
    }

    private static IEnumerable<TicketRoute> ReadRoute(int number, HoconValue entry, FormDefinition? form, List<string> mistakes)
    {
        var place = PlaceOf(number);
        if (!entry.IsObject())
        {
            mistakes.Add($"{place} must be a section, as in {Example}");
            return [];
        }

        var members = new Members(place, entry.GetObject().Items, mistakes);
        members.RequireKnown(Known);
        if (!members.Has("directions"))
            members.Fault("directions", "is missing: list answers to the question, as in [\"...\"]");
        var directions = members.Labels("directions") ?? [];
        foreach (var direction in directions)
        {
            if (form?.Find(QuestionId)?.Choices is { } choices && !choices.Contains(direction))
            {
                members.Fault(
                    "directions", $"has \"{direction}\", which is no choice of the question {QuestionId}{Meant(direction, choices)}");
            }
        }

        var chatId = members.ChatId("chat");
        var topicId = members.Number("topic");
        if (topicId is <= 0)
            members.Fault("topic", "must be above 0: leave it out for no topic");
        return chatId is { } chat ? directions.Select(direction => new TicketRoute(direction, chat, topicId)) : [];
    }

    private static string? WhatIsWrong(FormDefinition form) => form.Find(QuestionId) switch
    {
        null => $"needs a question with the id {QuestionId}, whose answer decides where a ticket goes",
        { Kind: not QuestionKind.Choice and var kind } =>
            $"needs a question {QuestionId} of the kind choice; it is of the kind {QuestionKeys.NameOf(kind)}",
        _ => null,
    };

    private static string Meant(string direction, IReadOnlyList<string> choices) => Nearest.To(direction, choices) is { } near
        ? $": did you mean \"{near}\""
        : $"; there are {string.Join(", ", choices)}";

    private static string PlaceOf(int number) => $"{Key}, route {number}";
}
