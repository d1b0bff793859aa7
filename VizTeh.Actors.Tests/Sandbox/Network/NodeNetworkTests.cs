using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using VizTeh.Actors.Sandbox.Network;

namespace VizTeh.Actors.Tests.Sandbox.Network;

/// <summary>The network of machines within this one, of which the machine's own network has nothing.</summary>
public sealed class NodeNetworkTests
{
    private const int Port = 7_000;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    [NetworkFact]
    public async Task A_program_on_a_machine_reaches_a_server_outside_at_its_own_loopback_address()
    {
        await using var network = await NodeNetwork.CreateAsync(1);
        using var server = Listen();
        var sent = new List<byte>();
        await using var relay = network.Machines[0].RelayTo(
            "127.0.0.1", PortOf(server), Port, data => sent.AddRange(data.Span));

        await using var program = InMachine.Connect(network.Machines[0], "127.0.0.1", Port);
        using var accepted = await server.AcceptTcpClientAsync().WaitAsync(Deadline);

        await program.SayAsync("hello");
        Assert.Equal("hello", await HearAsync(accepted));
        Assert.Equal("hello\n", Encoding.UTF8.GetString([.. sent]));
    }

    [NetworkFact]
    public async Task What_is_sent_through_a_frozen_relay_comes_when_it_is_thawed()
    {
        await using var network = await NodeNetwork.CreateAsync(1);
        using var server = Listen();
        await using var relay = network.Machines[0].RelayTo("127.0.0.1", PortOf(server), Port);
        relay.Freeze();
        await using var program = InMachine.Connect(network.Machines[0], "127.0.0.1", Port);
        await program.SayAsync("late");
        while (relay.Accepted == 0)
            await Task.Yield();
        Assert.False(server.Pending());

        relay.Thaw();

        using var accepted = await server.AcceptTcpClientAsync().WaitAsync(Deadline);
        Assert.Equal("late", await HearAsync(accepted));
    }

    [NetworkFact]
    public async Task Machines_reach_each_other_until_one_is_cut_off_and_again_when_it_is_mended()
    {
        await using var network = await NodeNetwork.CreateAsync(2);
        using var inSecond = NamespaceListener.Start(network.Machines[1].Namespace, new IPEndPoint(IPAddress.Any, Port));
        await using (InMachine.Connect(network.Machines[0], network.Machines[1].Address, Port))
            (await inSecond.AcceptTcpClientAsync().WaitAsync(Deadline)).Dispose();

        await network.Machines[1].CutAsync();
        Assert.NotEqual(0, await InMachine.PingAsync(network.Machines[0], network.Machines[1].Address));
        Assert.False(inSecond.Pending());

        await network.Machines[1].MendAsync();
        await using (InMachine.Connect(network.Machines[0], network.Machines[1].Address, Port))
            (await inSecond.AcceptTcpClientAsync().WaitAsync(Deadline)).Dispose();
    }

    [NetworkFact]
    public async Task Nothing_of_it_is_in_the_network_of_the_machine_itself()
    {
        var before = NetworkInterface.GetAllNetworkInterfaces().Select(one => one.Name).Order().ToArray();
        string[] names;
        await using (var network = await NodeNetwork.CreateAsync(3))
        {
            names = [.. network.Machines.Select(machine => machine.Namespace)];
            Assert.Equal(before, NetworkInterface.GetAllNetworkInterfaces().Select(one => one.Name).Order());
            Assert.All(names, name => Assert.True(File.Exists($"/run/netns/{name}")));
        }

        Assert.All(names, name => Assert.False(File.Exists($"/run/netns/{name}")));
    }

    [NetworkFact]
    public async Task What_a_killed_run_left_behind_goes_when_the_next_begins()
    {
        // Linux gives no process this id.
        const string left = "vt999999999x1-node1";
        await IpCommand.RunAsync("netns", "add", left);

        await using var network = await NodeNetwork.CreateAsync(1);

        Assert.False(File.Exists($"/run/netns/{left}"));
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    private static async Task<string?> HearAsync(TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream(), leaveOpen: true);
        return await reader.ReadLineAsync().WaitAsync(Deadline);
    }

    /// <summary>A program on a machine, which sends what it is told.</summary>
    private sealed class InMachine(Process process) : IAsyncDisposable
    {
        public static InMachine Connect(NetworkMachine machine, string host, int port) =>
            new(Start(machine, $"exec 3<>/dev/tcp/{host}/{port}; while read -r line; do echo \"$line\" >&3; done"));

        /// <returns>The exit code; 0 if a connection was made within a second.</returns>
        public static async Task<int> PingAsync(NetworkMachine machine, string host)
        {
            using var process = Start(machine, $"exec timeout 1 bash -c ': <>/dev/tcp/{host}/{Port}'");
            await process.WaitForExitAsync().WaitAsync(Deadline);
            return process.ExitCode;
        }

        public Task SayAsync(string line) => process.StandardInput.WriteLineAsync(line);

        public async ValueTask DisposeAsync()
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync().WaitAsync(Deadline);
            process.Dispose();
        }

        private static Process Start(NetworkMachine machine, string script) => Process.Start(
            new ProcessStartInfo(IpCommand.Program!, ["netns", "exec", machine.Namespace, "bash", "-c", script])
            {
                RedirectStandardInput = true,
                RedirectStandardError = true,
            })!;
    }
}
