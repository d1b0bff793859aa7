using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace VizTeh.Actors.Sandbox.Network;

/// <summary>Listens within another network namespace, so that a program of this one serves the programs there.</summary>
internal static class NamespaceListener
{
    /// <summary>Where <c>ip netns add</c> keeps the named namespaces.</summary>
    public const string Folder = "/run/netns";

    private const int NetworkNamespace = 0x4000_0000; // CLONE_NEWNET

    /// <param name="name">A namespace that <c>ip netns add</c> has made.</param>
    /// <returns>A started listener. A socket stays in the namespace in which it was made, whichever thread uses it.</returns>
    /// <exception cref="Win32Exception">The namespace cannot be entered.</exception>
    public static TcpListener Start(string name, IPEndPoint at)
    {
        TcpListener? listener = null;
        ExceptionDispatchInfo? failure = null;
        // A thread has its namespace for itself. This one ends at once, and starts nothing that would inherit the namespace.
        var thread = new Thread(() =>
        {
            try
            {
                listener = StartWithin(name, at);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or SocketException or Win32Exception)
            {
                failure = ExceptionDispatchInfo.Capture(error);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        return listener!;
    }

    private static TcpListener StartWithin(string name, IPEndPoint at)
    {
        using var own = File.OpenHandle("/proc/thread-self/ns/net", share: FileShare.ReadWrite);
        using var other = File.OpenHandle(Path.Combine(Folder, name), share: FileShare.ReadWrite);
        Enter(other);
        try
        {
            var listener = new TcpListener(at);
            listener.Start();
            return listener;
        }
        finally
        {
            Enter(own);
        }
    }

    private static void Enter(SafeHandle space)
    {
        if (SetNamespace(space.DangerousGetHandle().ToInt32(), NetworkNamespace) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [DllImport("libc", EntryPoint = "setns", ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int SetNamespace(int descriptor, int kind);
}
