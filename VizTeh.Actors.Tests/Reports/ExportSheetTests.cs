using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using VizTeh.Actors.Reports;

namespace VizTeh.Actors.Tests.Reports;

/// <summary>The files of an export, as a program that opens them reads them.</summary>
public sealed class ExportSheetTests
{
    private static readonly XNamespace Ns = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static readonly ExportCell[] Heading = [new("Номер"), new("Создана"), new("Слова")];

    private static readonly string[] TextTypes = ["inlineStr", "s", "str"];
    private static readonly string[] Formulas = ["=HYPERLINK(\"http://a\")", "+7", "-1", "@a", "\t=1", "\r=1"];

    [Fact]
    public async Task A_csv_has_a_mark_of_its_encoding_semicolons_and_quotes_where_they_are_needed()
    {
        var csv = await CsvAsync(
            [new(Number: 1), new(Moment: new DateTime(2027, 3, 1, 9, 5, 0)), new("Иван; \"Ваня\"\nТверь")],
            [default, default, new("просто")]);

        Assert.Equal([0xEF, 0xBB, 0xBF], csv[..3]);
        Assert.Equal(
            "Номер;Создана;Слова\r\n1;01.03.2027 09:05;\"Иван; \"\"Ваня\"\"\nТверь\"\r\n;;просто\r\n", Encoding.UTF8.GetString(csv[3..]));
    }

