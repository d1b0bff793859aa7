using VizTeh.Actors.Messages;
using VizTeh.Actors.Reports;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Manager.Commands;

/// <summary>Sends the tickets of a period as a file.</summary>
/// <param name="upload">A function, since the table of commands is needed where nothing is sent.</param>
internal sealed class ExportCommand(Func<ExportUpload> upload, BotSettings settings, TimeProvider clock) : IManagerCommand
{
    public const string CommandName = "export";

    private readonly CompanySettings _company = settings.Company;

    public string Name => CommandName;

    public string MenuLine => _company.Texts[ExportPhrases.Menu];

    public string HelpLine => _company.Texts[ExportPhrases.Help];

    public bool ShowsPersonalData => true;

    public async Task<IReadOnlyList<Message>> HandleAsync(ManagerCall call, CancellationToken cancellationToken)
    {
        var (typed, format) = Read(call.Arguments);
        var reading = WrittenPeriod.Read(
            typed.Length == 0 ? "месяц" : typed, clock.Today(_company.TimeZone), ExportStore.MostDays);
        if (reading.Period is not { } period)
            return [_company.Texts.Refusal(reading, ExportStore.MostDays)];
        return await upload().SendAsync(call.ChatId, call.TopicId, period, format, cancellationToken);
    }

    /// <summary>Takes the kind of the file, before or after the period, apart from the period.</summary>
    internal static (string Period, ExportFormat Format) Read(string arguments)
    {
        var words = arguments.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToList();
        var format = words.Exists(word => IsKind(word, "csv")) ? ExportFormat.Csv : ExportFormat.Xlsx;
        words.RemoveAll(word => IsKind(word, "csv") || IsKind(word, "xlsx") || IsKind(word, "excel"));
        return (string.Join(' ', words), format);

        static bool IsKind(string word, string kind) => word.TrimStart('.').Equals(kind, StringComparison.OrdinalIgnoreCase);
    }
}
