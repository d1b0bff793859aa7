using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VizTeh.Actors.Operations.Checks;

/// <summary>The checks as a person or a script reads them. Pure.</summary>
internal static class CheckReport
{
    private static readonly JsonSerializerOptions Legible = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        WriteIndented = true,
        // A terminal and a script's parser, never a web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>0 when all is well, 1 when somebody should look at something, 2 when something fails.</summary>
    public static int ExitCodeOf(IEnumerable<Check> checks) => checks.Select(check => check.Outcome switch
    {
        CheckOutcome.Failed => 2,
        CheckOutcome.Notice => 1,
        _ => 0,
    }).DefaultIfEmpty(0).Max();

    /// <summary>One check as a row of the table, its advice below it.</summary>
    public static string Row(Check check)
    {
        var row = new StringBuilder($"{Word(check.Outcome),-6}  {check.Subject,-14}  {check.Found.ReplaceLineEndings(" ")}");
        if (check.Advice is { } advice)
            row.Append('\n').Append(' ', 24).Append("-> ").Append(advice.ReplaceLineEndings(" "));
        return row.ToString();
    }

    /// <summary>The last line of the table.</summary>
    public static string Summary(IReadOnlyCollection<Check> checks)
    {
        var (failed, notices) = (Count(CheckOutcome.Failed), Count(CheckOutcome.Notice));
        return (failed, notices) switch
        {
            (0, 0) => "All is well.",
            (0, _) => $"The program works; to be looked at: {notices}.",
            (_, 0) => $"To be mended: {failed}.",
            _ => $"To be mended: {failed}; to be looked at: {notices}.",
        };

        int Count(CheckOutcome outcome) => checks.Count(check => check.Outcome == outcome);
    }

    /// <summary>An object with the exit code and the checks.</summary>
    public static string Json(IReadOnlyCollection<Check> checks) =>
        JsonSerializer.Serialize(new { ExitCode = ExitCodeOf(checks), Checks = checks }, Legible);

    private static string Word(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Well => "ok",
        CheckOutcome.Notice => "look",
        CheckOutcome.Failed => "FAILED",
        _ => "-",
    };
}
