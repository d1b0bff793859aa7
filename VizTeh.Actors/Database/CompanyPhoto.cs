using Npgsql;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Database;

/// <summary>Table <c>company_photo</c>: the photo of «О компании» that a manager stored. The setting PHOTO_ID goes before it.</summary>
public sealed class CompanyPhoto(NpgsqlDataSource database)
{
    private static readonly TimeSpan StepDeadline = TimeSpan.FromSeconds(5);

    private volatile string? _lastSeen;

    /// <summary>The id of its file as it was last read or stored by this process; null for none.</summary>
    public string? LastSeen => _lastSeen;

    /// <summary>The id of its file; null when none is stored.</summary>
    public Task<string?> FindAsync(CancellationToken cancellationToken) => RunAsync(
        async token =>
        {
            await using var command = database.CreateCommand("select file_id from company_photo where only_row");
            return _lastSeen = await command.ExecuteScalarAsync(token) as string;
        },
        cancellationToken);

    /// <summary>Stores a photo in the place of the one before. Idempotent.</summary>
    /// <param name="managerId">Who does so.</param>
    public Task SaveAsync(string fileId, long managerId, CancellationToken cancellationToken) => RunAsync(
        async token =>
        {
            await using var command = database.CreateCommand(
                """
                insert into company_photo (file_id, saved_by) values ($1, $2)
                on conflict (only_row) do update set file_id = excluded.file_id, saved_by = excluded.saved_by, saved_at = now()
                 where company_photo.file_id <> excluded.file_id
                """);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = fileId });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = managerId });
            await command.ExecuteNonQueryAsync(token);
            return _lastSeen = fileId;
        },
        cancellationToken);

    /// <summary>Removes the stored photo, if there is one. Idempotent.</summary>
    public Task RemoveAsync(CancellationToken cancellationToken) => RunAsync(
        async token =>
        {
            await using var command = database.CreateCommand("delete from company_photo where only_row");
            await command.ExecuteNonQueryAsync(token);
            return _lastSeen = null;
        },
        cancellationToken);

    private static Task<string?> RunAsync(Func<CancellationToken, Task<string?>> step, CancellationToken cancellationToken) =>
        Deadline.RunAsync(step, StepDeadline, cancellationToken);
}
