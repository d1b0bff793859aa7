using System.Text.RegularExpressions;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Architecture;

/// <summary>Rules of form that no analyzer checks.</summary>
public sealed partial class SourceTests
{
    private const int LongestLine = 140;

    private static readonly string[] Written = [".cs", ".js", ".mjs", ".css", ".sh"];
    private static readonly string[] NotOurs = ["bin", "obj", "node_modules", ".git", ".sandbox"];

    [Fact]
    public void No_line_is_longer_than_140_characters() =>
        Assert.Empty(
            from file in Files()
            from line in File.ReadLines(file).Index()
            where line.Item.EnumerateRunes().Count() > LongestLine && !IsUnbreakable(line.Item)
            select $"{file}:{line.Index + 1}");

    [Fact]
    public void A_parameter_that_cancels_is_named_cancellationToken() =>
        Assert.Empty(
            from file in Files(".cs")
            from list in ParameterList().Matches(File.ReadAllText(file)).Select(match => match.Value)
            let names = TokenParameter().Matches(list).Select(match => match.Groups[1].Value).ToArray()
            // Of several tokens one is the caller's; an override keeps the name of its base.
            where names.Length > 0 && !names.Contains("cancellationToken") && !list.StartsWith("ExecuteAsync(", StringComparison.Ordinal)
            select $"{file}: {list}");

    [Fact]
    public void No_braces_stand_around_a_single_line() =>
        Assert.Empty(
            from file in Files(".cs")
            from match in NeedlessBraces().Matches(File.ReadAllText(file))
            select $"{file}: {match.Value.Trim()}");

    [Theory]
    [InlineData("    if (x)\n    {\n        Say(x);\n    }\n", true)]
    [InlineData("    foreach (var x in all)\n    {\n        x.Say();\n    }\n\n    Done();\n", true)]
    [InlineData("    if (x)\n    {\n        Say(x);\n    }\n    else\n    {\n        Say(\n            y);\n    }\n", false)]
    [InlineData("    if (x)\n    {\n        // Why.\n        Say(x);\n    }\n", false)]
    [InlineData("    if (x)\n        Say(x);\n", false)]
    public void Needless_braces_are_found(string source, bool found) => Assert.Equal(found, NeedlessBraces().IsMatch(source));

    private static IEnumerable<string> Files(params string[] kinds) =>
        Directory.EnumerateFiles(Repository.Root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Where(file => (kinds.Length > 0 ? kinds : Written).Contains(Path.GetExtension(file)))
            .Select(file => Path.GetRelativePath(Repository.Root, file))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(NotOurs.Contains))
            .Select(file => Path.Combine(Repository.Root, file));

    /// <summary>A raw string literal in an attribute has to be on one line.</summary>
    private static bool IsUnbreakable(string line) => line.TrimStart().StartsWith("[InlineData(\"\"\"", StringComparison.Ordinal);

    [GeneratedRegex(
        @"\w+(<[^<>()]*>)?\(([^()""]|\([^()""]*\))*\bCancellationToken\??\s+\w+[^()]*\)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex ParameterList();

    [GeneratedRegex(@"\bCancellationToken\??\s+(\w+)\s*(?:=\s*default\s*)?(?=[,)])", RegexOptions.None, 10_000)]
    private static partial Regex TokenParameter();

    [GeneratedRegex(
        @"^(?<indent>\ +)(if|foreach|for|while|lock)\ \([^\n]*\)\n\k<indent>\{\n\k<indent>\ {4}"
        + @"(?!(if|foreach|for|while|lock|using|await\ using|await\ foreach|switch|var|const|//)\b|//|\w+\ \w+\ =)[^\ \n][^\n]*;\n"
        + @"\k<indent>\}\n(?!\k<indent>else\b)",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline, 10_000)]
    private static partial Regex NeedlessBraces();
}
