using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using VizTeh.Actors.Database;
using VizTeh.Actors.Operations.Checks;
using VizTeh.Actors.Sandbox.Network;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tests.Operations;

/// <summary>What the check says of one of several nodes: certificate, port, the table of nodes, connections.</summary>
public sealed class NodeChecksTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2027, 1, 18, 9, 0, 0, TimeSpan.Zero);
    private static readonly DatabaseSettings Database = new("db", 5432, "vizteh", "vizteh", null) { Connections = 30, KeptForNode = 2 };

    private readonly string _folder = Directory.CreateTempSubdirectory("vizteh-node-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(-100, 365, CheckOutcome.Well)]
    [InlineData(-100, 29, CheckOutcome.Notice)]
    [InlineData(-100, -1, CheckOutcome.Failed)]
    [InlineData(1, 365, CheckOutcome.Failed)]
    public void A_certificate_that_is_over_or_soon_will_be_is_told_before_the_nodes_refuse_each_other(
        int begins, int ends, CheckOutcome outcome)
    {
        var check = NodeChecks.OfCertificate(Certificate(Now.AddDays(begins), Now.AddDays(ends)), Now);

        Assert.True(check.Outcome == outcome, check.ToString());
        if (outcome is CheckOutcome.Well or CheckOutcome.Notice)
            Assert.Contains($"({ends} days)", check.Found, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", check.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_that_every_user_can_read_or_none_can_is_told()
    {
        var settings = Certificate(Now.AddDays(-1), Now.AddDays(365));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(settings.File, UnixFileMode.UserRead | UnixFileMode.OtherRead);
            Assert.Contains("chmod o=", NodeChecks.OfCertificate(settings, Now).Advice!, StringComparison.Ordinal);
        }

        var missing = NodeChecks.OfCertificate(settings with { File = Path.Combine(_folder, "none.p12") }, Now);
        var wrong = NodeChecks.OfCertificate(settings with { Password = "another" }, Now);

        Assert.All([missing, wrong], check => Assert.Equal(CheckOutcome.Failed, check.Outcome));
        Assert.StartsWith("CLUSTER_CERTIFICATE", wrong.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_port_is_free_or_held_by_the_bot_itself_or_by_another_program()
    {
        var free = new NodeSettings("127.0.0.1", FreePort.Find(), Certificate: null);
        Assert.Equal(CheckOutcome.Well, (await NodeChecks.OfPortAsync(free, isRunning: false, default)).Outcome);

        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        var held = free with { Port = ((IPEndPoint)holder.LocalEndpoint).Port };
        var byBot = await NodeChecks.OfPortAsync(held, isRunning: true, default);
        Assert.Contains("held by the running bot", byBot.Found, StringComparison.Ordinal);
        Assert.Equal(CheckOutcome.Failed, (await NodeChecks.OfPortAsync(held, isRunning: false, default)).Outcome);

        // An address for documentation (RFC 5737), which no machine has.
        var foreign = await NodeChecks.OfPortAsync(free with { Host = "192.0.2.1" }, isRunning: false, default);
        Assert.StartsWith("CLUSTER_HOST has to be", foreign.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dead_node_in_the_table_is_noticed_and_one_without_rows_is_not()
    {
        var node = new NodeSettings("127.0.0.1", FreePort.Find(), Certificate: null);
        var living = new NodeOfTable("10.0.0.1:4053", "member", "1.2", TimeSpan.FromSeconds(0.4));
        var dead = living with { Address = "10.0.0.2:4053", Age = TimeSpan.FromMinutes(5) };

        Assert.Equal(CheckOutcome.Well, await OutcomeAsync([]));
        Assert.Equal(CheckOutcome.Well, await OutcomeAsync([living]));
        Assert.Equal(CheckOutcome.Notice, await OutcomeAsync([living, dead]));
        Assert.Equal(CheckOutcome.Notice, await OutcomeAsync([living with { State = "dead" }]));
        Assert.Equal(CheckOutcome.Skipped, await OutcomeAsync(null));

        async Task<CheckOutcome> OutcomeAsync(IReadOnlyList<NodeOfTable>? rows) =>
            (await NodeChecks.RunAsync(node, rows, TimeProvider.System, default)).Single(check => check.Subject == "nodes").Outcome;
    }

    [Theory]
    [InlineData(97, 3, CheckOutcome.Well)]
    [InlineData(97, 4, CheckOutcome.Notice)]
    [InlineData(25, 1, CheckOutcome.Notice)]
    public void More_connections_than_postgresql_gives_are_noticed(int limit, int programs, CheckOutcome outcome)
    {
        var check = DatabaseChecks.OfConnections(Database, limit, programs);

        Assert.Equal(outcome, check.Outcome);
        Assert.StartsWith("at most 30 (tables 11, journal 17, node 2)", check.Found, StringComparison.Ordinal);
        if (outcome == CheckOutcome.Notice)
            Assert.StartsWith($"Set DB_CONNECTIONS to {limit / programs} at most", check.Advice, StringComparison.Ordinal);
    }

    private NodeCertificateSettings Certificate(DateTimeOffset begins, DateTimeOffset ends)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=vizteh", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(begins, ends);
        var path = Path.Combine(_folder, $"{Guid.NewGuid():N}.p12");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12, "geheim"));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return new NodeCertificateSettings(path, "geheim", []);
    }
}
