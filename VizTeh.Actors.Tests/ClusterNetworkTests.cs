using Akka.Actor;
using Akka.Configuration;
using VizTeh.Actors.Serialization;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tests;

public sealed class ClusterNetworkTests
{
    [Theory]
    [InlineData("")]
    [InlineData("akka.cluster.seed-nodes = []")]
    [InlineData("akka.remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }")]
    [InlineData("akka.remote.dot-netty.tcp.port = 0")]
    public void Without_an_address_that_others_could_be_given_there_is_no_network(string hocon) =>
        Assert.Equal(["akka.remote.none"], TransportsWith(hocon));

    [Theory]
    [InlineData("akka.cluster.seed-nodes = [\"akka.tcp://vizteh@10.0.0.1:4053\"]")]
    [InlineData("akka.remote.dot-netty.tcp { hostname = 10.0.0.1, port = 4053 }")]
    [InlineData("akka.remote.dot-netty.tcp { hostname = 127.0.0.1, port = 4053 }")]
    [InlineData("akka.remote.dot-netty.tcp.hostname = 10.0.0.1")]
    public void An_address_or_others_to_join_bring_in_akkas_transport(string hocon) =>
        Assert.Equal(["akka.remote.dot-netty.tcp"], TransportsWith(hocon));

    [Fact]
    public void The_file_that_comes_with_the_program_sets_no_address() =>
        Assert.False(ClusterNetwork.For(HoconFile.Load(HoconFile.DefaultPath).Config).IsEmpty);

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

    private static IList<string> TransportsWith(string hocon)
    {
        var file = ConfigurationFactory.ParseString(hocon);
        return ClusterNetwork.For(file).WithFallback(file)
            .WithFallback(ConfigurationFactory.FromResource<Akka.Remote.RemoteSettings>("Akka.Remote.Configuration.Remote.conf"))
            .GetStringList("akka.remote.enabled-transports");
    }
}
