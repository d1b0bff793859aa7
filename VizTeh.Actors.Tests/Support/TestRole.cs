using VizTeh.Actors.Sandbox.Postgres;

namespace VizTeh.Actors.Tests.Support;

/// <summary>A role of a test's own that may log in. When it is disposed of, what it owns goes back to the test's user.</summary>
internal sealed class TestRole : IAsyncDisposable
{
    private const string Password = "secret-word";

    private readonly TestDatabase _database;

    private TestRole(TestDatabase database) => _database = database;

    public string Name { get; } = $"role_{Guid.NewGuid():N}";

    /// <summary>The test's database, with this role as its user.</summary>
    public PostgresDatabase Details => _database.Details with { User = Name, Password = Password };

    public static async Task<TestRole> CreateAsync(TestDatabase database)
    {
        var role = new TestRole(database);
        await database.ExecuteAsync($"create role {role.Name} login password '{Password}'");
        return role;
    }

    /// <summary>Gives it the database and the schema that tables are made in.</summary>
    public Task OwnDatabaseAsync() => _database.ExecuteAsync(
        $"alter database \"{_database.Details.Name}\" owner to {Name}; alter schema public owner to {Name}");

    public async ValueTask DisposeAsync() => await _database.ExecuteAsync(
        $"reassign owned by {Name} to current_user; drop owned by {Name}; drop role {Name}");
}
