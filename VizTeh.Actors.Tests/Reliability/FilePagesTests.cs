using System.Globalization;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Tests.Reliability;

/// <summary>Which pages are given back to the machine when nobody writes: only those that can be had again from a file.</summary>
public sealed class FilePagesTests
{
    [Theory]
    [InlineData("r-xp", "08:01 42", "/usr/lib/libssl.so.3")]
    [InlineData("r--p", "08:01 42", "/usr/lib/vizteh/VizTeh.Actors.dll")]
    [InlineData("r--s", "08:01 42", "/usr/lib/name with spaces.dll")]
    public void Code_and_data_of_a_library_are_had_again_from_its_file(string permissions, string file, string path)
    {
        Assert.Equal([new FilePages(0x7f10_0000, 0x7f10_4000, path)], FilePages.Parse(Range(permissions, $"{file}   {path}")));
    }

    [Theory]
    [InlineData("rw-p", "08:01 42 /usr/lib/libssl.so.3")]
    [InlineData("---p", "08:01 42 /usr/lib/libssl.so.3")]
    [InlineData("r--p", "00:00 0")]
    [InlineData("r--p", "00:00 0 [vvar]")]
    [InlineData("r-xs", "00:01 7 /memfd:doublemapper (deleted)")]
    [InlineData("r--s", "00:05 7 /dev/shm/shared")]
    [InlineData("r--s", "00:01 7 /SYSV00000000 (deleted)")]
    public void Memory_that_is_written_or_has_no_file_is_left_alone(string permissions, string file)
    {
        Assert.Empty(FilePages.Parse(Range(permissions, file)));
    }

    [Theory]
    [InlineData(8, 0)]
    [InlineData(0, 4)]
    public void A_library_with_pages_that_were_changed_when_it_was_loaded_is_left_alone(int anonymous, int swapped)
    {
        Assert.Empty(FilePages.Parse(Range("r--p", "08:01 42 /usr/lib/libssl.so.3", anonymous, swapped)));
    }

    [Fact]
    public void A_kernel_that_does_not_count_changed_pages_is_not_trusted()
    {
        Assert.Empty(FilePages.Parse(["7f100000-7f104000 r-xp 00000000 08:01 42 /usr/lib/libssl.so.3", "Rss: 16 kB"]));
    }

    [Fact]
    public void Each_range_is_judged_by_its_own_figures()
    {
        string[] smaps =
        [
            .. Range("r-xp", "08:01 42 /a.so"), .. Range("r--p", "08:01 42 /b.so", anonymous: 4), .. Range("rw-p", "08:01 42 /c.so"),
            .. Range("r--p", "08:01 42 /d.so"),
        ];

        Assert.Equal(["/a.so", "/d.so"], FilePages.Parse(smaps).Select(pages => pages.File));
    }

    [Fact]
    public void A_process_that_gave_its_pages_back_is_smaller_and_goes_on()
    {
        var before = ResidentOfFiles();

        FilePages.GiveBack(FilePages.OfProcess());

        Assert.InRange(ResidentOfFiles(), 0, before - 1);
    }

    [Fact]
    public void Nothing_is_given_back_that_was_not_there_at_the_look_before()
    {
        var before = ResidentOfFiles();

        FilePages.GiveBack(new HashSet<FilePages>());

        // The kernel may take some pages in the same moment; given back, most of them would be gone.
        Assert.InRange(ResidentOfFiles(), before / 10 * 9, long.MaxValue);
    }

    private static IEnumerable<string> Range(string permissions, string file, int anonymous = 0, int swapped = 0) =>
    [
        $"7f100000-7f104000 {permissions} 00000000 {file}",
        "Size:                 16 kB",
        "Rss:                  16 kB",
        $"Anonymous:      {anonymous,8} kB",
        $"Swap:           {swapped,8} kB",
        "VmFlags: rd ex mr mw me",
    ];

    private static long ResidentOfFiles()
    {
        var line = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("RssFile:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
