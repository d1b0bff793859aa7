using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Packaging;

/// <summary>What all of the operator's programs do when a signal ends them.</summary>
public sealed class BreakOffTests
{
    private const int Times = 60;

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task What_a_program_has_changed_is_taken_back_once_whatever_it_does_when_a_signal_comes(string signal)
    {
        var folder = Directory.CreateTempSubdirectory("vizteh-break-off-");
        try
        {
            var program = Path.Combine(folder.FullName, "program");
            // It starts commands all the time, as the programs do in between: that is when bash is hurt by a signal.
            await File.WriteAllTextAsync(
                program,
                $$"""
                set -euo pipefail
                source '{{Path.Combine(Repository.Root, "scripts", "package", "common.sh")}}'
                take_back() { echo taken back; }
                temporary+=("$1.temporary")
                : > "$1.temporary"
                : > "$1"
                look() {
                  local words
                  words=$(echo some words) || return 0
                }
                while true; do look; done
                """);
            var ended = await Tools.RunAsync(
                [
                    "bash", "-c",
                    """
                    set -m
                    for ((i = 0; i < $4; i++)); do
                      bash "$1" "$2/begun$i" & job=$!
                      until [[ -e $2/begun$i ]]; do :; done
                      sleep "0.00$((i % 10))"
                      # bash loses a signal once in hundreds of times, as here; a person sees that nothing happens, and repeats it.
                      while kill "-$3" -- -"$job" 2> /dev/null; do
                        for ((looks = 0; looks < 50; looks++)); do
                          kill -0 -- -"$job" 2> /dev/null || break
                          sleep 0.02
                        done
                      done
                      if wait "$job"; then echo well; fi
                    done
                    """,
                    "bash", program, folder.FullName, signal, $"{Times}",
                ],
                new Dictionary<string, string?> { ["VIZTEH_ROOT"] = folder.FullName });

            Assert.Equal(Enumerable.Repeat("taken back", Times), ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            Assert.Empty(folder.EnumerateFiles("*.temporary"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
