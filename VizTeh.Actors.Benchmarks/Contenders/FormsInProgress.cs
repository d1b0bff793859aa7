using Akka.Actor;
using Npgsql;
using NpgsqlTypes;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Serialization;

namespace VizTeh.Actors.Benchmarks.Contenders;

/// <summary>
/// Writes journals of clients who have answered four questions, without the actors but with the program's own serializer: the rows are
/// those that the bot would write, in seconds instead of many minutes.
/// </summary>
internal static class FormsInProgress
{
    /// <summary>The step at which a load client continues such a form.</summary>
    public const int Step = 5;

    private const long FirstStranger = 6_000_000_000;

    /// <param name="fixture">A fixture whose tables exist and whose bot is not running.</param>
    /// <param name="count">The number of journals: first those of the load's people, then those of other users.</param>
    public static async Task WriteAsync(ContenderFixture fixture, int count, IEnumerable<long> people, CancellationToken cancellationToken)
    {
        var system = ActorSystem.Create("seed", "akka { loglevel = WARNING, stdout-loglevel = WARNING }");
        var serializer = new EventSerializer((ExtendedActorSystem)system);
        await using var connection = new NpgsqlConnection(fixture.Database.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using (var copy = await connection.BeginBinaryImportAsync(
            """
            copy akka.journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid)
            from stdin (format binary)
            """,
            cancellationToken))
        {
            var created = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            var writer = Guid.NewGuid().ToString();
            var ids = people.Concat(Enumerable.Range(0, count).Select(number => FirstStranger + number)).Take(count);
            foreach (var id in ids)
            {
                var sequence = 0L;
                foreach (var happened in FormEvents.UpTo(Step - 1, Guid.CreateVersion7(), DateTimeOffset.UtcNow, firstUpdate: 1))
                {
                    await copy.StartRowAsync(cancellationToken);
                    await copy.WriteAsync(created, NpgsqlDbType.Bigint, cancellationToken);
                    await copy.WriteAsync(false, NpgsqlDbType.Boolean, cancellationToken);
                    await copy.WriteAsync(ConversationActor.PersistenceIdOf($"{id}"), NpgsqlDbType.Text, cancellationToken);
                    await copy.WriteAsync(++sequence, NpgsqlDbType.Bigint, cancellationToken);
                    await copy.WriteAsync(serializer.ToBinary(happened), NpgsqlDbType.Bytea, cancellationToken);
                    await copy.WriteAsync(serializer.Manifest(happened), NpgsqlDbType.Text, cancellationToken);
                    await copy.WriteAsync(serializer.Identifier, NpgsqlDbType.Integer, cancellationToken);
                    await copy.WriteAsync(writer, NpgsqlDbType.Text, cancellationToken);
                }
            }

            await copy.CompleteAsync(cancellationToken);
        }

        await system.Terminate();
    }
}