    [Fact]
    public async Task In_a_csv_no_cell_begins_like_a_formula()
    {
        var csv = Encoding.UTF8.GetString(await CsvAsync([.. Formulas.Select(formula => new ExportCell(formula))]));

        Assert.EndsWith(
            "\"'=HYPERLINK(\"\"http://a\"\")\";'+7;'-1;'@a;\"'\t'=1\";\"'\r'=1\"\r\n", csv, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(',')]
    [InlineData('\t')]
    public async Task In_a_csv_that_is_split_at_another_sign_no_cell_begins_like_a_formula_either(char separator)
    {
        var typed = new[] { "Тверь,=1", "текст\n=1,\"=1\"", "a\t=1\t\"\"=1", "Тверь,", "=1", "\"=1\",\"+1\"" };
        var csv = Encoding.UTF8.GetString(await CsvAsync([.. typed.Select(text => new ExportCell(text))])).TrimStart('\uFEFF');

        Assert.DoesNotContain(SplitAt(separator, csv), cell => CellText.CouldBeFormula(cell.Trim('\n', '\r')));
    }

    // As RFC 4180 has it: a quote opens a quoted part only at the beginning of a cell.
    private static List<string> SplitAt(char separator, string csv)
    {
        var (cells, cell, isQuoted, isBegun) = (new List<string>(), new StringBuilder(), false, false);
        for (var at = 0; at < csv.Length; at++)
        {
            if (csv[at] == '"' && (isQuoted || !isBegun))
            {
                if (isQuoted && at + 1 < csv.Length && csv[at + 1] == '"')
                    cell.Append(csv[++at]);
                else
                    isQuoted = !isQuoted;
                isBegun = true;
            }
            else if (!isQuoted && (csv[at] == separator || csv[at] is '\r' or '\n'))
            {
                cells.Add(cell.ToString());
                cell.Clear();
                isBegun = false;
            }
            else
            {
                cell.Append(csv[at]);
                isBegun = true;
            }
        }

        return cells;
    }

    [Fact]
    public async Task A_workbook_has_numbers_moments_and_texts()
    {
        var (sheet, _) = await WorkbookAsync(
            [new(Number: 17), new(Moment: new DateTime(2027, 3, 1, 12, 0, 0)), new("<Иван> & \"Ваня\"")], [default, default, default]);
        var cells = sheet.Descendants(Ns + "row").Select(row => row.Elements(Ns + "c").Select(ValueOf).ToArray()).ToArray();

        Assert.Equal(["Номер", "Создана", "Слова"], cells[0]);
        // Days since 30.12.1899.
        Assert.Equal(["17", "46447.5", "<Иван> & \"Ваня\""], cells[1]);
        Assert.All(cells[2], cell => Assert.Equal("", cell));
    }

    [Fact]
    public async Task In_a_workbook_no_cell_is_a_formula_and_what_begins_like_one_stays_a_text_when_it_is_edited()
    {
        var (sheet, styles) = await WorkbookAsync([.. Formulas.Select(formula => new ExportCell(formula))]);

        Assert.Empty(sheet.Descendants(Ns + "f"));
        var row = sheet.Descendants(Ns + "row").Last().Elements(Ns + "c").ToList();
        Assert.Equal(Formulas.Length, row.Count);
        // 49 is Excel's own format of a text; a custom format has the sign.
        var textFormats = styles.Descendants(Ns + "numFmt").Where(format => (string?)format.Attribute("formatCode") == "@")
            .Select(format => (string?)format.Attribute("numFmtId")).Append("49").ToList();
        var formats = styles.Descendants(Ns + "cellXfs").Elements(Ns + "xf")
            .Select(format => (string?)format.Attribute("numFmtId")).ToList();
        Assert.All(row, cell =>
        {
            Assert.Contains((string?)cell.Attribute("t"), TextTypes);
            Assert.Contains(formats[(int)cell.Attribute("s")!], textFormats);
        });
    }

    [Theory]
    [InlineData(ExportFormat.Xlsx)]
    [InlineData(ExportFormat.Csv)]
    public async Task A_file_that_outgrows_its_limit_is_given_up(ExportFormat format)
    {
        var random = new Random(1);
        var file = new PartBuffer(200_000);

        await Assert.ThrowsAsync<PartTooLargeException>(async () =>
        {
            await using IExportSheet sheet =
                format == ExportFormat.Csv ? new CsvSheet(file) : await XlsxSheet.CreateAsync(file, "Заявки", default);
            for (var row = 0; row < 100_000; row++)
                await sheet.AddRowAsync([new ExportCell(Convert.ToBase64String(BitConverter.GetBytes(random.NextInt64())))], default);
            await sheet.FinishAsync(default);
        });
        Assert.True(file.Length <= 200_000);
    }

    [Fact]
    public void What_was_written_is_read_as_often_as_it_is_opened()
    {
        var bytes = new byte[300_001];
        new Random(1).NextBytes(bytes);
        var file = new PartBuffer(300_001);
        for (var at = 0; at < bytes.Length; at += 70_001)
            file.Write(bytes.AsSpan(at, Math.Min(70_001, bytes.Length - at)));

        for (var time = 0; time < 2; time++)
        {
            using var stream = file.OpenRead();
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            Assert.Equal(bytes.Length, stream.Length);
            Assert.Equal(bytes, copy.ToArray());
        }

        Assert.Throws<PartTooLargeException>(() => file.Write([1]));
    }

    private static async Task<byte[]> CsvAsync(params ExportCell[][] rows)
    {
        var file = new PartBuffer(1_000_000);
        await using var sheet = new CsvSheet(file);
        return await WriteAsync(sheet, file, rows);
    }

    private static async Task<(XDocument Sheet, XDocument Styles)> WorkbookAsync(params ExportCell[][] rows)
    {
        var file = new PartBuffer(1_000_000);
        await using var sheet = await XlsxSheet.CreateAsync(file, "Заявки", default);
        using var zip = new ZipArchive(new MemoryStream(await WriteAsync(sheet, file, rows)));
        return (Read("xl/worksheets/sheet1.xml"), Read("xl/styles.xml"));

        XDocument Read(string name)
        {
            using var stream = zip.GetEntry(name)!.Open();
            return XDocument.Load(stream, LoadOptions.PreserveWhitespace);
        }
    }

    private static async Task<byte[]> WriteAsync(IExportSheet sheet, PartBuffer file, ExportCell[][] rows)
    {
        await sheet.AddRowAsync(Heading, default);
        foreach (var row in rows)
            await sheet.AddRowAsync(row, default);
        await sheet.FinishAsync(default);
        using var stream = file.OpenRead();
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }

    private static string ValueOf(XElement cell) => cell.Value;
}
