using VizTeh.Actors.Messages;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>The hocon.conf of the program, and damage to it by an editor or a full disk.</summary>
public sealed class HoconFileTests
{
    private static readonly string Real = File.ReadAllText(HoconFile.DefaultPath);

    [Fact]
    public void The_file_that_comes_with_the_program_is_good()
    {
        var file = HoconFile.Load(HoconFile.DefaultPath);

        Assert.Equal("Визуальные технологии", file.Company.Name);
        Assert.Equal(
            ["Знаки", "Стелы", "Металлоконструкции", "Брендирование", "Услуги", "Производство", "Другое"], file.Company.Directions);
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
        var about = Array.FindIndex(lines, line => line.Contains("about = ", StringComparison.Ordinal));
        var aboutEnd = Array.FindIndex(lines, about + 1, line => line.Contains("\"\"\"", StringComparison.Ordinal));

        foreach (var (line, index) in lines.Select((line, index) => (line, index)))
        {
            if (line.TrimStart().StartsWith('#') || (index >= about && index <= aboutEnd))
                continue;

            foreach (var stray in (string[])["{", "}", "[", "]", "\""])
                Refusal(string.Join('\n', [.. lines[..index], stray, .. lines[index..]]));
        }
    }

    [Theory]
    [InlineData("vizteh.company.name", "name = \"Визуальные технологии\"", "")]
    [InlineData("vizteh.company.name", "name = \"Визуальные технологии\"", "name = \"  \"")]
    [InlineData("vizteh.company.name", "name = \"Визуальные технологии\"", "name { a = 1 }")]
    [InlineData("vizteh.company.name", "name = \"Визуальные технологии\"", "name = null")]
    [InlineData("vizteh.company.phone", "phone = \"+7 495 363-20-42\"", "telephone = \"+7 495 363-20-42\"")]
    [InlineData("vizteh.company.site", "site = \"vizteh.ru\"", "site = []")]
    [InlineData("vizteh.time-zone", "\"Europe/Moscow\"", "\"Europe/Atlantis\"")]
    [InlineData("vizteh.end-of-file", "end-of-file = true", "end-of-file = false")]
    [InlineData("akka.persistence.journal.plugin", "\"akka.persistence.journal.sql\"", "\"akka.persistence.journal.inmem\"")]
    [InlineData("akka.persistence.snapshot-store.plugin", "plugin = \"akka.persistence.snapshot-store.sql\"", "")]
    [InlineData("vizteh.company.about", "📞 {phone}", "")]
    [InlineData("vizteh.company.about", "<b>{name}</b>", "<b>{name}")]
    [InlineData("vizteh.company.about", "<b>{name}</b>", "<b><i>{name}</b></i>")]
    [InlineData("vizteh.company.about", "<b>{name}</b>", "<h1>{name}</h1>")]
    [InlineData("vizteh.company.about", "<b>{name}</b>", "5 < 6")]
    public void A_key_that_is_missing_or_wrong_is_named(string key, string found, string replacement)
    {
        Assert.Contains(found, Real, StringComparison.Ordinal);

        Assert.Contains(key, Refusal(Real.Replace(found, replacement, StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("directions = \"Знаки\"")]
    [InlineData("directions = []")]
    [InlineData("directions = [\"Знаки\", \"знаки\"]")]
    [InlineData("directions = [\"Знаки\", \" \"]")]
    [InlineData("directions = [\"a\\nb\"]")]
    [InlineData("directions = [\"12345678901234567890123456789012345678901234567890123456789012345\"]")]
    [InlineData("directions = [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21]")]
    [InlineData("directions = [{ label = \"Знаки\" }]")]
    public void Directions_that_make_no_keyboard_are_refused(string directions) =>
        Assert.Contains("vizteh.company.directions", Refusal(WithDirections(directions)), StringComparison.Ordinal);

    [Theory]
    [InlineData("directions = [\"Знаки\": \"Стелы\"]")]
    [InlineData("directions = [a = b]")]
    [InlineData("directions = [Знаки!]")]
    [InlineData("directions = [*, ?, &, @, ^, `, \\]")]
    [InlineData("directions = [\"Знаки\" $]")]
    [InlineData("directions = [[\"Знаки\"] : ]")]
    public void A_list_that_the_parser_would_never_come_back_from_is_refused(string directions) =>
        Assert.Contains("the list on line", Refusal(WithDirections(directions)), StringComparison.Ordinal);

    [Fact]
    public void Directions_may_be_as_many_and_as_long_as_a_keyboard_takes()
    {
        var labels = Enumerable.Range(0, 20).Select(number => $"{number:D2}".PadRight(64, 'я')).ToList();

        var listed = string.Join(", ", labels.Select(label => $"\"{label}\""));

        Assert.Equal(labels, HoconFile.Parse(WithDirections($"directions = [{listed}]"), "hocon.conf").Company.Directions);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void The_text_about_the_firm_may_be_as_long_as_a_caption(int over, bool accepted)
    {
        var shown = CodePoints.CountIn(CaptionHtml.ToPlainText(HoconFile.Parse(Real, "hocon.conf").Company.AboutHtml));
        // One character for a person and for Telegram, two in UTF-16.
        var padding = string.Concat(Enumerable.Repeat("🏭", 1024 - shown + over));
        var text = Real.Replace("📞 {phone}", padding + "📞 {phone}", StringComparison.Ordinal);

        if (accepted)
            Assert.NotNull(HoconFile.Parse(text, "hocon.conf"));
        else
            Assert.Contains("1025 characters", Refusal(text), StringComparison.Ordinal);
    }

    [Fact]
    public void A_substitution_that_would_drop_the_keys_after_it_is_refused() =>
        Assert.Contains("${?...}", Refusal(Real.Replace("\"vizteh.ru\"", "${?SITE}", StringComparison.Ordinal)), StringComparison.Ordinal);

    [Theory]
    [InlineData("include \"other.conf\"\n")]
    [InlineData("a = ${no.such.key}\n")]
    [InlineData("a = b = c\n")]
    [InlineData("a = \"\\x\"\n")]
    public void What_the_parser_does_not_understand_is_refused_in_one_line(string line) => Refusal(line + Real);

    [Theory]
    [InlineData("vizteh.company.name", "name = geh #eim")]
    [InlineData("vizteh.company.name", "name = geh#eim")]
    [InlineData("vizteh.company.name", "name = geh # eim")]
    [InlineData("vizteh.company.name", "name = geh //eim")]
    [InlineData("vizteh.company.name", "name : geh #eim")]
    [InlineData("vizteh.company.name", "\"name\" = geh #eim")]
    [InlineData("vizteh.company.name", "name = 5 #eim")]
    [InlineData("vizteh.company.name", "name = #eim")]
    [InlineData("vizteh.company.name", "name =")]
    [InlineData("vizteh.company.name", "name = Знаки, стелы")]
    [InlineData("vizteh.company.name", "name = Знаки & стелы")]
    [InlineData("vizteh.company.name", "name = Знаки!")]
    [InlineData("vizteh.company.name", "name = vizteh@mail")]
    [InlineData("vizteh.company.name", "name = http://vizteh.ru")]
    [InlineData("vizteh.company.name", "name = a=b")]
    [InlineData("vizteh.company.name", "name = \"Знаки\" и стелы")]
    [InlineData("vizteh.company.name", "name = Знаки \"и\" стелы")]
    [InlineData("vizteh.company.name", "name = \"Знаки\" \"стелы\"")]
    public void A_value_that_the_parser_would_cut_or_join_is_named(string key, string line) => Assert.Contains(
        key, Refusal(Real.Replace("name = \"Визуальные технологии\"", line, StringComparison.Ordinal)), StringComparison.Ordinal);

    [Theory]
    [InlineData("directions = [Знаки #1, Стелы]\n]")]
    [InlineData("directions = [\"Знаки\" Стелы]")]
    [InlineData("directions = [\"Знаки\"] Стелы")]
    public void A_list_whose_texts_the_parser_would_cut_or_join_is_named(string directions) =>
        Assert.Matches("vizteh.company.directions|Стелы", Refusal(WithDirections(directions)));

    [Theory]
    [InlineData("loglevel = WARNING # of Akka", "loglevel = WARNING")]
    [InlineData("buffer-size = 20000 // rows", "buffer-size = 20000")]
    [InlineData("circuit-breaker.reset-timeout = 2 s #", "circuit-breaker.reset-timeout = 2s")]
    [InlineData("auto-initialize : off, # of the tables", "auto-initialize = off")]
    [InlineData("name = \"Визуальные технологии\" # of the firm", "name = \"Визуальные технологии\"")]
    [InlineData("name =\n\"Визуальные технологии\"", "name = \"Визуальные технологии\"")]
    [InlineData("name = Визуальные технологии", "name = \"Визуальные технологии\"")]
    [InlineData("remote.dot-netty.tcp { hostname = 10.0.0.1, port = 4053 }\nlog-config-on-start = off", "log-config-on-start = off")]
    [InlineData("seed-nodes = [\"akka.tcp://vizteh@10.0.0.1:4053\"]", "seed-nodes = []")]
    [InlineData("log-dead-letters = off\nlog-config-on-start = off", "log-config-on-start = off")]
    [InlineData("actor.my-dispatcher { type = ForkJoinDispatcher, throughput = 100 }\nlog-config-on-start = "
        + "off", "log-config-on-start = off")]
    public void What_the_parser_reads_as_it_is_meant_is_accepted(string line, string inPlaceOf)
    {
        Assert.Contains(inPlaceOf, Real, StringComparison.Ordinal);

        Assert.Equal(
            "Визуальные технологии", HoconFile.Parse(Real.Replace(inPlaceOf, line, StringComparison.Ordinal), "hocon.conf").Company.Name);
    }

    [Theory]
    [InlineData("akka.loglevel", "loglevel = LOUD")]
    [InlineData("akka.stdout-loglevel", "stdout-loglevel = LOUD")]
    [InlineData("akka.loglevel", "loglevel { a = 1 }")]
    [InlineData("akka.logelvel", "logelvel = DEBUG")]
    [InlineData("akka.log-config-on-start", "log-config-on-start = maybe")]
    [InlineData("akka.persistence.journal.sql.class", "persistence.journal.sql.class = \"VizTeh.Actors.Database.NoJournal, "
        + "VizTeh.Actors\"")]
    [InlineData("akka.persistence.journal.sql.class", "persistence.journal.sql.class = \"No.Journal, No.Assembly\"")]
    [InlineData("akka.persistence.journal.sql.class", "persistence.journal.sql.class = \"Akka.Persistence.Journal.MemoryJournal, "
        + "Akka.Persistence\"")]
    [InlineData("akka.persistence.journal.sql.class", "persistence.journal.sql.class = \"\"")]
    [InlineData("akka.persistence.snapshot-store.sql.class", "persistence.snapshot-store.sql.class = \"No.Store, No.Assembly\"")]
    [InlineData("akka.persistence.journal.sql.buffer-size", "persistence.journal.sql.buffer-size = many")]
    [InlineData("akka.persistence.journal.sql.buffer-size", "persistence.journal.sql.buffer-size = 5s")]
    [InlineData("akka.persistence.journal.sql.buffer-sice", "persistence.journal.sql.buffer-sice = 5")]
    [InlineData("akka.persistence.journal.sql.provider-name", "persistence.journal.sql.provider-name = MySql")]
    [InlineData("akka.persistence.journal.sql.default.schema-name", "persistence.journal.sql.default.schema-name = public")]
    [InlineData("akka.persistence.max-concurrent-recoveries", "persistence.max-concurrent-recoveries = some")]
    [InlineData("akka.persistence.journal.sql.circuit-breaker.reset-timeout", "persistence.journal.sql.circuit-breaker.reset-timeout = "
        + "soon")]
    [InlineData("akka.persistence.journal.sql.circuit-breaker", "persistence.journal.sql.circuit-breaker = off")]
    [InlineData("akka.cluster.seed-nodes", "cluster.seed-nodes = \"akka.tcp://vizteh@10.0.0.1:4053\"")]
    [InlineData("akka.cluster.seed-nodes", "cluster.seed-nodes = [\"10.0.0.1:4053\"]")]
    [InlineData("akka.cluster.seed-nodes", "cluster.seed-nodes = [\"akka.tcp://another@10.0.0.1:4053\"]")]
    [InlineData("akka.remote.dot-netty.tcp.port", "remote.dot-netty.tcp.port = http")]
    [InlineData("akka.remote.dot-netty.tcp.maximum-frame-size", "remote.dot-netty.tcp.maximum-frame-size = big")]
    [InlineData("akka.coordinated-shutdown.phases.cluster-exiting.timeout", "coordinated-shutdown.phases.cluster-exiting.timeout = later")]
    public void A_value_that_akka_would_only_stumble_over_later_is_named(string key, string line) => Assert.Contains(
        key, Refusal(Real.Replace("vizteh.end-of-file = true", $"akka {{ {line} }}\nvizteh.end-of-file = true", StringComparison.Ordinal)),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("vizteh.company.phnoe = \"1\"", "vizteh.company.phone")]
    [InlineData("vizteh.timezone = \"Europe/Moscow\"", "vizteh.time-zone")]
    [InlineData("vizteh.company { email = \"a\" }", "vizteh.company.email")]
    [InlineData("vizteh.firm { name = \"a\" }", "vizteh.firm")]
    [InlineData("aka.loglevel = DEBUG", "aka")]
    public void A_key_that_nothing_reads_is_named_and_with_it_the_one_that_was_probably_meant(string line, string named) =>
        Assert.Contains(named, Refusal(line + "\n" + Real), StringComparison.Ordinal);

    [Fact]
    public void What_a_firm_writes_into_its_name_is_shown_and_not_taken_for_markup()
    {
        var text = Real.Replace("name = \"Визуальные технологии\"", "name = \"Знаки & <Ко>\"", StringComparison.Ordinal);

        Assert.StartsWith("<b>Знаки &amp; &lt;Ко&gt;</b>", HoconFile.Parse(text, "hocon.conf").Company.AboutHtml, StringComparison.Ordinal);
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

    private static string WithDirections(string directions)
    {
        var from = Real.IndexOf("directions = [", StringComparison.Ordinal);
        return Real[..from] + directions + Real[(Real.IndexOf(']', from) + 1)..];
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

    private static string Refusal(string text)
    {
        var refusal = Assert.Throws<SettingsException>(() => HoconFile.Parse(text, "/etc/bot/hocon.conf")).Message;
        Assert.StartsWith("/etc/bot/hocon.conf: ", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal);
        return refusal;
    }
}
