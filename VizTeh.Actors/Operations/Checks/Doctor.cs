using System.Runtime.CompilerServices;

namespace VizTeh.Actors.Operations.Checks;

/// <summary>
/// Looks at all that the program needs, the cheapest first, and changes nothing: a running bot does not notice. What an earlier failure
/// makes impossible is named as skipped.
/// </summary>
internal sealed class Doctor(IReadOnlyDictionary<string, string> environment, string directory, TimeProvider clock)
{
    public async IAsyncEnumerable<Check> ExamineAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (checks, settings) = SettingsChecks.Run(environment, directory);
        foreach (var check in checks)
            yield return check;
        if (settings is null)
        {
            yield return Check.Skipped("database", "not asked: its settings are not known");
            yield return Check.Skipped("Telegram", "not asked: its settings are not known");
        }
        else
        {
            await foreach (var check in DatabaseChecks.RunAsync(settings.Database, clock, cancellationToken))
                yield return check;
            await foreach (var check in TelegramChecks.RunAsync(settings, clock, cancellationToken))
                yield return check;
            if (settings.Alerts.Mail is { } mail)
                yield return await MailChecks.RunAsync(mail, cancellationToken);
        }

        foreach (var check in MachineChecks.Run(directory))
            yield return check;
    }
}
