using static VizTeh.Actors.Tests.Settings.HoconSamples;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>Keys that are missing, misspelt or have a value that cannot be meant.</summary>
public sealed class HoconKeyTests
{
    [Theory]
    [InlineData("vizteh.company.name", "name = \"Визуальные технологии\"", "")]
    [InlineData("vizteh.company.name", "name = \"Визуальные технологии\"", "name = \"  \"")]
    [InlineData("vizteh.company.name", "name = \"Визуальные технологии\"", "name { a = 1 }")]
    [InlineData("vizteh.company.name", "name = \"Визуальные технологии\"", "name = null")]
    [InlineData("vizteh.company.phone", "phone = \"+7 495 363-20-42\"", "telephone = \"+7 495 363-20-42\"")]
    [InlineData("vizteh.company.site", "site = \"vizteh.ru\"", "site = []")]
    [InlineData("vizteh.time-zone", "\"Europe/Moscow\"", "\"Europe/Atlantis\"")]
    [InlineData("vizteh.end-of-file", "end-of-file = true", "end-of-file = false")]
    [InlineData("akka.persistence.journal.plugin", "\"akka.persistence.journal.sql\"", "\"akka.persistence.journal.inmem\"")]
    [InlineData("akka.persistence.snapshot-store.plugin", "plugin = \"akka.persistence.snapshot-store.sql\"", "")]
    [InlineData("vizteh.company.about", "📞 {phone}", "")]
    [InlineData("vizteh.company.about", "<b>{name}</b>", "<b>{name}")]
    [InlineData("vizteh.company.about", "<b>{name}</b>", "<b><i>{name}</b></i>")]
    [InlineData("vizteh.company.about", "<b>{name}</b>", "<h1>{name}</h1>")]
    [InlineData("vizteh.company.about", "<b>{name}</b>", "5 < 6")]
    public void A_key_that_is_missing_or_wrong_is_named(string key, string found, string replacement)
    {
        Assert.Contains(found, Real, StringComparison.Ordinal);

        Assert.Contains(key, Refusal(Real.Replace(found, replacement, StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("akka.loglevel", "loglevel = LOUD")]
    [InlineData("akka.stdout-loglevel", "stdout-loglevel = LOUD")]
    [InlineData("akka.loglevel", "loglevel { a = 1 }")]
    [InlineData("akka.logelvel", "logelvel = DEBUG")]
    [InlineData("akka.log-config-on-start", "log-config-on-start = maybe")]
    [InlineData("akka.persistence.journal.sql.class", "persistence.journal.sql.class = \"VizTeh.Actors.Database.NoJournal, "
        + "VizTeh.Actors\"")]
    [InlineData("akka.persistence.journal.sql.class", "persistence.journal.sql.class = \"No.Journal, No.Assembly\"")]
    [InlineData("akka.persistence.journal.sql.class", "persistence.journal.sql.class = \"Akka.Persistence.Journal.MemoryJournal, "
        + "Akka.Persistence\"")]
    [InlineData("akka.persistence.journal.sql.class", "persistence.journal.sql.class = \"\"")]
    [InlineData("akka.persistence.snapshot-store.sql.class", "persistence.snapshot-store.sql.class = \"No.Store, No.Assembly\"")]
    [InlineData("akka.persistence.snapshot-store.sql.class", "persistence.snapshot-store.sql.class = "
        + "\"Akka.Persistence.Snapshot.LocalSnapshotStore, Akka.Persistence\"")]
    [InlineData("akka.persistence.snapshot-store.sql.class", "persistence.snapshot-store.sql.class = "
        + "\"VizTeh.Actors.Database.PostgresJournal, VizTeh.Actors\"")]
    [InlineData("akka.persistence.journal.sql.buffer-size", "persistence.journal.sql.buffer-size = many")]
    [InlineData("akka.persistence.journal.sql.buffer-size", "persistence.journal.sql.buffer-size = 5s")]
    [InlineData("akka.persistence.journal.sql.buffer-sice", "persistence.journal.sql.buffer-sice = 5")]
    [InlineData("akka.persistence.journal.sql.provider-name", "persistence.journal.sql.provider-name = MySql")]
    [InlineData("akka.persistence.journal.sql.default.schema-name", "persistence.journal.sql.default.schema-name = public")]
    [InlineData("akka.persistence.max-concurrent-recoveries", "persistence.max-concurrent-recoveries = some")]
    [InlineData("akka.persistence.journal.sql.circuit-breaker.reset-timeout", "persistence.journal.sql.circuit-breaker.reset-timeout = "
        + "soon")]
    [InlineData("akka.persistence.journal.sql.circuit-breaker", "persistence.journal.sql.circuit-breaker = off")]
    [InlineData("akka.cluster.seed-nodes", "cluster.seed-nodes = \"akka.tcp://vizteh@10.0.0.1:4053\"")]
    [InlineData("akka.cluster.seed-nodes", "cluster.seed-nodes = [\"10.0.0.1:4053\"]")]
    [InlineData("akka.cluster.seed-nodes", "cluster.seed-nodes = [\"akka.tcp://another@10.0.0.1:4053\"]")]
    [InlineData("akka.remote.dot-netty.tcp.port", "remote.dot-netty.tcp.port = http")]
    [InlineData("akka.remote.dot-netty.tcp.maximum-frame-size", "remote.dot-netty.tcp.maximum-frame-size = big")]
    [InlineData("akka.coordinated-shutdown.phases.cluster-exiting.timeout", "coordinated-shutdown.phases.cluster-exiting.timeout = later")]
    public void A_value_that_akka_would_only_stumble_over_later_is_named(string key, string line) => Assert.Contains(
        key, Refusal(Real.Replace("vizteh.end-of-file = true", $"akka {{ {line} }}\nvizteh.end-of-file = true", StringComparison.Ordinal)),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("vizteh.company.phnoe = \"1\"", "vizteh.company.phone")]
    [InlineData("vizteh.timezone = \"Europe/Moscow\"", "vizteh.time-zone")]
    [InlineData("vizteh.company { email = \"a\" }", "vizteh.company.email")]
    [InlineData("vizteh.firm { name = \"a\" }", "vizteh.firm")]
    [InlineData("aka.loglevel = DEBUG", "aka")]
    public void A_key_that_nothing_reads_is_named_and_with_it_the_one_that_was_probably_meant(string line, string named) =>
        Assert.Contains(named, Refusal(line + "\n" + Real), StringComparison.Ordinal);
}
