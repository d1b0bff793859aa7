namespace VizTeh.Actors.Database;

/// <summary>SQL that a line of advice gives the operator to type.</summary>
internal static class Sql
{
    /// <summary>What comes before it; nothing comes after it.</summary>
    public const string MendWith = "Mend it, as a superuser in this database, with: ";

    public static string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
