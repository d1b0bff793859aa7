using VizTeh.Actors.Settings;
using static VizTeh.Actors.Tests.Settings.HoconSamples;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>The hocon.conf of the program, and damage to it by an editor or a full disk.</summary>
public sealed class HoconFileTests
{
    [Fact]
    public void The_file_that_comes_with_the_program_is_good()
    {
        var file = HoconFile.Load(HoconFile.DefaultPath);

        Assert.Equal("Визуальные технологии", file.Company.Name);
        Assert.Equal(TimeSpan.FromHours(3), file.Company.TimeZone.BaseUtcOffset);
        Assert.Contains("📞 +7 495 363-20-42\n", file.Company.AboutHtml, StringComparison.Ordinal);
        Assert.Contains("<a href=\"https://vizteh.ru\">vizteh.ru</a>", file.Company.AboutHtml, StringComparison.Ordinal);
        Assert.StartsWith("<b>Визуальные технологии</b>\n\nСоздаём", file.Company.AboutHtml, StringComparison.Ordinal);
        Assert.Equal(20000, file.Config.GetInt("akka.persistence.journal.sql.buffer-size"));
    }

    [Fact]
    public void Cut_off_anywhere_it_is_refused()
    {
        var whole = Real.TrimEnd().Length;

        Assert.All(Enumerable.Range(0, whole), length => Refusal(Real[..length]));
        Assert.NotNull(HoconFile.Parse(Real[..whole], "hocon.conf"));
    }

    [Fact]
    public void Without_any_one_of_its_brackets_or_quotes_it_is_refused()
    {
        var marks = BracketsAndQuotes().ToList();

        Assert.NotEmpty(marks);
        Assert.All(marks, index => Refusal(Real.Remove(index, 1)));
    }

    [Fact]
    public void With_a_stray_bracket_or_quote_on_any_line_outside_a_text_it_is_refused()
    {
        var lines = Real.Split('\n');
        var isInText = false;

        foreach (var (line, index) in lines.Select((line, index) => (line, index)))
        {
            var isEdge = line.Contains("\"\"\"", StringComparison.Ordinal);
            isInText ^= isEdge;
            if (line.TrimStart().StartsWith('#') || isInText || isEdge)
                continue;

            foreach (var stray in (string[])["{", "}", "[", "]", "\""])
                Refusal(string.Join('\n', [.. lines[..index], stray, .. lines[index..]]));
        }
    }

    [Fact]
    public void A_file_that_is_not_there_or_not_text_is_named()
    {
        var folder = Directory.CreateTempSubdirectory("vizteh-hocon-").FullName;
        try
        {
            var path = Path.Combine(folder, "hocon.conf");
            Assert.Contains($"{path}: there is no such file", RefusalOf(path), StringComparison.Ordinal);

            File.WriteAllBytes(path, [0xC2, 0x20, 0xFF]);
            Assert.Contains($"{path}: the file is not in UTF-8", RefusalOf(path), StringComparison.Ordinal);

            Assert.Contains($"{folder}: the file cannot be read", RefusalOf(folder), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static string RefusalOf(string path) => Assert.Throws<SettingsException>(() => HoconFile.Load(path)).Message;
    }

    private static IEnumerable<int> BracketsAndQuotes()
    {
        var insideText = false;
        var insideRemark = false;
        for (var index = 0; index < Real.Length; index++)
        {
            if (Real.AsSpan(index).StartsWith("\"\"\""))
            {
                insideText = !insideText;
                yield return index;
                index += 2;
            }
            else if (insideText)
            {
                continue;
            }
            else if (Real[index] is '#' or '\n')
            {
                insideRemark = Real[index] == '#';
            }
            else if (!insideRemark && Real[index] is '{' or '}' or '[' or ']' or '"')
            {
                yield return index;
            }
        }
    }
}
