namespace VizTeh.Actors.Settings;

/// <summary>Suggests a known name for an unknown one.</summary>
internal static class Nearest
{
    private const int MostSlips = 2;
    private const int ShortestName = 4;

    /// <returns>The known name with the smallest edit distance, if that is small; else null.</returns>
    public static string? To(string name, IEnumerable<string> known) => name.Length < ShortestName
        ? null
        : known.Select(other => (Name: other, Slips: Slips(name, other)))
            .Where(other => other.Slips <= MostSlips)
            .OrderBy(other => other.Slips)
            .Select(other => other.Name)
            .FirstOrDefault();

    /// <summary>The number of letters added, left out, replaced or transposed (Damerau–Levenshtein distance).</summary>
    private static int Slips(string one, string other)
    {
        var table = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    table[i, j] = i + j;
                    continue;
                }

                var replaced = table[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
                table[i, j] = Math.Min(replaced, Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
            }
        }

        return table[one.Length, other.Length];
    }
}
