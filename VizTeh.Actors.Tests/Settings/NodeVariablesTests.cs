namespace VizTeh.Actors.Tests.Settings;

/// <summary>What makes the process one of several nodes: nothing unless it is set, and nothing half.</summary>
public sealed class NodeVariablesTests : IDisposable
{
    private const string Thumbprint = "0123456789ABCDEF0123456789ABCDEF01234567";

    private readonly BotSettingsFixture _given = new();

    public void Dispose() => _given.Dispose();

    [Fact]
    public void Without_any_of_them_the_bot_is_on_its_own() => Assert.Null(_given.Load().Node);

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1:4053")]
    [InlineData("localhost", "localhost:4053")]
    [InlineData("::1", "[::1]:4053")]
    public void An_address_that_no_other_machine_reaches_needs_no_certificate(string host, string address)
    {
        SetAddress(host);

        var node = _given.Load().Node!;

        Assert.Equal((address, null), (node.Address, node.Certificate));
    }

    [Fact]
    public void Nodes_on_several_machines_need_a_certificate()
    {
        SetAddress("10.0.0.1");

        Assert.Contains("CLUSTER_CERTIFICATE is not set", _given.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Tls_is_left_out_only_by_name()
    {
        SetAddress("10.0.0.1");
        _given.Set("CLUSTER_TLS", "off");

        Assert.Null(_given.Load().Node!.Certificate);
    }

    [Fact]
    public void The_certificate_and_whom_to_believe_are_read_and_the_password_is_never_shown()
    {
        SetAddress("node1.example");
        _given.Set("CLUSTER_CERTIFICATE", "/etc/vizteh/node.p12");
        _given.Set("CLUSTER_CERTIFICATE_PASSWORD", "of-the-key");
        _given.Set("CLUSTER_PEERS", $"{Thumbprint.ToLowerInvariant()}; CN=vizteh");

        var settings = _given.Load();

        var certificate = settings.Node!.Certificate!;
        Assert.Equal(("/etc/vizteh/node.p12", "of-the-key"), (certificate.File, certificate.Password));
        Assert.Equal([Thumbprint, "CN=vizteh"], certificate.Peers);
        Assert.DoesNotContain("of-the-key", settings.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CLUSTER_HOST", "10.0.0.1", "CLUSTER_PORT is not set")]
    [InlineData("CLUSTER_PORT", "4053", "CLUSTER_HOST is not set")]
    [InlineData("CLUSTER_CERTIFICATE", "node.p12", "CLUSTER_HOST is not set")]
    public void A_node_is_never_half_set(string name, string value, string says)
    {
        _given.Set(name, value);

        Assert.Contains(says, _given.Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CLUSTER_HOST", "10.0.0.1:4053")]
    [InlineData("CLUSTER_HOST", "0.0.0.0")]
    [InlineData("CLUSTER_HOST", "::")]
    [InlineData("CLUSTER_HOST", "two words")]
    [InlineData("CLUSTER_PORT", "0")]
    [InlineData("CLUSTER_PORT", "http")]
    [InlineData("CLUSTER_TLS", "maybe")]
    [InlineData("CLUSTER_PEERS", "0123")]
    [InlineData("CLUSTER_PEERS", "CN=vizteh")]
    [InlineData("CLUSTER_CERTIFICATE_PASSWORD", "of-the-key")]
    public void What_cannot_be_meant_is_refused_by_its_name(string name, string value)
    {
        SetAddress("127.0.0.1");
        _given.Set(name, value);

        Assert.Contains($"{name} ", _given.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_without_tls_is_refused()
    {
        SetAddress("10.0.0.1");
        _given.Set("CLUSTER_TLS", "off");
        _given.Set("CLUSTER_CERTIFICATE", "node.p12");

        Assert.Contains("CLUSTER_TLS is off", _given.Refusal(), StringComparison.Ordinal);
    }

    private void SetAddress(string host)
    {
        _given.Set("CLUSTER_HOST", host);
        _given.Set("CLUSTER_PORT", "4053");
    }
}
