using Akka.Configuration;

namespace VizTeh.Actors.Database;

/// <summary>The part of the actor system's configuration that hocon.conf leaves out, because it holds the password.</summary>
public static class PersistenceConnection
{
    /// <summary>Where the journal and the snapshot store are; to be put before what the file says.</summary>
    public static Config ToConfig(string connectionString)
    {
        var quoted = connectionString
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal);
        return ConfigurationFactory.ParseString(
            $$"""
            akka.persistence {
              journal.sql.connection-string = "{{quoted}}"
              snapshot-store.sql.connection-string = "{{quoted}}"
            }
            """);
    }
}
