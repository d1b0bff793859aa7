namespace VizTeh.Actors.Tests.Support;

/// <summary>The sources from which these tests were built.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution, above that of the tests' program.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "VizTeh.Actors.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException("VizTeh.Actors.sln was not found in any folder above " + AppContext.BaseDirectory);
    }
}
