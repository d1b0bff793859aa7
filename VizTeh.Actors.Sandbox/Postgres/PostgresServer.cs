using Npgsql;

namespace VizTeh.Actors.Sandbox.Postgres;

/// <summary>A database for a program under test.</summary>
public sealed record PostgresDatabase(string Host, int Port, string Name, string User, string Password)
{
    public string ConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = Host,
        Port = Port,
        Database = Name,
        Username = User,
        Password = Password,
        Timeout = 10,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    /// <summary>The bot's own settings for this database, by the names of its environment variables.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["DB_HOST"] = Host,
        ["DB_PORT"] = Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["DB_NAME"] = Name,
        ["DB_USER"] = User,
        ["DB_PASSWORD"] = Password,
    };
}

/// <summary>A running server on which databases can be created: a private cluster's, or one named by the environment.</summary>
/// <param name="Maintenance">The database from which others are created; its user may create databases.</param>
public sealed record PostgresServer(PostgresDatabase Maintenance)
{
    private const int DefaultPort = 5432;

    /// <summary>The server that DB_HOST, DB_PORT, DB_NAME, DB_USER and DB_PASSWORD name; null when DB_HOST is not set.</summary>
    /// <exception cref="PostgresUnavailableException">DB_HOST is set, but another one is missing or malformed.</exception>
    public static PostgresServer? FromEnvironment()
    {
        var host = Read("DB_HOST");
        if (host is null)
            return null;

        var port = DefaultPort;
        if (Read("DB_PORT") is { } text && !int.TryParse(text, out port))
            throw new PostgresUnavailableException("DB_PORT must be a number; or unset DB_HOST to use a private PostgreSQL.");

        return new PostgresServer(new PostgresDatabase(
            host, port, Read("DB_NAME") ?? "postgres", Require("DB_USER"), Require("DB_PASSWORD")));

        static string? Read(string name) =>
            Environment.GetEnvironmentVariable(name)?.Trim() is { Length: > 0 } value ? value : null;

        static string Require(string name) => Read(name) ?? throw new PostgresUnavailableException(
            $"DB_HOST is set, so {name} must be set too; or unset DB_HOST to use a private PostgreSQL.");
    }

    /// <summary>Creates a database.</summary>
    /// <param name="name">Null for a random name.</param>
    /// <param name="template">A database of this server to copy, which nobody may be connected to; null for an empty one.</param>
    public async Task<PostgresDatabase> CreateDatabaseAsync(
        string? name = null, string? template = null, CancellationToken cancellationToken = default)
    {
        name ??= $"vizteh_{Guid.NewGuid():N}";
        var copied = template is null ? "" : $" template {Quote(template)}";
        await ExecuteAsync($"create database {Quote(name)}{copied}", cancellationToken);
        return Maintenance with { Name = name };
    }

    /// <summary>Whether a database of that name exists.</summary>
    public async Task<bool> HasDatabaseAsync(string name, CancellationToken cancellationToken = default)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand("select exists (select from pg_database where datname = $1)", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Drops a database and ends its connections; a missing database is no error.</summary>
    public Task DropDatabaseAsync(string name, CancellationToken cancellationToken = default) =>
        ExecuteAsync($"drop database if exists {Quote(name)} with (force)", cancellationToken);

    /// <summary>Runs one statement in the maintenance database, outside a transaction.</summary>
    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken = default)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(Maintenance.ConnectionString) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
