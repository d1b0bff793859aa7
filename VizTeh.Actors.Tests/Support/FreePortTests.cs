using VizTeh.Actors.Sandbox.Network;

namespace VizTeh.Actors.Tests.Support;

/// <summary>A program under test finds its port free when it comes to listen.</summary>
public sealed class FreePortTests
{
    [Fact]
    public void No_port_is_given_twice()
    {
        var ports = new int[200];

        Parallel.For(0, ports.Length, index => ports[index] = FreePort.Find());

        Assert.Equal(ports.Length, ports.Distinct().Count());
    }

    [Fact]
    public void No_connection_of_the_machine_is_given_the_port_of_a_program_that_is_about_to_listen()
    {
        var range = File.ReadAllText("/proc/sys/net/ipv4/ip_local_port_range").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

        Assert.InRange(FreePort.Find(), 1024, Math.Max(int.Parse(range[0], null), 32_768) - 1);
    }
}
