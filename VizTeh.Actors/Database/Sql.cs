namespace VizTeh.Actors.Database;

/// <summary>SQL in an error message, for the operator to type.</summary>
internal static class Sql
{
    /// <summary>Precedes the SQL, which ends the message.</summary>
    public const string MendWith = "Mend it, as a superuser in this database, with: ";

    public static string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
