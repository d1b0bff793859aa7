using Akka.Configuration.Hocon;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Settings;

/// <summary>An entry of the list of questions.</summary>
/// <param name="Number">Its place in the list, from 1.</param>
/// <param name="Id">Null when that is faulty.</param>
/// <param name="Question">As far as it could be read; null when it is unknown of which kind it is.</param>
internal sealed record ReadQuestion(int Number, string? Id, Question? Question)
{
    /// <summary>Null when it has none, or a faulty one.</summary>
    public string? Label { get; init; }

    /// <summary>Those that could be read.</summary>
    public IReadOnlyList<Condition> When { get; init; } = [];

    /// <summary>What a mistake begins with.</summary>
    public string Place => Id is null ? $"{FormKeys.Key}, question {Number}" : $"{FormKeys.Key}, question {Number} ({Id})";
}

/// <summary>Reads one question of the form.</summary>
internal static class QuestionKeys
{
    private const int LongestAsk = 3500;

    private static readonly string[] Known =
        ["id", "ask", "label", "kind", "lines", "files", "required", "remember", "quick", "choices", "min", "max", "when"];

    private static readonly Dictionary<string, QuestionKind> Kinds = new(StringComparer.Ordinal)
    {
        ["text"] = QuestionKind.Text,
        ["choice"] = QuestionKind.Choice,
        ["choices"] = QuestionKind.Choices,
        ["date"] = QuestionKind.Date,
        ["number"] = QuestionKind.Number,
        ["phone"] = QuestionKind.Phone,
        ["yes-no"] = QuestionKind.YesNo,
        ["files"] = QuestionKind.Files,
    };

    /// <summary>The name by which the file calls a kind.</summary>
    public static string NameOf(QuestionKind kind) => Kinds.First(known => known.Value == kind).Key;

    /// <param name="number">Its place in the list, from 1.</param>
    /// <param name="entry">The element of the list.</param>
    /// <param name="mistakes">Gets a sentence for each mistake.</param>
    public static ReadQuestion Read(int number, HoconValue entry, List<string> mistakes)
    {
        var read = new ReadQuestion(number, null, null);
        if (!entry.IsObject())
        {
            mistakes.Add($"{read.Place} must be like {{ id = \"name\", kind = text, label = \"...\", ask = \"...\" }}");
            return read;
        }

        var items = entry.GetObject().Items;
        read = read with { Id = ReadId(new Members(read.Place, items, mistakes)) };
        var members = new Members(read.Place, items, mistakes);
        members.RequireKnown(Known);
        var kind = ReadKind(members);
        var question = new Question(
            read.Id ?? "", members.Line("label", LabelRules.Longest) ?? "", ReadAsk(members) ?? "", kind ?? QuestionKind.Text)
        {
            IsOptional = members.Flag("required") == false,
            HasLines = members.Flag("lines") == true,
            IsRemembered = members.Flag("remember") == true,
            TakesFiles = members.Flag("files") == true,
            Quick = members.Labels("quick"),
            Choices = members.Labels("choices"),
            Min = members.Number("min"),
            Max = members.Number("max"),
            When = members.Conditions("when"),
        };
        read = read with { Label = question.Label.Length > 0 ? question.Label : null, When = question.When ?? [] };
        if (kind is null)
            return read;
        KindLimits.Check(question, members);
        return read with { Question = question };
    }

    private static string? ReadId(Members members)
    {
        if (members.Text("id") is not { } id)
            return null;
        if (id.Length <= Question.LongestId && id.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_'))
            return id;
        members.Fault("id", $"is \"{id}\": write 1 to {Question.LongestId} of a-z, A-Z, 0-9, - and _");
        return null;
    }

    private static QuestionKind? ReadKind(Members members)
    {
        if (members.Text("kind") is not { } name)
            return null;
        if (Kinds.TryGetValue(name, out var kind))
            return kind;
        var meant = Nearest.To(name, Kinds.Keys) is { } near ? $"did you mean {near}" : $"there are {string.Join(", ", Kinds.Keys)}";
        members.Fault("kind", $"is \"{name}\", which is not known: {meant}");
        return null;
    }

    private static string? ReadAsk(Members members)
    {
        if (members.Text("ask") is not { } written)
            return null;
        var ask = string.Join('\n', written.Split('\n').Select(line => line.Trim()));
        if (CodePoints.CountIn(ask) is var length && length > LongestAsk)
            members.Fault("ask", $"has {length} characters; {LongestAsk} are possible");
        else if (ask.Any(sign => char.IsControl(sign) && sign != '\n'))
            members.Fault("ask", "has a character that is not shown, such as a tab");
        return ask;
    }
}
