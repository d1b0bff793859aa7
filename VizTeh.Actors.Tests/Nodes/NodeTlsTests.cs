using System.Net;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using VizTeh.Actors.Nodes;
using VizTeh.Actors.Sandbox.Network;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tests.Nodes;

/// <summary>Nodes prove to each other who they are.</summary>
public sealed class NodeTlsTests : IDisposable
{
    // Without the setting that the program makes, one connection of twelve is not answered.
    private const int Connections = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Impatience = TimeSpan.FromSeconds(3);

    private readonly NodeCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task Whoever_connects_with_a_certificate_is_answered_each_time()
    {
        var certificate = _certificates.Create("node");
        var (server, address) = Start(certificate);
        for (var number = 0; number < Connections; number++)
        {
            var (client, _) = Start(certificate);
            Assert.NotNull(await FindAsync(client, address, Patience));
            await client.Terminate();
        }

        await server.Terminate();
    }

    [Fact]
    public async Task A_node_with_a_certificate_of_its_own_is_let_in_by_its_thumbprint()
    {
        var (one, another) = (_certificates.Create("one"), _certificates.Create("another"));
        string[] both = [ThumbprintOf(one), ThumbprintOf(another)];
        var (server, address) = Start(one with { Peers = both });
        var (client, _) = Start(another with { Peers = both });

        Assert.NotNull(await FindAsync(client, address, Patience));

        await client.Terminate();
        await server.Terminate();
    }

    [Fact]
    public async Task A_stranger_is_not_let_in()
    {
        var (server, address) = Start(_certificates.Create("node"));
        var (stranger, _) = Start(_certificates.Create("node") with { Peers = [ThumbprintOf(_certificates.Create("node"))] });

        Assert.Null(await FindAsync(stranger, address, Impatience));

        await stranger.Terminate();
        await server.Terminate();
    }

    [Fact]
    public async Task A_program_without_a_certificate_is_not_let_in()
    {
        var (server, address) = Start(_certificates.Create("node"));
        var (stranger, _) = Start(null);
        var plain = Address.Parse(address.ToString().Replace("akka.ssl.tcp", "akka.tcp", StringComparison.Ordinal));

        Assert.Null(await FindAsync(stranger, plain, Impatience));

        await stranger.Terminate();
        await server.Terminate();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("of-the-key")]
    public void A_pem_file_with_the_key_is_taken(string? password) =>
        NodeCertificate.Require(_certificates.CreatePem("node", password));

    [Fact]
    public void A_file_that_cannot_be_used_is_refused_by_the_name_of_its_setting()
    {
        NodeCertificateSettings[] unusable =
        [
            _certificates.Missing(), _certificates.Write("empty.p12", ""), _certificates.Write("text.p12", "no certificate"),
            _certificates.Write("cut.pem", "-----BEGIN CERTIFICATE-----\nMIIB"), _certificates.Create("node") with { Password = "wrong" },
        ];

        Assert.All(unusable, settings => Assert.StartsWith(
            "CLUSTER_CERTIFICATE: ", Assert.Throws<SettingsException>(() => NodeCertificate.Require(settings)).Message,
            StringComparison.Ordinal));
    }

    private static string ThumbprintOf(NodeCertificateSettings settings)
    {
        using var certificate = NodeCertificate.Read(settings);
        return certificate.Thumbprint;
    }

    private static (ActorSystem System, Address Address) Start(NodeCertificateSettings? certificate)
    {
        var node = new NodeSettings(IPAddress.Loopback.ToString(), FreePort.Find(), certificate);
        var setup = ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(
            ConfigurationFactory.ParseString("akka { actor.provider = remote, loglevel = OFF, stdout-loglevel = OFF }")
                .WithFallback(ClusterNetwork.Above(node, "1.0.0", Config.Empty)).WithFallback(ClusterNetwork.Below(node))));
        if (certificate is not null)
            setup = setup.And(NodeCertificate.Load(certificate));
        var system = ActorSystem.Create("node", setup);
        system.ActorOf(Props.Create(() => new Silent()), "here");
        return (system, ((ExtendedActorSystem)system).Provider.DefaultAddress);
    }

    private static async Task<IActorRef?> FindAsync(ActorSystem from, Address address, TimeSpan patience)
    {
        try
        {
            return await from.ActorSelection(new RootActorPath(address) / "user" / "here").ResolveOne(patience);
        }
        catch (ActorNotFoundException)
        {
            return null;
        }
    }

    private sealed class Silent : ReceiveActor;
}
