namespace VizTeh.Actors.Tests.Architecture;

/// <summary>
/// Folders of a program that depend on each other, directly or indirectly. A folder is a namespace; its parent folder, up to the program's
/// root, counts as a separate folder.
/// </summary>
internal static class FolderCircles
{
    /// <returns>One text a cycle: its dependencies, with the type that causes each.</returns>
    public static IReadOnlyList<string> In(ArchUnitNET.Domain.Architecture architecture, string root)
    {
        var needs = architecture.Types
            .SelectMany(type => type.Dependencies)
            // A type parameter has no namespace, or is attributed to the first one found of the same name.
            .Where(dependency => dependency.Target is not ArchUnitNET.Domain.GenericParameter)
            .Where(dependency => dependency.Origin.Namespace is not null && dependency.Target.Namespace is not null)
            .Select(dependency => (From: dependency.Origin.Namespace.FullName, To: dependency.Target.Namespace.FullName, dependency))
            .Where(need => need.From != need.To && IsOf(need.From, root) && IsOf(need.To, root))
            .GroupBy(need => (need.From, need.To), need => $"{need.dependency.Origin.Name} uses {need.dependency.Target.Name}")
            .ToDictionary(need => need.Key, need => need.First());
        var next = needs.Keys.ToLookup(need => need.From, need => need.To);
        var reached = next.ToDictionary(folder => folder.Key, folder => ReachedFrom(folder.Key, next));

        return
        [
            .. reached.Keys.Where(folder => reached[folder].Contains(folder))
                .GroupBy(folder =>
                    string.Join(' ', reached[folder].Where(other => ReachesBack(other, folder)).Order(StringComparer.Ordinal)))
                .Select(circle => string.Join('\n', needs
                    .Where(need => circle.Contains(need.Key.From) && circle.Contains(need.Key.To))
                    .Select(need => $"{need.Key.From} -> {need.Key.To}: {need.Value}"))),
        ];

        bool ReachesBack(string other, string folder) => reached.TryGetValue(other, out var known) && known.Contains(folder);
    }

    private static HashSet<string> ReachedFrom(string folder, ILookup<string, string> next)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([folder]);
        while (open.TryPop(out var from))
        {
            foreach (var to in next[from])
            {
                if (reached.Add(to))
                    open.Push(to);
            }
        }

        return reached;
    }

    private static bool IsOf(string name, string root) => name == root || name.StartsWith(root + ".", StringComparison.Ordinal);
}
