using Akka.Actor;
using Akka.Configuration;
using VizTeh.Actors.Serialization;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tests;

public sealed class ClusterNetworkTests
{
    [Fact]
    public void A_bot_on_its_own_has_no_network() => Assert.Equal(["akka.remote.none"], TransportsOf(null));

    [Fact]
    public void One_of_several_nodes_listens_at_its_address()
    {
        var config = ConfigOf(new NodeSettings("10.0.0.1", 4053, null));

        Assert.Equal(["akka.remote.dot-netty.tcp"], config.GetStringList("akka.remote.enabled-transports"));
        Assert.Equal("10.0.0.1", config.GetString("akka.remote.dot-netty.tcp.hostname"));
        Assert.Equal(4053, config.GetInt("akka.remote.dot-netty.tcp.port"));
        Assert.False(config.GetBoolean("akka.remote.dot-netty.tcp.enable-ssl"));
    }

    [Fact]
    public void A_node_behind_an_address_translation_opens_what_the_file_says_and_is_known_by_its_address()
    {
        var config = ConfigOf(
            new NodeSettings("10.0.0.1", 4053, null), "akka.remote.dot-netty.tcp { bind-hostname = 172.17.0.2, bind-port = 2552 }");

        var tcp = config.GetConfig("akka.remote.dot-netty.tcp");
        Assert.Equal(("172.17.0.2", 2552), (tcp.GetString("hostname"), tcp.GetInt("port")));
        Assert.Equal(("10.0.0.1", 4053), (tcp.GetString("public-hostname"), tcp.GetInt("public-port")));
    }

    [Fact]
    public void With_a_certificate_nodes_talk_by_tls() =>
        Assert.True(ConfigOf(new NodeSettings("10.0.0.1", 4053, new NodeCertificateSettings("node.p12", null, [])))
            .GetBoolean("akka.remote.dot-netty.tcp.enable-ssl"));

    [Theory]
    [InlineData("")]
    [InlineData("akka.cluster.seed-nodes = []")]
    [InlineData("akka.remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }")]
    [InlineData("akka.remote.dot-netty.tcp.port = 0")]
    [InlineData("akka.remote.dot-netty.tcp { bind-hostname = 0.0.0.0, bind-port = 4053 }")]
    public void A_file_without_an_address_is_taken(string hocon) =>
        ClusterNetwork.RequireNoAddress(ConfigurationFactory.ParseString(hocon));

    [Theory]
    [InlineData("akka.cluster.seed-nodes = [\"akka.tcp://vizteh@10.0.0.1:4053\"]", "akka.cluster.seed-nodes")]
    [InlineData("akka.remote.dot-netty.tcp { hostname = 10.0.0.1, port = 4053 }", "akka.remote.dot-netty.tcp.hostname")]
    [InlineData("akka.remote.dot-netty.tcp { hostname = 127.0.0.1, port = 4053 }", "akka.remote.dot-netty.tcp.hostname")]
    [InlineData("akka.remote.dot-netty.tcp.port = 4053", "akka.remote.dot-netty.tcp.port")]
    public void A_file_that_names_an_address_is_refused_with_the_settings_to_use(string hocon, string key)
    {
        var refusal = Assert.Throws<SettingsException>(() => ClusterNetwork.RequireNoAddress(ConfigurationFactory.ParseString(hocon)));

        Assert.Contains(key, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("CLUSTER_HOST", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_that_comes_with_the_program_sets_no_address() =>
        ClusterNetwork.RequireNoAddress(HoconFile.Load(HoconFile.DefaultPath).Config);

    [Theory]
    [InlineData("{\"$type\":\"System.IO.FileInfo, System.Private.CoreLib\",\"OriginalPath\":\"/etc/passwd\"}", 1, "System.IO.FileInfo")]
    [InlineData("{}", 1, "VizTeh.Actors.Tickets.CreateTicket, VizTeh.Actors")]
    [InlineData("\"text\"", 1, "System.Object")]
    [InlineData("{}", 3, "")]
    public async Task What_comes_in_a_format_that_lets_the_sender_choose_a_type_is_not_read(string bytes, int serializer, string manifest)
    {
        using var system = ActorSystem.Create("reader", FallbackSerializer.Config.WithFallback(
            ConfigurationFactory.ParseString(
                "akka.actor.provider = remote\nakka.remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }")));

        Assert.ThrowsAny<Exception>(
            () => system.Serialization.Deserialize(System.Text.Encoding.UTF8.GetBytes(bytes), serializer, manifest));
        await system.Terminate();
    }

    private static IList<string> TransportsOf(NodeSettings? node) => ConfigOf(node).GetStringList("akka.remote.enabled-transports");

    private static Config ConfigOf(NodeSettings? node, string hocon = "") =>
        ClusterNetwork.Above(node, "1.0.0", ConfigurationFactory.ParseString(hocon)).WithFallback(ClusterNetwork.Below(node)).WithFallback(
            ConfigurationFactory.FromResource<Akka.Remote.RemoteSettings>("Akka.Remote.Configuration.Remote.conf"));
}
