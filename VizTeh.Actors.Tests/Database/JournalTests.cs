using System.Globalization;
using Akka.Actor;
using Akka.Persistence;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Database;

/// <summary>Akka's own tables, created by the program's migrations, with the settings of the program's hocon.conf.</summary>
public sealed class JournalTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Events_and_snapshots_outlive_the_process()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await WithCounterAsync(database, async counter =>
        {
            for (var total = 1; total <= 3; total++)
                Assert.Equal(total, await counter.Ask<int>(Counter.Add, Deadline));
            Assert.Equal("saved", await counter.Ask<string>(Counter.Save, Deadline));
            Assert.Equal(4, await counter.Ask<int>(Counter.Add, Deadline));
        });
        // The fourth event is replayed on the snapshot of the first three.
        await WithCounterAsync(database, async counter =>
        {
            Assert.Equal("recovered from 3", await counter.Ask<string>(Counter.Origin, Deadline));
            Assert.Equal(5, await counter.Ask<int>(Counter.Add, Deadline));
        });

        Assert.Equal(["5"], await database.ReadAsync("select count(*) from akka.journal"));
        Assert.Equal(["3"], await database.ReadAsync("select sequence_number from akka.snapshot"));
        Assert.Equal(["0"], await database.ReadAsync("select count(*) from akka.tags"));
    }

    [Fact]
    public async Task What_the_packages_own_journal_stored_is_recovered_and_the_other_way_round()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        var total = 0;
        foreach (var settings in (string[])[PersistenceSystem.OfPackage, "", PersistenceSystem.OfPackage, ""])
        {
            await WithCounterAsync(
                database,
                async counter =>
                {
                    Assert.Equal($"recovered from {Math.Max(0, total - 2)}", await counter.Ask<string>(Counter.Origin, Deadline));
                    Assert.Equal(total + 1, await counter.Ask<int>(Counter.Add, Deadline));
                    Assert.Equal("saved", await counter.Ask<string>(Counter.Save, Deadline));
                    Assert.Equal(total + 3, await counter.Ask<int>(Counter.AddTwo, Deadline));
                },
                settings);
            total += 3;
        }

        Assert.Equal(["12"], await database.ReadAsync("select count(*) from akka.journal"));
        Assert.Equal(
            ["1"],
            await database.ReadAsync(
                """
                select count(distinct (deleted, manifest, identifier, length(writer_uuid),
                                       abs(created - (select max(created) from akka.journal)) < 1e10)) from akka.journal
                """));
    }

    [Fact]
    public async Task An_event_that_cannot_be_written_is_refused_and_the_others_are_not()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await WithCounterAsync(database, async counter =>
        {
            Assert.Equal(1, await counter.Ask<int>(Counter.Add, Deadline));
            Assert.Equal("refused", await counter.Ask<string>(Counter.AddUnwritable, Deadline));
            Assert.Equal(2, await counter.Ask<int>(Counter.Add, Deadline));
        });
        await WithCounterAsync(database, async counter => Assert.Equal(3, await counter.Ask<int>(Counter.Add, Deadline)));
    }

    [Fact]
    public async Task The_tables_are_what_the_plugin_would_make_itself_but_for_indexes_that_no_statement_of_its_uses()
    {
        string[] unused = ["journal_created_idx", "journal_sequence_number_idx", "snapshot_created_idx", "snapshot_sequence_number_idx"];
        await using var migrated = await PostgresFixture.CreateMigratedAsync();
        await using var initialized = await PostgresFixture.CreateEmptyAsync();
        await initialized.ExecuteAsync("create schema akka");
        const string Settings =
            """
            akka.persistence.journal.sql.auto-initialize = on
            akka.persistence.snapshot-store.sql.auto-initialize = on
            """;
        await WithCounterAsync(
            initialized,
            async counter =>
            {
                await counter.Ask<int>(Counter.Add, Deadline);
                await counter.Ask<string>(Counter.Save, Deadline);
            },
            PersistenceSystem.OfPackage + "\n" + Settings);

        var expected = await ShapeAsync(initialized);

        Assert.Contains(expected, line => line.StartsWith("akka.journal ordering bigint", StringComparison.Ordinal));
        Assert.All(unused, index => Assert.Contains(expected, line => line.StartsWith($"CREATE INDEX {index} ", StringComparison.Ordinal)));
        Assert.Equal(
            expected.Where(line => !unused.Any(index => line.StartsWith($"CREATE INDEX {index} ", StringComparison.Ordinal))),
            await ShapeAsync(migrated));
    }

    private static async Task WithCounterAsync(TestDatabase database, Func<IActorRef, Task> use, string settings = "")
    {
        await using var system = PersistenceSystem.Start(database, settings);
        await use(system.System.ActorOf(Props.Create(() => new Counter())));
    }

    private static async Task<IReadOnlyList<string>> ShapeAsync(TestDatabase database) => await database.ReadAsync(
        """
        select concat_ws(' ', attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull, attidentity,
                         pg_get_expr(adbin, adrelid)) as line
          from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
          where attnum > 0 and attrelid in (select oid from pg_class where relkind = 'r' and relnamespace = 'akka'::regnamespace)
        union all
        select indexdef from pg_indexes where schemaname = 'akka'
        union all
        select concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid)) from pg_constraint
          where connamespace = 'akka'::regnamespace
        order by 1
        """);

    private sealed class Counter : ReceivePersistentActor
    {
        public const string Add = "add";
        public const string AddTwo = "add two";
        public const string AddUnwritable = "add what cannot be written";
        public const string Save = "save";
        public const string Origin = "origin";

        private int _total;
        private int _fromSnapshot;

        public Counter()
        {
            IActorRef asker = ActorRefs.Nobody;
            Recover<SnapshotOffer>(offer => _total = _fromSnapshot = int.Parse((string)offer.Snapshot, CultureInfo.InvariantCulture));
            Recover<string>(_ => { _total++; });
            Command<string>(text => text == Add, text => Persist(text, _ => Sender.Tell(++_total)));
            Command<string>(text => text == AddTwo, text => PersistAll([text, text], _ =>
            {
                if (++_total % 3 == 0)
                    Sender.Tell(_total);
            }));
            Command<string>(text => text == AddUnwritable, _ => Persist(new Unwritable(null), _ => Sender.Tell("stored")));
            Command<string>(text => text == Save, _ =>
            {
                asker = Sender;
                SaveSnapshot(_total.ToString(CultureInfo.InvariantCulture));
            });
            Command<string>(text => text == Origin, _ => Sender.Tell($"recovered from {_fromSnapshot}"));
            Command<SaveSnapshotSuccess>(_ => asker.Tell("saved"));
            Command<SaveSnapshotFailure>(failure => asker.Tell(failure.Cause.Message));
        }

        public override string PersistenceId => "counter";

        protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr) => Sender.Tell("refused");

        private sealed record Unwritable(string? Text)
        {
            public string Value => Text ?? throw new InvalidOperationException("cannot be read");
        }
    }
}
