using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Sql;
using VizTeh.Actors.Database;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;
using ActorInbox = Akka.Actor.Inbox;
using AkkaPersistence = Akka.Persistence.Persistence;

namespace VizTeh.Actors.Tests.Database;

/// <summary>An actor system with the journal and the snapshot store that the settings of the program's hocon.conf give.</summary>
internal sealed class PersistenceSystem : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>The settings under which Akka.Persistence.Sql reads and writes itself.</summary>
    public const string OfPackage =
        """
        akka.persistence.journal.sql.class = "Akka.Persistence.Sql.Journal.SqlWriteJournal, Akka.Persistence.Sql"
        akka.persistence.snapshot-store.sql.class = "Akka.Persistence.Sql.Snapshot.SqlSnapshotStore, Akka.Persistence.Sql"
        """;

    private PersistenceSystem(ActorSystem system) => System = system;

    public ActorSystem System { get; }

    public IActorRef Journal => AkkaPersistence.Instance.Apply(System).JournalFor("");

    public IActorRef Snapshots => AkkaPersistence.Instance.Apply(System).SnapshotStoreFor("");

    /// <param name="settings">HOCON, which takes precedence over the file.</param>
    public static PersistenceSystem Start(TestDatabase database, string settings = "")
    {
        // An inbox drops what is above its size.
        var file = ConfigurationFactory.ParseString($"{settings}\nakka.actor {{ provider = local, inbox.inbox-size = 10000 }}")
            .WithFallback(HoconFile.Load(HoconFile.DefaultPath).Config);
        var config = PostgresJournal.Config.WithFallback(file).WithFallback(PersistenceConnection.Config)
            .WithFallback(SqlPersistence.DefaultConfiguration);
        var system = ActorSystem.Create(
            $"journal-{Guid.NewGuid():N}",
            ActorSystemSetup.Create(
                [BootstrapSetup.Create().WithConfig(config), .. PersistenceConnection.ToSetups(database.DataSource, file)]));
        HoconFile.RequireSqlPersistence(system.Settings.Config, "the actor system");
        return new PersistenceSystem(system);
    }

    /// <summary>All that a recovery is told: each event, then the highest number, or the failure.</summary>
    public async Task<IReadOnlyList<object>> ReplayAsync(
        string persistenceId, long from = 1, long to = long.MaxValue, long max = long.MaxValue)
    {
        using var inbox = ActorInbox.Create(System);
        Journal.Tell(new ReplayMessages(from, to, max, persistenceId, inbox.Receiver));
        var told = new List<object>();
        do
            told.Add(await inbox.ReceiveAsync(Deadline));
        while (told[^1] is ReplayedMessage);
        return told;
    }

    public async ValueTask DisposeAsync() => await System.Terminate().WaitAsync(Deadline);
}
