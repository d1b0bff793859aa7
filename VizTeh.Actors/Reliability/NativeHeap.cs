using System.Runtime.InteropServices;

namespace VizTeh.Actors.Reliability;

/// <summary>The memory that the runtime's own code takes by malloc: the compiler's above all.</summary>
internal static class NativeHeap
{
    /// <summary>Gives its free pages back; does nothing where the C library is not glibc, and cannot.</summary>
    public static void Trim()
    {
        try
        {
            _ = MallocTrim(0);
        }
        catch (Exception missing) when (missing is EntryPointNotFoundException or DllNotFoundException)
        {
            // Another C library.
        }
    }

    // .NET knows the C library by this name on every Linux.
    [DllImport("libc", EntryPoint = "malloc_trim", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int MallocTrim(nuint pad);
}
